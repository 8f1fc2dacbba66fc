"""Reads what the root view's inputs hold, whatever part it shows."""

from __future__ import annotations

from collections.abc import Callable

from syncbot.errors import InvalidInput, Moved
from syncbot.slack import answers, items_table
from syncbot.slack.answers import Values
from syncbot.slack.parts import (
    filter_logic,
    item_view,
    mapping_lines,
    name_mode,
    run_options,
    schedule,
    target,
)
from syncbot.slack.parts.form import ANSWER, text_of
from syncbot.slack.parts.schedule import ZONE
from syncbot.slack.scene import Scene
from syncbot.sync.document import JsonObject

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
    "name": name_mode.NAME,
    "mode": name_mode.MODE,
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
        Moved: The inputs were drawn from another revision of the draft, so that what was not touched is not known.
    """
    doc, known = scene.session.draft, scene.known
    readers: dict[str, Callable[[], JsonObject]] = {
        run_options.OPTIONS: lambda: run_options.with_answers(values, scene.session, known),
        name_mode.NAME: lambda: name_mode.with_answers(doc, name_mode.read(values, doc, known), known),
    }
    if item_view.has_form(values):
        readers["form"] = lambda: _with_form(values, scene)
    reader = readers.get("form") or next(
        (read for action_id, read in readers.items() if answers.block_of(values, action_id)), None
    )
    if reader is None:
        return doc
    if revision_of(values) != scene.session.revision:
        raise Moved(DRAFT_MOVED, not_done=NOT_TAKEN, next_step=LOOK_AGAIN)
    return reader()


def holds_inputs(values: Values) -> bool:
    """Whether a root view has inputs whose answers go into the draft."""
    settings = (run_options.OPTIONS, name_mode.NAME)
    return item_view.has_form(values) or any(answers.block_of(values, action_id) for action_id in settings)


def _with_form(values: Values, scene: Scene) -> JsonObject:
    """The draft with what a root form holds; texts that were typed instead of choosing are resolved as they are."""
    spot, _ = item_view.spot_in(values)
    form = items_table.form_of(spot)
    return form.taken(scene, spot, item_view.given_in(form, scene, values).answers)


def zone_in(values: Values, scene: Scene) -> str:
    """The time zone that a root form asks for, or empty."""
    if not item_view.has_form(values):
        return ""
    form = items_table.form_of(item_view.spot_in(values)[0])
    return text_of(item_view.given_in(form, scene, values).answers, ZONE)


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
