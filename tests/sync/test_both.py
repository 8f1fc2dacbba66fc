from __future__ import annotations

from typing import Any

import pytest

from syncbot.sync.both import both
from syncbot.sync.document import ABSENT, Shape
from syncbot.sync.fields import row
from syncbot.sync.merge import merge


def condition(name: str, label: str) -> dict[str, Any]:
    return {"source": {"model_id": "m", "field": name}, "function": "IsNull", "label": label}


def filters(*names: str, logic: str = "") -> dict[str, Any]:
    return {"conditions": [condition(name, "ABCDEF"[place]) for place, name in enumerate(names)], "logic": logic}


def kept(base: Any, ours: Any, theirs: Any, row: str = "model_filters") -> Any:
    """What keeping both comes to."""
    found = merge(*({row: side} for side in (base, ours, theirs)), shape=Shape.GROUPED)
    (clash,) = found.clashes
    return both(clash)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("A AND B", "A AND B AND C", "A AND B AND C", "A AND B AND C AND D"),
        ("A AND B", "(A AND B) OR C", "A AND B AND C", "(A AND B AND C) OR D"),
        ("A AND B", "A AND B AND C", "(A AND B) OR C", "((A AND B) OR C) AND D"),
        ("", "", "(A AND B) OR C", "((A AND B) OR C) AND D"),
        ("", "", "", ""),
    ],
)
def test_both_additions_stand_with_the_logic_that_each_side_gave(
    base: str, ours: str, theirs: str, expected: str
) -> None:
    value = kept(
        filters("a", "b", logic=base), filters("a", "b", "x", logic=ours), filters("a", "b", "y", logic=theirs)
    )
    assert value == filters("a", "b", "y", "x", logic=expected)


def in_one_list(*names: str, logic: str = "", on_target: str = "") -> dict[str, Any]:
    """The former form: the conditions of the model (small letters) and of the target (capitals), each from A."""
    model = [condition(name, "ABCDEF"[place]) for place, name in enumerate(name for name in names if name.islower())]
    target = [condition(name, "ABCDEF"[place]) for place, name in enumerate(name for name in names if name.isupper())]
    by_name = {one["source"]["field"]: one for one in (*model, *({**one, "field_type": "Target"} for one in target))}
    return {
        "filters": [by_name[name] for name in names],
        **({"filter_logic": logic} if logic else {}),
        "target": {"object": "Lead", **({"filter_logic": on_target} if on_target else {})},
    }


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        (
            in_one_list("a", "A", logic="A", on_target="A"),
            in_one_list("a", "A", "X", logic="A", on_target="A OR B"),
            in_one_list("a", "A", "Y", logic="A", on_target="A AND B"),
            in_one_list("a", "A", "Y", "X", logic="A", on_target="(A AND B) OR C"),
        ),
        (
            in_one_list("A"),
            in_one_list("A", "X"),
            in_one_list("A", "Y", on_target="A AND B"),
            in_one_list("A", "Y", "X", on_target="A AND B AND C"),
        ),
        (
            in_one_list("a", "A", logic="A", on_target="A"),
            in_one_list("a", "A", "x", logic="A OR B", on_target="A"),
            in_one_list("a", "A", "Y", logic="A", on_target="A AND B"),
            in_one_list("a", "A", "Y", "x", logic="A OR B", on_target="A AND B"),
        ),
    ],
)
def test_in_one_list_each_side_goes_on_with_its_own_labels_and_its_own_logic(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any], expected: dict[str, Any]
) -> None:
    (clash,) = merge(base, ours, theirs, shape=Shape.CLASSIC).clashes
    assert row("filters").with_value(base, both(clash)) == expected


def test_a_logic_of_ones_own_cannot_be_carried_over() -> None:
    ours = filters("a", "b", "x", logic="A AND (B OR C)")
    theirs = filters("a", "b", "y", logic="A AND B AND C")
    assert kept(filters("a", "b", logic="A AND B"), ours, theirs) is ABSENT
    unreadable = {**theirs, "logic": "A AND ("}
    assert kept(filters("a", "b", logic="A AND B"), filters("a", "b", "x", logic="A AND B AND C"), unreadable) is ABSENT


def test_several_additions_of_one_side_are_all_kept() -> None:
    value = kept(
        filters("a", logic="A"), filters("a", "x", "z", logic="A OR B OR C"), filters("a", "y", logic="A AND B")
    )
    assert value == filters("a", "y", "x", "z", logic="(A AND B) OR C OR D")


def test_lists_without_logic_are_joined() -> None:
    over = [{"field": name} for name in ("a", "x", "y")]
    assert kept(over[:1], [over[0], over[1]], [over[0], over[2]], "overrides") == [over[0], over[2], over[1]]


def test_identities_are_joined_unless_both_changed_how_they_are_tried() -> None:
    one, two, three = ({"target": name} for name in ("a", "x", "y"))
    base = {"mappings": [one], "strategy": "priority"}
    ours, theirs = {**base, "mappings": [one, two]}, {**base, "mappings": [one, three]}
    assert kept(base, ours, theirs, "identities") == {**base, "mappings": [one, three, two]}
    assert kept(base, {**ours, "strategy": "all"}, theirs, "identities")["strategy"] == "all"
    assert kept(base, {**ours, "strategy": "all"}, {**theirs, "strategy": "any"}, "identities") is ABSENT


def test_what_is_no_list_or_was_changed_too_has_no_both() -> None:
    assert kept("update", "replace", "create", "mode") is ABSENT
    changed = {**filters("a", "x"), "conditions": [condition("other", "A"), condition("x", "B")]}
    assert kept(filters("a"), changed, filters("a", "y")) is ABSENT
