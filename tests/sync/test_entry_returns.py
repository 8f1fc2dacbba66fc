"""Entries that are known by target, several of one target among them: each is told from the others and comes back."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from syncbot.sync.document import JsonObject
from syncbot.sync.entry_returns import paired, put_back, side_by_side

ENTRIES = st.builds(
    lambda target, value: {"target": target, "value": value}, st.sampled_from("abcd"), st.integers(0, 1)
)


def entries(words: str) -> list[JsonObject]:
    """`a1 b` is an entry of the target a that says 1, and one of b."""
    return [{"target": word[0], "value": word[1:]} for word in words.split()]


def said(found: list[JsonObject]) -> str:
    return " ".join(f"{entry['target']}{entry['value']}" for entry in found)


def test_the_entry_of_a_target_is_the_same_whatever_it_says_and_wherever_it_stands() -> None:
    assert paired(entries("a1 b c"), entries("c2 a3")) == {0: 2, 1: 0}


def test_entries_of_one_target_are_told_apart_by_what_they_say_and_between_what_they_stand() -> None:
    assert paired(entries("a1 b a2"), entries("b a2")) == {0: 1, 1: 2}
    assert paired(entries("a1 b a1"), entries("b a1")) == {0: 1, 1: 2}
    assert paired(entries("a1 b a2"), entries("a3 b a2")) == {0: 0, 1: 1, 2: 2}


def test_what_has_no_target_is_known_by_what_it_says_alone() -> None:
    assert paired(["?", {"x": 1}], [{"x": 1}, {"x": 2}]) == {0: 1}


def test_what_is_gone_stands_where_it_was() -> None:
    assert side_by_side(entries("a b c d"), entries("b x d")) == [(None, 0), (0, 1), (None, 2), (1, None), (2, 3)]


def test_what_changed_is_as_it_was_again_where_it_stands_and_what_stands_elsewhere_comes_back_to_its_place() -> None:
    assert said(put_back(entries("a1 x b2"), entries("a b"), 0)) == "a x b2"
    assert said(put_back(entries("x b2"), entries("a b"), 1)) == "x b"
    assert said(put_back(entries("b c a1"), entries("a b c"), 0)) == "a b c"
    assert said(put_back(entries("x c"), entries("a b c"), 1)) == "x b c"
    assert said(put_back(entries("x"), entries("a"), 0)) == "a x"


@given(st.lists(ENTRIES, max_size=7), st.data())
def test_whatever_is_taken_out_comes_back_in_any_order_and_the_list_is_as_it_was(
    before: list[JsonObject], data: st.DataObject
) -> None:
    now = [entry for entry in before if data.draw(st.booleans())]
    while gone := [was for at, was in side_by_side(before, now) if at is None and was is not None]:
        now = put_back(now, before, data.draw(st.sampled_from(gone)))
    assert now == before


@given(st.lists(ENTRIES, max_size=7), st.lists(ENTRIES, max_size=7))
def test_every_entry_of_both_sides_has_one_row(before: list[JsonObject], now: list[JsonObject]) -> None:
    rows = side_by_side(before, now)
    assert [at for at, _ in rows if at is not None] == list(range(len(now)))
    assert sorted(was for _, was in rows if was is not None) == list(range(len(before)))


@given(st.lists(ENTRIES, max_size=7), st.data())
def test_what_an_edit_left_as_it_is_stands_where_it_would_among_equal_ones(
    before: list[JsonObject], data: st.DataObject
) -> None:
    single = data.draw(st.booleans())
    before = list({entry["target"]: entry for entry in before}.values()) if single else before
    now = [
        entry if data.draw(st.booleans()) else data.draw(ENTRIES) for entry in before if data.draw(st.integers(0, 3))
    ]
    now += data.draw(st.lists(ENTRIES, max_size=2))
    assert side_by_side(before, now) == side_by_side(deepcopy(before), deepcopy(now))
