from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.sync.document import JsonObject, same
from syncbot.sync.edits import (
    Combine,
    Comparison,
    Filter,
    Side,
    SourceField,
    add_filter,
    change_filter,
    filter_logic,
    filters,
    move_filter,
    put_back_filter,
    remove_filter,
)
from syncbot.sync.fields import ROWS
from tests.sync.documents import MODELS
from tests.sync.filtered import Filtered, filtered, marks_of, meaning, worlds

NEW = 9


def docs(found: Filtered) -> tuple[JsonObject, JsonObject]:
    return found.grouped, found.classic


def labelled(doc: JsonObject, side: Side) -> dict[str, int]:
    return {each.label: each.raw.get("mark", NEW) for each in filters(doc, side)}


def without_label(entry: Filter) -> JsonObject:
    return {key: value for key, value in entry.raw.items() if key != "label"}


def only_filters_differ(before: JsonObject, after: JsonObject) -> None:
    for entry in ROWS:
        if entry.part != "Filters":
            assert same(entry.value(before), entry.value(after))


@given(found=filtered(), side=st.sampled_from(Side), data=st.data())
def test_removing_a_condition_takes_it_out_and_leaves_the_others_as_they_are(
    found: Filtered, side: Side, data: st.DataObject
) -> None:
    for doc in docs(found):
        before = filters(doc, side)
        if not before:
            continue
        gone = data.draw(st.sampled_from(before))
        after = remove_filter(doc, side, gone.item_id)
        left = [each for each in before if each is not gone]
        assert [each.item_id for each in filters(after, side)] == [each.item_id for each in left]
        assert same([without_label(each) for each in filters(after, side)], [without_label(each) for each in left])
        other = Side.TARGET if side is Side.MODEL else Side.MODEL
        assert filters(after, other) == filters(doc, other)
        assert filter_logic(after, other) == filter_logic(doc, other)
        only_filters_differ(doc, after)


@given(found=filtered(), side=st.sampled_from(Side), data=st.data())
def test_removing_conditions_and_putting_them_back_in_any_order_is_nothing_at_all(
    found: Filtered, side: Side, data: st.DataObject
) -> None:
    for doc in docs(found):
        gone = data.draw(st.permutations(filters(doc, side)))
        gone = gone[: data.draw(st.integers(0, len(gone)))]
        after = doc
        for each in gone:
            after = remove_filter(after, side, each.item_id)
        for each in data.draw(st.permutations(gone)):
            after = put_back_filter(after, doc, side, each.item_id)
        assert same(after, doc)


@given(found=filtered(), side=st.sampled_from(Side), data=st.data())
def test_moving_a_condition_never_changes_what_the_logic_means(
    found: Filtered, side: Side, data: st.DataObject
) -> None:
    for doc in docs(found):
        before = filters(doc, side)
        if not before:
            continue
        one, to = data.draw(st.sampled_from(before)), data.draw(st.integers(-1, 6))
        after = move_filter(doc, side, one.item_id, to=to)
        order = [each.item_id for each in before if each is not one]
        order.insert(max(0, min(to, len(order))), one.item_id)
        assert [each.item_id for each in filters(after, side)] == order
        old = meaning(filter_logic(doc, side), labelled(doc, side))
        new = meaning(filter_logic(after, side), labelled(after, side))
        assert all(old(world) == new(world) for world in worlds(marks_of(before)))
        only_filters_differ(doc, after)


@given(found=filtered(), side=st.sampled_from(Side), combine=st.sampled_from((Combine.ALL, Combine.EITHER)))
def test_adding_a_condition_combines_it_as_was_asked(found: Filtered, side: Side, combine: Combine) -> None:
    for doc in docs(found):
        before = filters(doc, side)
        after = add_filter(
            doc,
            side,
            comparison=Comparison("Equality", {"n": 10.0}),
            source=SourceField(MODELS[1], "new"),
            target="New__c",
            combine=combine,
        )
        assert [each.item_id for each in filters(after, side)][:-1] == [each.item_id for each in before]
        old = meaning(filter_logic(doc, side), labelled(doc, side))
        new = meaning(filter_logic(after, side), labelled(after, side))
        for world in worlds([*marks_of(before), NEW]):
            holds = [old(world), world[NEW]] if before else [world[NEW]]
            assert new(world) == (all(holds) if combine is Combine.ALL else any(holds))
        again = remove_filter(after, side, filters(after, side)[-1].item_id)
        then = meaning(filter_logic(again, side), labelled(again, side))
        assert all(then(world) == old(world) for world in worlds(marks_of(before)))
        only_filters_differ(doc, after)


@given(found=filtered(), side=st.sampled_from(Side), data=st.data())
def test_both_forms_agree_on_every_edit(found: Filtered, side: Side, data: st.DataObject) -> None:
    seen = [
        [(each.label, each.source, each.target, each.comparison, each.place) for each in filters(doc, side)]
        for doc in docs(found)
    ]
    assert same([len(each) for each in seen], [len(seen[0])] * 2)
    place = data.draw(st.integers(0, len(seen[0])))
    results = []
    for doc in docs(found):
        there = filters(doc, side)
        if place == len(there):
            after = add_filter(
                doc,
                side,
                comparison=Comparison("IsNull"),
                source=SourceField("m", "f"),
                target="T",
                combine=Combine.EITHER,
            )
        elif place % 2:
            after = remove_filter(doc, side, there[place].item_id)
        else:
            comparison = Comparison("Inequality", "x")
            after = change_filter(doc, side, there[place].item_id, comparison=comparison, source=SourceField("m", "f"))
        results.append((filters(after, side), filter_logic(after, side)))
    one, other = results
    assert one[1] == other[1]
    assert [(each.label, each.source, each.target) for each in one[0]] == [
        (each.label, each.source, each.target) for each in other[0]
    ]
    assert [each.comparison.function for each in one[0]] == [each.comparison.function for each in other[0]]


@pytest.mark.parametrize("side", Side)
@given(found=filtered(), data=st.data())
def test_an_edit_of_one_condition_leaves_the_others_to_the_letter(
    side: Side, found: Filtered, data: st.DataObject
) -> None:
    for doc in docs(found):
        before = filters(doc, side)
        if not before:
            continue
        one = data.draw(st.sampled_from(before))
        after = change_filter(doc, side, one.item_id, comparison=Comparison("StringLike", "%x%"))
        assert all(
            same(old.raw, new.raw) for old, new in zip(before, filters(after, side), strict=True) if old is not one
        )
        assert filters(after, side)[one.place].comparison == Comparison("StringLike", "%x%")
        assert {key for key in one.raw if key not in ("function", "value")} == {
            key for key in filters(after, side)[one.place].raw if key not in ("function", "value")
        }
        assert change_filter(doc, side, one.item_id, comparison=one.comparison) is doc
