from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from syncbot.sync.list_words import list_changes


def test_entries_are_said_to_be_added_changed_removed() -> None:
    assert list_changes(["a", "b"], ["a", "c", "d"], str) == ["changed b → c", "added d"]
    assert list_changes(["a", "b", "c"], ["c"], str) == ["removed a", "removed b"]
    assert list_changes([], ["a"], str) == ["added a"]


def test_another_order_is_told_and_the_same_list_is_not() -> None:
    assert list_changes(["a", "b"], ["b", "a"], str) == ["changed the order: b; a"]
    assert list_changes(["a", "b"], ["a", "b"], str) == []


def test_values_of_another_type_are_other_entries() -> None:
    assert list_changes([1], [1.0], repr) == ["changed 1 → 1.0"]


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_something_is_said_exactly_when_the_lists_differ(old: list[str], new: list[str]) -> None:
    assert bool(list_changes(old, new, str)) == (old != new)
