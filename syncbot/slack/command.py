"""One line of `/sync`, understood, and the line that it was.

Where names stand without quotes, the line alone cannot tell where SYNC ends. `syncbot.slack.grammar.parse` gives the
likeliest reading and `readings` all of them; the caller, who knows the names, takes the first that names a sync.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from syncbot.slack.lexer import escaped, quote
from syncbot.slack.schedule_boundaries import boundaries, when_and_zone
from syncbot.slack.verbs import Form, Verb, row
from syncbot.sync.fields import Part

BECAUSE = "because"
FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Command:
    """One line, understood.

    Attributes:
        sync: An id, a whole name or a fragment; empty when none was given.
        certain: No other word of the line can belong to `sync`: it stood in quotes, or is an id, or quotes follow it.
        part: The part named after `sync`, or None.
        when, zone: Of a schedule; `zone` is empty when none was named.
        values: KEY and VALUE in the order given.
        text: What `list` searches for, or the verb that `help` is asked about.
        failed: `list failed`.
    """

    verb: Verb
    sync: str = ""
    certain: bool = False
    part: Part | None = None
    source: str = ""
    target: str = ""
    when: str = ""
    zone: str = ""
    values: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    text: str = ""
    failed: bool = False


def readings(command: Command) -> tuple[Command, ...]:
    """Every way to read the line, the likeliest first: where SYNC may end."""
    if command.certain or not command.sync:
        return (command,)
    form = row(command.verb).form
    if form is Form.PART and command.part:
        return (command, replace(command, sync=f"{command.sync} {command.part.lower()}", part=None))
    if form is Form.WHEN:
        line = f"{command.sync} {command.when} {command.zone}".split()
        return tuple(scheduled(command, *split(line, at)) for at in boundaries(line)) or (command,)
    if form is Form.MAPPING:
        line = f"{command.sync} {command.source}".split()
        return tuple(replace(command, sync=sync, source=source) for sync, source in _splits(line))
    if form is Form.TARGET:
        line = f"{command.sync} {command.target}".split()
        return tuple(replace(command, sync=sync, target=target) for sync, target in _splits(line))
    return (command,)


def _splits(line: Sequence[str]) -> list[tuple[str, str]]:
    return [split(line, at) for at in range(len(line) - 1, 0, -1)]


def split(line: Sequence[str], at: int) -> tuple[str, str]:
    """The first `at` words and the others."""
    return " ".join(line[:at]), " ".join(line[at:])


def scheduled(command: Command, sync: str, text: str) -> Command:
    """`command` for that sync, its schedule and zone read from `text`."""
    when, zone = when_and_zone(text)
    return replace(command, sync=sync, when=when, zone=zone)


def render(command: Command) -> str:
    """The line that `parse` reads as this command."""
    sync = quote(command.sync) if command.certain else escaped(command.sync)
    after = {
        Form.TEXT: FAILED if command.failed else quote(command.text) if command.text else "",
        Form.PART: command.part or "",
        Form.MAPPING: f"{_field(command, command.source)} -&gt; {quote(command.target)}",
        Form.TARGET: _field(command, command.target),
        Form.WHEN: f"{command.when} {command.zone}",
        Form.VALUES: " ".join(f"{key}={quote(value)}" for key, value in command.values),
        Form.REASON: f"{BECAUSE} {quote(command.reason)}" if command.reason else "",
    }
    return " ".join(piece for piece in (command.verb, sync, after.get(row(command.verb).form)) if piece)


def _field(command: Command, field: str) -> str:
    return quote(field) if command.certain else escaped(field)
