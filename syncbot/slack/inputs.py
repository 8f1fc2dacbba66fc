"""Reads what the root view's inputs hold, whatever part it shows."""

from __future__ import annotations

from syncbot.errors import InvalidInput
from syncbot.slack import answers
from syncbot.slack.answers import Values
from syncbot.slack.parts import mapping_item, mapping_lines, name_mode, run_options, schedule
from syncbot.slack.scene import Scene
from syncbot.sync.document import JsonObject

_INPUTS = {
    "schedule.frequency": schedule.REPEAT,
    "schedule.zone": schedule.ZONE,
    "schedule": schedule.AT,
    "name": name_mode.NAME,
    "mode": name_mode.MODE,
    "source": mapping_item.SOURCE,
    "target": mapping_item.TARGET,
    "fields": mapping_lines.LINES,
}
"""From the field that a fault names to the input where it is shown."""


def with_inputs(values: Values, scene: Scene) -> JsonObject:
    """The draft with what the root view's inputs hold, whatever part it shows; the same answers leave it as it is.

    Raises:
        InvalidInput: `block_of_fault` tells where to show it.
    """
    doc, known = scene.session.draft, scene.known
    if answers.block_of(values, schedule.REPEAT):
        return schedule.with_answers(doc, schedule.read(values, scene), scene)
    if answers.block_of(values, run_options.OPTIONS):
        return run_options.with_answers(doc, run_options.read(values, doc), known)
    if answers.block_of(values, name_mode.NAME):
        return name_mode.with_answers(doc, name_mode.read(values, doc, known), known)
    return doc


def block_of_fault(values: Values, fault: InvalidInput) -> str | None:
    """The block id of the input that a fault is about, or None when the view has none for it."""
    action_id = _INPUTS.get(fault.field or "") or _INPUTS.get((fault.field or "").partition(".")[0])
    return answers.block_of(values, action_id) if action_id else None


def revision_of(values: Values) -> int | None:
    """The draft's revision when a root view's inputs were drawn; None for a view without inputs."""
    ids = [block_id.rpartition(":r")[2] for block_id in values]
    return next((int(revision) for revision in ids if revision.isdecimal()), None)
