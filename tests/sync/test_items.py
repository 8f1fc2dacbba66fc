from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.sync.items import find, item_id, moved, placed, spot_for


def test_an_entry_is_known_by_what_it_says_and_not_by_its_label() -> None:
    one = placed("filter", [{"function": "x", "label": "A"}])
    assert placed("filter", [{"function": "x", "label": "Z"}])[0].item_id == one[0].item_id
    assert placed("filter", [{"label": None, "function": "x", "value_source": None}])[0].item_id == one[0].item_id
    assert placed("filter", [{"function": "x", "value": None}])[0].item_id != one[0].item_id
    assert placed("override", [{"function": "x"}])[0].item_id != one[0].item_id
    assert item_id("a", 1, 0) != item_id("a", 1.0, 0)


def test_equal_entries_are_told_apart_and_what_is_none_is_passed_over() -> None:
    found = placed("filter", [{"a": 1}, "?", {"a": 1}, {}, {"b": 1}], lambda entry: "a" in entry)
    assert [entry.place for entry in found] == [0, 2]
    assert len({entry.item_id for entry in found}) == 2


def test_an_entry_that_is_not_there_is_refused_by_its_kind() -> None:
    with pytest.raises(InvalidInput, match="That override is no longer in this draft") as caught:
        find([], "x", thing="override", field="overrides")
    assert caught.value.field == "overrides"


def test_an_entry_belongs_behind_the_nearest_that_stood_before_it() -> None:
    before = placed("x", [{"n": number} for number in range(4)])
    now = placed("x", [{"n": 9}, {"n": 0}, {"n": 3}])
    assert spot_for(before[2], before, now) == 2
    assert spot_for(before[0], before, now) == 0
    assert spot_for(before[2], before, ()) == 0


@given(st.lists(st.integers(), min_size=1, max_size=6, unique=True), st.data())
def test_moving_keeps_the_order_of_all_others(entries: list[int], data: st.DataObject) -> None:
    at, to = data.draw(st.integers(0, len(entries) - 1)), data.draw(st.integers(-2, 8))
    result = moved(entries, tuple(range(len(entries))), at, to)
    assert [each for each in result if each != entries[at]] == [each for each in entries if each != entries[at]]
    assert result.index(entries[at]) == max(0, min(to, len(entries) - 1))


def test_moving_among_some_places_leaves_what_stands_elsewhere() -> None:
    assert moved(["a", "x", "b", "y", "c"], (0, 2, 4), 2, 0) == ["c", "x", "a", "y", "b"]
