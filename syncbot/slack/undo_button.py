"""The button that takes an entry of the history back, wherever it stands."""

from __future__ import annotations

from syncbot.changes.model import Change
from syncbot.changes.undo import can_be_undone, is_from_outside
from syncbot.slack import blocks
from syncbot.slack.blocks import Element
from syncbot.slack.text import plain

UNDO = "history_undo"
UNDO_TEXT, PUT_BACK_TEXT = "Undo", "Put back"


def undo_buttons(entry: Change, *, place: int = 0) -> list[Element]:
    """*Undo*, or *Put back* for what was changed without syncbot; none for an entry that changed nothing."""
    if not can_be_undone(entry):
        return []
    text = PUT_BACK_TEXT if is_from_outside(entry) else UNDO_TEXT
    return [blocks.button(text, f"{UNDO}:{place}", entry.change_id, label=f"{text}: {named(entry)}")]


def named(entry: Change) -> str:
    """An entry in a few words, for a screen reader."""
    return plain(entry.lines[0], 60) if entry.lines else entry.change_id
