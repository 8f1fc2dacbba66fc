"""Every value of every enum of Update Sync that a person may choose is a choice in a form, and is read back from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from syncbot.errors import InvalidInput
from syncbot.slack import items_table
from syncbot.slack.choosable import Choosable
from syncbot.slack.parts import answering, comparing, identity, item_view, name_mode, schedule
from syncbot.slack.parts.field_picks import source_answer
from syncbot.slack.parts.form import Answers, Question
from syncbot.slack.parts.item_part import Spot
from syncbot.slack.scene import Place, Scene
from syncbot.sync.conditions import SourceField
from syncbot.sync.document import JsonObject
from syncbot.sync.fields import Part
from syncbot.sync.known import NOTHING_KNOWN, Connection
from syncbot.sync.not_editable import NOT_CHOOSABLE
from tests.slack.scenes import scene, untouched
from tests.sync.every_property import CLASSIC, GROUPED, PROPERTIES, found_at

SOURCE: Final = {"model_id": "m1", "field": "one"}
TWO: Final = {
    **GROUPED,
    "identities": {
        "mappings": [{"source": SOURCE, "target": each, "function": "Equality"} for each in ("A", "B")],
        "strategy": "priority",
    },
    "target_filters": {"conditions": [{"field": "A", "function": "IsNull"}]},
}
TEXTS: Final = ("x", "7", "1\n2", "2026-11-23", "0 6 1 * *", ":15", "6:30")
"""What is written where another input has to be filled in; one of them is right."""
NEEDS: Final = {
    "schedule.run_after": (schedule.SYNCS,),
    "schedule.connection_id": (schedule.CONNECTION,),
    "schedule.job_id": (schedule.JOB,),
    "schedule": (schedule.AT,),
}
"""By the field of a fault: the question that is asked there, where it has another name."""
CHOSEN: Final[dict[str, tuple[JsonObject, Part, str, str]]] = {
    "mode": (GROUPED, Part.NAME_AND_MODE, "", name_mode.MODE),
    "schedule.frequency": (GROUPED, Part.SCHEDULE, "", schedule.REPEAT),
    "identities.mappings[].function": (TWO, Part.IDENTITY, "", identity.FUNCTION),
    "identities.strategy": (TWO, Part.IDENTITY, "", identity.STRATEGY),
    "identity.function": (CLASSIC, Part.IDENTITY, "", identity.FUNCTION),
    "overrides[].function": (GROUPED, Part.OVERRIDES, "", comparing.FUNCTION),
    "model_filters.conditions[].function": (GROUPED, Part.FILTERS, "MODEL", comparing.FUNCTION),
    "target_filters.conditions[].function": (TWO, Part.FILTERS, "TARGET", comparing.FUNCTION),
    "filters[].function": (CLASSIC, Part.FILTERS, "MODEL", comparing.FUNCTION),
}
"""By the path of the enum: the sync, the part and the group of items where it is chosen, and by which question."""


def spot_of(there: Scene, part: Part, group: str, question: str) -> Spot:
    """Where the question is asked: the part's own form, or its first item."""
    if part in items_table.ROOT_FORMS:
        return items_table.root_spot(part)
    if question == identity.STRATEGY:
        return Spot(part, group, identity.STRATEGY_ITEM)
    groups = items_table.ITEM_PARTS[part].groups(there)
    return next(Spot(part, each.key, row.item_id) for each in groups if each.key == group for row in each.rows)


def shown(doc: JsonObject, part: Part) -> Scene:
    there = scene(doc, NOTHING_KNOWN, place=Place(part), draft=doc)
    offered = Choosable(connections=(Connection("c1", "dbt Cloud"),), syncs={"s2": "Accounts"})
    return replace(there, choosable=offered)


def picked(there: Scene, spot: Spot, question: Question, value: str) -> Answers:
    """The answers once Slack told that this choice was made."""
    form = items_table.form_of(spot)
    view = item_view.view(form, there, spot)
    values = untouched(view)
    block = next(block for block, actions in values.items() if question.action_id in actions)
    option = next(pick.choice(question.name).option() for pick in question.picks if pick.value == value)
    values[block][question.action_id] = {"selected_option": option}
    was = answering.rendered(form, there, spot)
    return form.settled(there, spot, was, answering.given_in(form, there, values).answers)


def taken(there: Scene, spot: Spot, given: Answers) -> JsonObject:
    """The draft with the answers, and with what else has to be filled in then."""
    form, filled = items_table.form_of(spot), dict(given)
    for _ in range(3):
        try:
            return form.taken(there, spot, filled)
        except InvalidInput as missing:
            asked = {each.name: each for each in form.questions(there, spot, filled)}
            name = next(each for each in asked if each == missing.field or each in NEEDS.get(missing.field or "", ()))
            filled[name] = fitting(there, spot, filled, asked[name])
    return form.taken(there, spot, filled)


def fitting(there: Scene, spot: Spot, given: Answers, question: Question) -> str | list[str]:
    """A text, a choice or a list of them that is no fault of this question any more."""
    form, picks = items_table.form_of(spot), [pick.value for pick in question.picks]
    candidates: tuple[str | list[str], ...] = (*picks, *([each] for each in picks), *TEXTS)
    for text in candidates:
        try:
            form.taken(there, spot, {**given, question.name: text})
        except InvalidInput as fault:
            if fault.field == question.name or question.name in NEEDS.get(fault.field or "", ()):
                continue
        return text
    raise AssertionError(question.name)


def test_every_enum_is_chosen_somewhere() -> None:
    assert {path for path, values in PROPERTIES.items() if values} == {*CHOSEN, "filters[].field_type"}


@pytest.mark.parametrize("path", CHOSEN)
def test_each_value_is_a_choice_and_is_read_back(path: str) -> None:
    doc, part, group, name = CHOSEN[path]
    there = shown(doc, part)
    spot = spot_of(there, part, group, name)
    form = items_table.form_of(spot)
    question = next(each for each in form.questions(there, spot, form.answers(there, spot)) if each.name == name)
    found = {
        value
        for pick in question.picks
        for value in found_at(taken(there, spot, picked(there, spot, question, pick.value)), path)
    }
    assert set(PROPERTIES[path]) - set(NOT_CHOOSABLE.get(path, ())) <= found


def test_the_side_of_a_filter_in_the_classic_shape_is_chosen_by_where_it_is_added() -> None:
    there = shown({**CLASSIC, "filters": []}, Part.FILTERS)
    form = items_table.ITEM_PARTS[Part.FILTERS].form
    found = set()
    for group, field in (("MODEL", source_answer(SourceField("m1", "one"))), ("TARGET", "A")):
        spot = Spot(Part.FILTERS, group)
        given = {**form.answers(there, spot), comparing.FIELD: field, comparing.FUNCTION: "IsNull"}
        found |= set(found_at(form.taken(there, spot, given), "filters[].field_type"))
    assert found == set(PROPERTIES["filters[].field_type"])
