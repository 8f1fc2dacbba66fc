from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject
from syncbot.sync.edits import policies, policy_items, resolve_policy, set_policies
from syncbot.sync.fields import row
from syncbot.sync.known import Policy

KNOWN = (Policy("p1", "Finance"), Policy("p2", "Marketing"), Policy("p3", "marketing"))
DOC: JsonObject = {"name": "x", "policies": ["p2", "p9"]}


def test_policies_are_read_each_once() -> None:
    assert policies({"policies": ["a", "b", "a", 3]}) == ("a", "b")
    assert policies({}) == policies({"policies": None}) == ()


def test_those_of_the_sync_stand_first_with_their_names_and_removed_ones_among_them() -> None:
    found = policy_items(DOC, KNOWN)
    assert [(each.policy_id, each.name, each.chosen) for each in found] == [
        ("p2", "Marketing", True),
        ("p9", "p9", True),
        ("p1", "Finance", False),
        ("p3", "marketing", False),
    ]
    assert len({each.item_id for each in found}) == 4
    removed = policy_items({"policies": []}, base=DOC)
    assert [(each.policy_id, each.chosen) for each in removed] == [("p2", False), ("p9", False)]


@given(there=st.lists(st.sampled_from("abcd")), wanted=st.lists(st.sampled_from("abcdef")))
def test_a_set_of_policies_becomes_exactly_what_is_wanted(there: list[str], wanted: list[str]) -> None:
    doc: JsonObject = {"name": "x", "policies": there}
    after = set_policies(doc, wanted)
    assert set(policies(after)) == set(wanted)
    assert [each for each in policies(after) if each in there] == [each for each in policies(doc) if each in wanted]
    assert row("policies").equal(set_policies(after, there)["policies"], there)
    assert (after is doc) == (set(there) == set(wanted))


def test_what_is_no_text_stays() -> None:
    assert set_policies({"policies": ["a", {"later": 1}]}, ["b"]) == {"policies": [{"later": 1}, "b"]}


def test_a_policy_is_found_by_id_or_name() -> None:
    assert resolve_policy(" p2 ", KNOWN) == "p2"
    assert resolve_policy("finance", KNOWN) == "p1"


@pytest.mark.parametrize(
    ("text", "says"),
    [("Finanse", "Did you mean Finance?"), ("MARKETING", "Several policies are called"), ("§", "Choose")],
)
def test_a_policy_that_is_not_there_is_refused_with_the_nearest(text: str, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        resolve_policy(text, KNOWN)
    assert says in caught.value.sentences
    assert caught.value.field == "policies"
