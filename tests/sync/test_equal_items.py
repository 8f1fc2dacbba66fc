"""Conditions, overrides and identities that say the same: each is put back where it was, with its part of the logic."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from syncbot.slack.parts.item_part import listed
from syncbot.sync.difference import Kind
from syncbot.sync.document import JsonObject, same
from syncbot.sync.edits import (
    Side,
    filter_logic,
    filters,
    identity_mappings,
    overrides,
    put_back_filter,
    put_back_identity,
    put_back_override,
    remove_filter,
    remove_identity,
    remove_override,
    set_filter_logic,
    set_identity_strategy,
)

X, Y, Z = ({"model_id": "m", "field": name} for name in "xyz")


def condition(source: JsonObject, label: str) -> JsonObject:
    return {"source": source, "function": "IsNull", "label": label}


DOC: JsonObject = {
    "model_filters": {
        "conditions": [condition(X, "A"), condition(Y, "B"), condition(X, "C"), condition(Z, "D")],
        "logic": "(A AND B) OR (C AND D)",
    },
    "overrides": [{"field": each, "function": "IsNull", "override": 0} for each in (X, Y, X, X)],
    "identities": {
        "mappings": [{"source": each, "target": "T", "function": "Equality"} for each in (X, Y, X)],
        "strategy": "and",
    },
}
LISTS: dict[str, tuple[Callable[..., Any], Callable[..., JsonObject], Callable[..., JsonObject]]] = {
    "filters": (
        lambda doc: filters(doc, Side.MODEL),
        lambda doc, item_id: remove_filter(doc, Side.MODEL, item_id),
        lambda doc, base, item_id: put_back_filter(doc, base, Side.MODEL, item_id),
    ),
    "overrides": (overrides, remove_override, put_back_override),
    "identities": (identity_mappings, remove_identity, put_back_identity),
}


@pytest.mark.parametrize("name", LISTS)
def test_what_was_removed_among_equal_ones_comes_back_where_it_was(name: str) -> None:
    read, remove, put_back = LISTS[name]
    for place in range(len(read(DOC))):
        after = remove(DOC, read(DOC)[place].item_id)
        [(gone, there, _)] = [row for row in listed(read(DOC), read(after)) if row[2] is Kind.REMOVED]
        assert not there
        assert same(put_back(after, DOC, gone.item_id), DOC)


@pytest.mark.parametrize("name", LISTS)
def test_all_of_them_come_back_whatever_went_first(name: str) -> None:
    read, remove, put_back = LISTS[name]
    count = len(read(DOC))
    for first, second in product(range(count), range(count - 1)):
        after = remove(DOC, read(DOC)[first].item_id)
        after = remove(after, read(after)[second].item_id)
        while gone := [row[0] for row in listed(read(DOC), read(after)) if row[2] is Kind.REMOVED]:
            after = put_back(after, DOC, gone[-1].item_id)
        assert same(after, DOC)


@pytest.mark.parametrize("logic", ["(A AND B) OR (C AND D)", "A OR (B AND (C OR D))", "(A OR D) AND (B OR C)", ""])
def test_what_is_back_of_equal_ones_has_its_part_of_the_logic_while_others_are_still_gone(logic: str) -> None:
    doc = {"model_filters": {**DOC["model_filters"], "logic": logic}}
    read, remove, put_back = LISTS["filters"]
    for first, second in product(range(4), range(3)):
        after = remove(doc, read(doc)[first].item_id)
        after = remove(after, read(after)[second].item_id)
        gone = [row[0] for row in listed(read(doc), read(after)) if row[2] is Kind.REMOVED]
        assert len(gone) == 2
        for one in gone:
            back = put_back(after, doc, one.item_id)
            assert any(same(back, remove(doc, each.item_id)) for each in read(doc)), (first, second)


def test_a_logic_that_was_written_meanwhile_is_kept_when_all_are_back() -> None:
    last = filters(DOC, Side.MODEL)[3]
    after = set_filter_logic(remove_filter(DOC, Side.MODEL, last.item_id), Side.MODEL, "A OR B OR C")
    back = put_back_filter(after, DOC, Side.MODEL, last.item_id)
    assert filter_logic(back, Side.MODEL) == "(A OR B OR C) AND D"


def test_a_condition_comes_back_to_the_letter_while_one_of_the_other_side_is_still_gone() -> None:
    doc: JsonObject = {
        "filters": [
            {"field": X, "field_type": "Model", "function": "IsNull", "label": "A"},
            {"field_id": "T", "field_type": "Target", "function": "IsNull", "label": "A"},
            {"field": Y, "field_type": "Model", "function": "IsNull", "label": "B"},
        ],
        "filter_logic": "(A) or B",
    }
    of_model, of_target = filters(doc, Side.MODEL)[0], filters(doc, Side.TARGET)[0]
    without_target = remove_filter(doc, Side.TARGET, of_target.item_id)
    after = remove_filter(without_target, Side.MODEL, of_model.item_id)
    back = put_back_filter(after, doc, Side.MODEL, of_model.item_id)
    assert back["filters"] == [doc["filters"][0], doc["filters"][2]]
    assert back["filter_logic"] == "(A) or B"
    assert same(put_back_filter(back, doc, Side.TARGET, of_target.item_id)["filters"], doc["filters"])


def test_a_condition_comes_back_to_a_sync_whose_own_logic_could_not_be_read() -> None:
    doc = {"model_filters": {**DOC["model_filters"], "logic": "A AND ("}}
    last = filters(doc, Side.MODEL)[3]
    mended = set_filter_logic(doc, Side.MODEL, "A AND (B OR C) AND D")
    back = put_back_filter(remove_filter(mended, Side.MODEL, last.item_id), doc, Side.MODEL, last.item_id)
    assert filter_logic(back, Side.MODEL) == "A AND (B OR C) AND D"


def test_identities_that_are_all_back_are_those_of_the_sync_to_the_letter() -> None:
    first, second, third = DOC["identities"]["mappings"]
    untold: JsonObject = {"identities": {"mappings": [first, second, {**third, "remote_field_type_id": None}]}}
    for each in identity_mappings(untold):
        after = remove_identity(untold, each.item_id)
        [gone] = [row[0] for row in listed(identity_mappings(untold), identity_mappings(after)) if not row[1]]
        assert same(put_back_identity(after, untold, gone.item_id), untold)


def test_a_strategy_that_was_chosen_meanwhile_is_kept_when_all_are_back() -> None:
    gone = identity_mappings(DOC)[1]
    after = set_identity_strategy(remove_identity(DOC, gone.item_id), "priority")
    back = put_back_identity(after, DOC, gone.item_id)
    assert back["identities"] == {**DOC["identities"], "strategy": "priority"}
