"""Which sync a line means: the names that exist decide how the line is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from syncbot.changes.find import Found, Match, Nearest, Several, find_among, sync_id_in
from syncbot.errors import InvalidInput, NotFound
from syncbot.slack.bot import Bot
from syncbot.slack.grammar import Command, readings
from syncbot.slack.verbs import usage
from syncbot.sync.document import JsonObject

LIST_WAIT_SECONDS = 1.0
PATIENCE_SECONDS = 3.0
"""How long the list of syncs is waited for before it is asked for once more: it comes in pages, one after another."""

NO_SYNC = "The name of a sync is missing."
NONE = 'No sync is called "{name}".'
NOTHING_DONE = "Nothing was changed."
NEAREST = "The nearest: {names}."
SEE_LIST = "Write {command} list to see every sync."


@dataclass(frozen=True, slots=True)
class Located:
    """A line whose sync is known: `command.sync` is its id."""

    command: Command
    name: str


@dataclass(frozen=True, slots=True)
class Undecided:
    """A line that means several syncs equally; the person picks."""

    command: Command
    matches: tuple[Match, ...]


def named(command: Command) -> None:
    """Raise InvalidInput when the line names no sync."""
    if not command.sync:
        raise InvalidInput(NO_SYNC, not_done=NOTHING_DONE, next_step=usage(command.verb))


async def locate(bot: Bot, command: Command) -> Located | Undecided:
    """Find the sync of a line.

    Raises:
        InvalidInput: No sync was named.
        NotFound: None matches; the sentence names the nearest.
        RemoteFault: Polytomic did not give the list.
    """
    named(command)
    by_id = sync_id_in(command.sync)
    if by_id is not None:
        return Located(replace(command, sync=by_id, certain=True), "")
    listed = await bot.desk.choices.syncs(wait_seconds=PATIENCE_SECONDS)
    found = Nearest(()) if listed is None else _among(command, listed)
    if isinstance(found, Nearest):  # a cached list may lack a sync that was just made or renamed
        found = _among(command, await bot.desk.polytomic.list_syncs())
    if isinstance(found, Nearest):
        raise _not_found(bot, command, found.matches)
    return found


def _among(command: Command, syncs: Sequence[JsonObject]) -> Located | Undecided | Nearest:
    """The first reading of the line that names one sync; else the first that names several."""
    several: Undecided | None = None
    nearest = Nearest(())
    for reading in readings(command):
        found: Found = find_among(f'"{reading.sync}"' if reading.certain else reading.sync, syncs)
        if reading.certain and not isinstance(found, Match):
            found = find_among(reading.sync, syncs)
        if isinstance(found, Match):
            return Located(replace(reading, sync=found.sync_id, certain=True), found.name)
        if isinstance(found, Several) and several is None:
            several = Undecided(reading, found.matches)
        if isinstance(found, Nearest) and not nearest.matches:
            nearest = found
    return several or nearest


def _not_found(bot: Bot, command: Command, nearest: tuple[Match, ...]) -> NotFound:
    names = ", ".join(f'"{match.name}"' for match in nearest)
    listing = SEE_LIST.format(command=bot.home.command)
    return NotFound(
        NONE.format(name=command.sync),
        not_done=NOTHING_DONE,
        next_step=f"{NEAREST.format(names=names)} {listing}" if names else listing,
    )
