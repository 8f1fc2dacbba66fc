"""Reads what the root view's inputs hold, whatever part it shows."""

from __future__ import annotations

from syncbot.changes.model import Session
from syncbot.errors import InvalidInput, Moved
from syncbot.slack import answers, items_table
from syncbot.slack.answers import Values
from syncbot.slack.parts import answering, filter_logic, mapping_lines, run_options, schedule, target, unfinished
from syncbot.slack.parts.form import ANSWER, text_of
from syncbot.slack.parts.schedule import ZONE
from syncbot.slack.parts.unfinished import Unfinished
from syncbot.slack.scene import Scene
from syncbot.sync.document import JsonObject
from syncbot.sync.fields import Part

DRAFT_MOVED = "The draft was changed elsewhere since this was shown."
NOT_TAKEN = "What you entered here was not taken into it."
LOOK_AGAIN = "Close this view, open the sync again, and continue with the draft."

_INPUTS = {
    "schedule.frequency": f"{ANSWER}:{schedule.REPEAT}",
    "schedule.zone": f"{ANSWER}:{schedule.ZONE}",
    "schedule.run_after": f"{ANSWER}:{schedule.SYNCS}",
    "schedule.connection_id": f"{ANSWER}:{schedule.CONNECTION}",
    "schedule.job_id": f"{ANSWER}:{schedule.JOB}",
    "schedule": f"{ANSWER}:{schedule.AT}",
    "fields": mapping_lines.LINES,
    "filter_logic": f"{ANSWER}:{filter_logic.LOGIC}",
    "target.connection_id": f"{ANSWER}:{target.CONNECTION}",
    "target.object": f"{ANSWER}:{target.OBJECT}",
}
"""From the field that a fault names to the input where it is shown."""


def with_inputs(values: Values, scene: Scene) -> JsonObject:
    """The draft with what the root view's inputs hold, whatever part it shows; the same answers leave it as it is.

    Raises:
        InvalidInput: `block_of_fault` tells where to show it.
        Moved: The inputs were drawn from a draft that was different there, so that what was not touched is not known.
    """
    if answering.has_form(values):
        return _with_form(values, scene)
    if not answers.block_of(values, run_options.OPTIONS):
        return scene.session.draft
    if revision_of(values) != scene.session.revision:
        raise Moved(DRAFT_MOVED, not_done=NOT_TAKEN, next_step=LOOK_AGAIN)
    return run_options.with_answers(values, scene.session, scene.known)


def holds_inputs(values: Values) -> bool:
    """Whether a root view has inputs whose answers go into the draft."""
    return answering.has_form(values) or bool(answers.block_of(values, run_options.OPTIONS))


def part_in(values: Values) -> Part:
    """The part whose inputs a root view has."""
    return answering.spot_in(values).part if answering.has_form(values) else Part.RUN_OPTIONS


def _with_form(values: Values, scene: Scene) -> JsonObject:
    """The draft with what a root form holds; texts that were typed instead of choosing are resolved as they are."""
    spot = answering.spot_in(values)
    form = items_table.form_of(spot)
    given = answering.given_in(form, scene, values)
    if given.strange:
        raise answering.not_known(given)
    return form.taken(scene, spot, given.answers)


def left_unfinished(values: Values, scene: Scene, fault: InvalidInput) -> Session:
    """The session that keeps what a root form holds beside its draft, because the draft cannot take it."""
    if not answering.has_form(values):
        raise fault
    spot = answering.spot_in(values)
    form = items_table.form_of(spot)
    given = answering.given_in(form, scene, values).answers
    left = Unfinished(spot, form.answers(scene, spot), given, fault.sentences)
    return unfinished.left(answering.forgotten(scene.session, spot), left)


def taken(values: Values, session: Session) -> Session:
    """The session whose draft has taken the root view's inputs: nothing of them is remembered beside it any more."""
    if not answering.has_form(values):
        return session
    spot = answering.spot_in(values)
    return unfinished.finished(answering.forgotten(session, spot), spot)


def zone_in(values: Values, scene: Scene) -> str:
    """The time zone that a root form asks for, or empty."""
    if not answering.has_form(values):
        return ""
    form = items_table.form_of(answering.spot_in(values))
    return text_of(answering.given_in(form, scene, values).answers, ZONE)


def block_of_fault(values: Values, fault: InvalidInput) -> str | None:
    """The block id of the input that a fault is about, or None when the view has none for it."""
    ids = (f"{ANSWER}:{fault.field}", f"{run_options.VALUE}:{fault.field}")
    asked = next((block for action_id in ids if (block := answers.block_of(values, action_id))), None)
    action_id = _INPUTS.get(fault.field or "") or _INPUTS.get((fault.field or "").partition(".")[0])
    return asked or (answers.block_of(values, action_id) if action_id else None)


def revision_of(values: Values) -> int | None:
    """The draft's revision when a root view's inputs were drawn; None for a view without inputs."""
    ids = [block_id.rpartition(":r")[2] for block_id in values]
    return next((int(revision) for revision in ids if revision.isdecimal()), None)
