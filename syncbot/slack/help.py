"""What `/sync help` shows: three things to do as buttons, then the verbs with examples."""

from __future__ import annotations

from syncbot.slack import blocks
from syncbot.slack.blocks import Block, Json
from syncbot.slack.text import code
from syncbot.slack.verbs import ROWS, Row, Verb, row

FIND_SYNC = "help_find_sync"
PAUSE_ONE = "help_pause_one"
SEE_FAILED = "help_see_failed"

HEADING = "Change a Polytomic sync"
SUMMARY = "What {command} can do: find a sync, pause one, see what failed, and change any part of a sync."
HOW = (
    "SYNC is a name or a part of one, a name in quotes, an id, or a link to the sync. Every change is shown to you "
    "before it is written."
)
ELSEWHERE = "Commands do not work in threads: use the shortcut *Edit a sync* there."
EXAMPLE = "Example: {example}"

_LONGEST = 120


def message(command: str, *, about: Verb | None = None, note: str = "") -> Json:
    """The answer to `help`.

    Args:
        command: The slash command's name, "/sync".
        about: Help on one verb.
        note: A sentence of finished mrkdwn above all else: who can let the reader in.
    """
    parts: list[Block] = [blocks.section(note)] if note else []
    if about is not None:
        return blocks.message(_plain_usage(command, row(about)), [*parts, blocks.section(*_verb(command, row(about)))])
    parts += [
        blocks.header(HEADING),
        blocks.actions(
            blocks.button("Find a sync", FIND_SYNC),
            blocks.button("Pause one", PAUSE_ONE),
            blocks.button("See what failed", SEE_FAILED),
        ),
        *(blocks.section(*_verb(command, entry)) for entry in ROWS),
        blocks.context(HOW, ELSEWHERE),
    ]
    return blocks.message(SUMMARY.format(command=command), parts)


def _verb(command: str, entry: Row) -> tuple[str, str]:
    usage = code(f"{command} {entry.usage}", _LONGEST)
    example = EXAMPLE.format(example=code(f"{command} {entry.example}", _LONGEST))
    return f"{usage} {entry.does}.", f"        {example}"


def _plain_usage(command: str, entry: Row) -> str:
    return f"{command} {entry.verb}: {entry.does}."
