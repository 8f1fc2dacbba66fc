from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.changes.model import Places
from syncbot.changes.states import ENDED, State
from syncbot.store.records import (
    CHANGES,
    change_document,
    change_from,
    pack,
    place_fields,
    session_fields,
    session_from,
    text_of,
    unpack,
)
from tests.store.values import HARD, a_change, a_full_change, a_session, same

TEXT = st.text(st.characters(exclude_categories=()), max_size=8)
"""With lone surrogates and control characters."""

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
DOCS = st.dictionaries(
    TEXT, st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3))
)


@given(base=DOCS, draft=DOCS, screen=DOCS, text=TEXT, revision=st.integers(0, 10**6))
def test_every_session_comes_back_to_the_letter(
    *, base: dict[str, Any], draft: dict[str, Any], screen: dict[str, Any], text: str, revision: int
) -> None:
    session = a_session(base=base, draft=draft, screen=screen, reviewed_hash=text, revision=revision)
    mark = f"{revision}:token".encode()
    document, shown = (one.encode("ascii") for one in session_fields(session))
    assert same(session_from(mark, shown, document, json.loads(text_of(base))), session)


@given(state=st.sampled_from(State), base=DOCS, draft=DOCS, lines=st.lists(TEXT).map(tuple), reason=TEXT, place=TEXT)
def test_every_change_comes_back_to_the_letter(
    *, state: State, base: dict[str, Any], draft: dict[str, Any], lines: tuple[str, ...], reason: str, place: str
) -> None:
    values: dict[str, Any] = {"state": state, "base": base, "draft": draft, "lines": lines, "reason": reason}
    change = replace(a_full_change(), **values, places=Places(told=place))
    stored = {key.encode(): value.encode("ascii") for key, value in place_fields(change.places).items()}
    assert same(change_from({b"document": change_document(change), **stored}), change)


@pytest.mark.parametrize("state", State)
def test_a_change_that_is_only_kept_takes_a_quarter_of_the_room(state: State) -> None:
    doc = {"fields": [{"source": {"field": f"field_{n}"}, "target": f"Field_{n}__c"} for n in range(500)]}
    change = replace(a_full_change(), state=state, base=doc, draft=doc)
    room = len(change_document(change)) / len(text_of(CHANGES.plain(change)))
    assert room < 1 / 4 if state in ENDED else room > 3 / 4


@given(DOCS)
def test_packed_json_comes_back_to_the_letter(doc: dict[str, Any]) -> None:
    assert same(unpack(pack(doc)), doc)


def test_packing_makes_a_long_document_at_least_four_times_smaller() -> None:
    doc = {"fields": [{"source": {"field": f"field_{n}"}, "target": f"Field_{n}__c"} for n in range(500)]}
    assert len(pack(doc)) * 4 < len(text_of(doc))


def test_what_a_newer_version_added_is_left_out_and_what_it_lacks_has_its_default() -> None:
    plain = CHANGES.plain(a_change())
    del plain["places"], plain["tries"]
    assert same(CHANGES.value(json.loads(json.dumps({**plain, "of_tomorrow": HARD}))), a_change())


def test_what_is_none_is_refused_with_the_place_and_nothing_of_it() -> None:
    plain = {**CHANGES.plain(a_full_change()), "state": "the secret plan", "version": "of Leads"}
    with pytest.raises(ValueError, match=r"state: enum") as refused:
        CHANGES.value(plain)
    assert "version: " in str(refused.value)
    assert not any(word in str(refused.value) for word in ("secret plan", "of Leads"))
