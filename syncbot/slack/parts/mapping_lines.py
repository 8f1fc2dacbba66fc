"""*Add several*: mappings as lines of text, or as a CSV file where there are more than an input holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from syncbot.errors import InvalidInput, SyncbotError
from syncbot.slack import answers, blocks
from syncbot.slack.answers import Values
from syncbot.slack.blocks import Asked, Json
from syncbot.slack.scene import Scene
from syncbot.slack.text import sentences

VIEW = "mapping_lines"
LINES = "mapping_lines_text"
FILE = "mapping_lines_file"

TITLE = "Add several"
SUBMIT = "Done"
CLOSE = "Cancel"
LABEL = "Mappings"
HINT = "One a line: source, target. A tab or an arrow between them will do. With several models: Model.field, target."
FILE_LABEL = "CSV file"
FILE_HINT = "For more than 3,000 characters. Columns: source, target, write, create, encrypt, remove."
FILETYPES = ("csv", "tsv", "txt")
INTO_DRAFT = (
    "*Done* takes all lines into the draft, or none when one of them cannot be read. Mappings that are named are added "
    "or changed, those that are not named stay."
)
BOTH = "There are lines and a file."
ONE_OF_THEM = "Leave one of the two: empty the lines, or take the file away."
NEITHER = "There is neither a line nor a file."
GIVE_ONE = "Write a mapping on each line, or choose a CSV file."
NOT_TEXT = "{name} is not a text file in UTF-8."
SAVE_AS_CSV = "Export it as CSV in UTF-8 and choose it again."
NOTHING_TAKEN = "None of the lines was taken."
READING = "Reading the file…"
TAKEN = "The file is in the draft: {name}."
NOTHING_NEW = "{name} says nothing that is not so already."
TAKEN_NEXT = "Close this; the list beneath shows what it changed. Nothing is written to Polytomic before the review."

_BLOCK = "lines"


def view(scene: Scene, fault: SyncbotError | None = None) -> Json:
    """The view with one large input, and one for a file; `fault` is what was wrong with the file before."""
    lines = Asked(LABEL, LINES, scene.block_id(_BLOCK), HINT, optional=True)
    file = Asked(FILE_LABEL, FILE, scene.block_id(_BLOCK, "file"), FILE_HINT, optional=True)
    return blocks.view(
        blocks.Modal(VIEW, TITLE, meta=scene.session.session_id, submit=SUBMIT, close=CLOSE),
        [
            *([blocks.section(sentences(fault.sentences))] if fault else []),
            blocks.text_input(lines, multiline=True),
            blocks.file_input(file, FILETYPES),
            blocks.context(INTO_DRAFT),
        ],
    )


def reading(session_id: str) -> Json:
    """In its place while a file is read."""
    return blocks.view(blocks.Modal(VIEW, TITLE, meta=session_id), [blocks.section(READING)])


def taken(session_id: str, name: str, *, changed: bool) -> Json:
    """In its place once the file is in the draft, whether or not that `changed` anything."""
    said = sentences(f"{TAKEN.format(name=name)} {TAKEN_NEXT}" if changed else NOTHING_NEW.format(name=name))
    return blocks.view(blocks.Modal(VIEW, TITLE, meta=session_id), [blocks.section(said)])


def read(values: Values) -> str:
    """The lines, for `syncbot.sync.edits.read_mapping_lines`."""
    return answers.typed(values, LINES, "", multiline=True)


def read_file(values: Values) -> Mapping[str, Any] | None:
    """The file as Slack describes it, None where lines were written.

    Raises:
        InvalidInput: There are both, or neither.
    """
    file, text = next(iter(answers.files(values, FILE)), None), read(values).strip()
    if file and text:
        raise InvalidInput(BOTH, not_done=NOTHING_TAKEN, next_step=ONE_OF_THEM, field="fields")
    if not file and not text:
        raise InvalidInput(NEITHER, not_done=NOTHING_TAKEN, next_step=GIVE_ONE, field="fields")
    return file


def text_of(content: bytes, name: str) -> str:
    """What a file says. Raises InvalidInput when it is no text."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        what = NOT_TEXT.format(name=name)
        raise InvalidInput(what, not_done=NOTHING_TAKEN, next_step=SAVE_AS_CSV, field="fields") from exc


def revision(values: Values) -> int:
    """The draft's revision when the view was drawn."""
    block_id = answers.block_of(values, LINES) or f"{_BLOCK}:r0"
    return int(block_id.rpartition(":r")[2])
