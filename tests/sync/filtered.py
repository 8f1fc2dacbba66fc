"""Hypothesis strategies: syncs with filters that make sense, the same in both forms; and what a logic means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from hypothesis import strategies as st

from syncbot.sync.document import JsonObject
from syncbot.sync.edits import Side
from syncbot.sync.logic import Either, Every, Name, Tree, parse, position_label, render
from syncbot.sync.logic_tree import group
from tests.sync.documents import MODELS, json_values

FIELDS: Final = tuple(f"field_{number}" for number in range(6))


@dataclass(frozen=True, slots=True)
class Filtered:
    """One sync in both forms."""

    grouped: JsonObject
    classic: JsonObject


def _tree(names: list[str], draw: st.DrawFn) -> Tree:
    if len(names) == 1:
        return Name(names[0])
    cut = draw(st.integers(1, len(names) - 1))
    kind: type[Every | Either] = Every if draw(st.booleans()) else Either
    found = group(kind, (_tree(names[:cut], draw), _tree(names[cut:], draw)))
    assert found is not None
    return found


@st.composite
def _conditions(draw: st.DrawFn, labelled: bool) -> list[JsonObject]:
    """Between none and five different conditions, each what both forms share."""
    count = draw(st.integers(0, 5))
    nothing: JsonObject = {}
    unknown = st.sampled_from((nothing, nothing, {"x_future": None}, {"x_future": {"n": 10.0}}))
    found = []
    for place in range(count):
        value = {"value": draw(json_values())} if draw(st.booleans()) else {"value": FIELDS[place]}
        label = {"label": position_label(place)} if labelled else {}
        found.append({"function": "Equality", **value, **label, **draw(unknown), "mark": place})
    return found


@st.composite
def filtered(draw: st.DrawFn) -> Filtered:
    """A sync with filters on both sides, one of which may have none."""
    logics: dict[Side, str] = {}
    sides: dict[Side, list[JsonObject]] = {}
    for side in Side:
        labelled = draw(st.booleans())
        sides[side] = draw(_conditions(labelled))
        names = draw(st.permutations([position_label(place) for place in range(len(sides[side]))]))
        with_logic = bool(names) and draw(st.booleans())
        logics[side] = render(_tree(list(names), draw)) if with_logic else ""
        if with_logic:
            sides[side] = [{**each, "label": position_label(place)} for place, each in enumerate(sides[side])]
    return Filtered(_grouped(sides, logics), draw(_classic(sides, logics)))


def _grouped(sides: dict[Side, list[JsonObject]], logics: dict[Side, str]) -> JsonObject:
    model = [{"source": _source(each), **each} for each in sides[Side.MODEL]]
    target = [{"field": FIELDS[each["mark"]], **each} for each in sides[Side.TARGET]]
    found: JsonObject = {"name": "x", "target": {"object": "Lead"}}
    for key, side, entries in (("model_filters", Side.MODEL, model), ("target_filters", Side.TARGET, target)):
        found[key] = {"conditions": entries, "later": None, **({"logic": logics[side]} if logics[side] else {})}
    return {**found, "identities": {"mappings": []}}


@st.composite
def _classic(draw: st.DrawFn, sides: dict[Side, list[JsonObject]], logics: dict[Side, str]) -> JsonObject:
    model = [{"field": _source(each), "field_type": "Model", **each} for each in sides[Side.MODEL]]
    target = [{"field_id": FIELDS[each["mark"]], "field_type": "Target", **each} for each in sides[Side.TARGET]]
    order = draw(st.permutations([Side.MODEL] * len(model) + [Side.TARGET] * len(target)))
    mixed = [(model if side is Side.MODEL else target).pop(0) for side in order]
    logic = {"filter_logic": logics[Side.MODEL]} if logics[Side.MODEL] else {}
    of_target = {"filter_logic": logics[Side.TARGET]} if logics[Side.TARGET] else {}
    identity = {"target": "Email"}
    return {"name": "x", "target": {"object": "Lead", **of_target}, "filters": mixed, **logic, "identity": identity}


def _source(entry: JsonObject) -> JsonObject:
    return {"model_id": MODELS[0], "field": FIELDS[entry["mark"]]}


def meaning(logic: str, labels: dict[str, int]) -> Callable[[dict[int, bool]], bool]:
    """What a logic says of the conditions with these marks, by label; all must hold when it is empty."""
    tree = parse(logic)

    def holds(tree: Tree | None, facts: dict[int, bool]) -> bool:
        match tree:
            case None:
                return all(facts[mark] for mark in labels.values())
            case Name(label):
                return facts[labels[label]]
            case Every(members):
                return all(holds(member, facts) for member in members)
            case _:
                return any(holds(member, facts) for member in tree.members)

    return lambda facts: holds(tree, facts)


def worlds(marks: list[int]) -> list[dict[int, bool]]:
    """Every way in which conditions may hold or not."""
    return [dict(zip(marks, truth, strict=True)) for truth in product((False, True), repeat=len(marks))]


def marks_of(entries: Any) -> list[int]:
    """The marks of conditions, in their order."""
    return [entry.raw["mark"] for entry in entries]
