"""*Write* and *Create this field*: the inputs that mappings and fixed values share."""

from __future__ import annotations

from syncbot.slack.parts.form import Kind, Pick, Question
from syncbot.slack.scene import Scene
from syncbot.sync.vocabulary import WRITES, coded

WRITE = "write"
TICKS = "ticks"

WRITE_LABEL = "Write"
TICKS_LABEL = "Options"
BY_MODE = "as the sync's mode says"
CREATE = "Create this field in the target"
CREATE_MORE = "The target does not have it yet; Polytomic makes it."

NEW = "new"


def write_questions(scene: Scene, present: str) -> tuple[Question, ...]:
    """*Write*, where the mode of the target has it, or is not known, or it is set already."""
    target = scene.known.target
    mode = scene.session.draft.get("mode")
    allowed = target is None or any(each.supports_field_sync_mode for each in target.modes if each.mode == mode)
    if not allowed and not present:
        return ()
    modes = [each for each in dict.fromkeys((*WRITES, present)) if each]
    picks = (Pick("", BY_MODE), *(Pick(each, coded(each, WRITES)) for each in modes))
    return (Question(WRITE, WRITE_LABEL, Kind.ONE, picks),)


def create_pick(scene: Scene, *, ticked: bool) -> tuple[Pick, ...]:
    """*Create this field in the target*, where the target can, or is not known, or it is ticked already."""
    target = scene.known.target
    offered = target is None or target.supports_field_creation or ticked
    return (Pick(NEW, CREATE, CREATE_MORE),) if offered else ()
