from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from syncbot.store.shared import apart, together
from tests.store.test_records import DOCS, SCALARS
from tests.store.values import same


@st.composite
def drafts(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A base, and a draft of it that shares some of it; with other keys, in another order."""
    lists: dict[str, list[Any]] = {"fields": [draw(DOCS), 1, 1.0, True, None, "1", [], {}], "names": ["a", "b", "a"]}
    base: dict[str, Any] = {**draw(DOCS), **lists}
    draft = {key: base[key] for key in draw(st.permutations(sorted(base)))} | draw(DOCS)
    for key, there in lists.items():
        own = draw(st.lists(st.sampled_from(there) | SCALARS, max_size=12))
        draft[key] = draw(st.sampled_from([there, own, there[2:], [*there, *own], there * 2]))
    return base, draft


@given(drafts())
def test_a_draft_comes_back_to_the_letter_over_its_base(both: tuple[dict[str, Any], dict[str, Any]]) -> None:
    base, draft = both
    told = json.loads(json.dumps(apart(draft, base)))
    again = together(told, json.loads(json.dumps(base)))
    assert same(again, draft)
    assert list(again) == list(draft)


@given(DOCS, DOCS)
def test_a_draft_that_shares_nothing_comes_back_too(base: dict[str, Any], draft: dict[str, Any]) -> None:
    assert same(together(json.loads(json.dumps(apart(draft, base))), base), draft)


def test_what_an_edit_leaves_as_it_is_is_told_by_its_place() -> None:
    entries = [{"target": name} for name in "abcdef"]
    base = {"name": "Leads", "fields": entries}
    draft = {"name": "Leads", "fields": [entries[0], {"target": "new"}, *entries[2:4], entries[5]]}
    assert apart(draft, base) == [["name"], ["fields", None, [[0, 1], [{"target": "new"}], [2, 4], [5, 6]]]]
    assert apart(base, base) == [["name"], ["fields"]]
