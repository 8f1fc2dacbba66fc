"""Inputs of the editor's parts: untouched, drawn anew, and with a fault."""

from dataclasses import replace

import pytest

from syncbot.errors import InvalidInput, Moved
from syncbot.slack import editor
from syncbot.slack.inputs import block_of_fault, revision_of, with_inputs
from syncbot.slack.scene import Place, at_place, place_of
from syncbot.sync.fields import PARTS, Part
from syncbot.sync.known import NOTHING_KNOWN
from tests.slack.scenes import (
    answered,
    known,
    nulls,
    scene,
    sync,
    untouched,
)


@pytest.mark.parametrize("part", [None, *PARTS])
def test_the_inputs_of_a_view_that_nobody_touched_leave_the_draft_as_it_is(part: Part | None) -> None:
    for doc in (sync(), sync(schedule={"frequency": "runafter", "run_after": {"sync_ids": ["x"]}}), sync(mode="odd")):
        for around in (known(), NOTHING_KNOWN):
            shown = scene(doc, around, place=Place(part=part))
            view = editor.view(shown)
            assert with_inputs(untouched(view), shown) is shown.session.draft
            assert with_inputs(nulls(view), shown) is shown.session.draft


@pytest.mark.parametrize("part", [Part.SCHEDULE, Part.RUN_OPTIONS, Part.NAME_AND_MODE])
def test_inputs_are_drawn_anew_when_the_draft_has_moved(part: Part) -> None:
    before = scene(sync(), known(), place=Place(part=part))
    after = replace(before, session=replace(before.session, revision=4))
    first, second = (untouched(editor.view(shown)) for shown in (before, after))
    assert not first.keys() & second.keys()
    assert (revision_of(first), revision_of(second)) == (3, 4)


def test_inputs_drawn_from_another_revision_are_not_taken() -> None:
    shown = scene(sync(), known(), place=Place(part=Part.RUN_OPTIONS))
    values = untouched(editor.view(shown))
    with pytest.raises(Moved, match="changed elsewhere"):
        with_inputs(values, replace(shown, session=replace(shown.session, revision=4)))


def test_a_view_without_inputs_has_no_revision() -> None:
    assert revision_of({}) is None


def test_a_fault_is_shown_at_its_input() -> None:
    shown = scene(sync(), known(), place=Place(part=Part.SCHEDULE))
    values = answered(editor.view(shown), **{"answer:at": "25:99"})
    with pytest.raises(InvalidInput) as caught:
        with_inputs(values, shown)
    assert (block_of_fault(values, caught.value) or "").startswith("item:SCHEDULE::root:at:")
    assert block_of_fault({}, caught.value) is None
    assert block_of_fault(values, InvalidInput("x", field="policies")) is None
    assert block_of_fault(values, InvalidInput("x")) is None


def test_a_place_is_kept_in_the_session() -> None:
    session = scene(sync(), known()).session
    place = Place(Part.MAPPINGS, 3, "mail")
    assert place_of(at_place(session, place)) == place
    assert place_of(replace(session, screen={})) == Place()
    assert place_of(replace(session, screen={"part": "no such part", "page": -3})) == Place()
