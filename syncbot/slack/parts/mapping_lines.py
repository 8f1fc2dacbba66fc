"""*Add several*: mappings as lines of text."""

from __future__ import annotations

from syncbot.slack import answers, blocks
from syncbot.slack.answers import Values
from syncbot.slack.blocks import Asked, Json
from syncbot.slack.scene import Scene

VIEW = "mapping_lines"
LINES = "mapping_lines_text"

TITLE = "Add several"
SUBMIT = "Done"
CLOSE = "Cancel"
LABEL = "Mappings"
HINT = "One a line: source, target. A tab or an arrow between them will do. With several models: Model.field, target."
INTO_DRAFT = "*Done* takes all lines into the draft, or none when one of them cannot be read."

_BLOCK = "lines"


def view(scene: Scene) -> Json:
    """The view with one large input."""
    asked = Asked(LABEL, LINES, scene.block_id(_BLOCK), HINT)
    return blocks.view(
        blocks.Modal(VIEW, TITLE, meta=scene.session.session_id, submit=SUBMIT, close=CLOSE),
        [blocks.text_input(asked, multiline=True), blocks.context(INTO_DRAFT)],
    )


def read(values: Values) -> str:
    """The lines, for `syncbot.sync.edits.read_mapping_lines`."""
    return answers.typed(values, LINES, "", multiline=True)


def revision(values: Values) -> int:
    """The draft's revision when the view was drawn."""
    block_id = answers.block_of(values, LINES) or f"{_BLOCK}:r0"
    return int(block_id.rpartition(":r")[2])
