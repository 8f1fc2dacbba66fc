"""`/sync VERB [SYNC] [ARGUMENTS]`: a line becomes a Command.

Parsing raises `syncbot.errors.InvalidInput`, nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from rapidfuzz import process

from syncbot.errors import InvalidInput
from syncbot.slack.command import BECAUSE, FAILED, Command, readings, render, scheduled, split
from syncbot.slack.lexer import NOTHING_DONE, Word, words, words_before
from syncbot.slack.schedule_boundaries import boundaries
from syncbot.slack.text import shorten
from syncbot.slack.verbs import COMMAND, Form, Verb, row, usage
from syncbot.sync.fields import PARTS, Part

__all__ = ["Command", "parse", "readings", "render"]

UNKNOWN_VERB = 'There is no verb "{word}".'
NEAREST = "The nearest is {verb}. {usage}"
SEE_HELP = f"Write {COMMAND} help for all that can be done."
NO_ARROW = "A mapping needs an arrow between source and target."
TWO_ARROWS = "A mapping has one arrow, from one source to one target, and this line has {count}."
INCOMPLETE = "{verb} needs {what}."
LEFT_OVER = '{verb} takes one sync; "{rest}" is left over.'
NO_WHEN = "No words of a schedule were found after the sync's name."
NO_VALUES = "set needs at least one KEY=VALUE."
UNKNOWN_PART = 'There is no part "{part}".'
PARTS_NEXT = "The parts are: {parts}."

_NEAR_ENOUGH = 55
_SHOWN_LENGTH = 60
_SPACES = re.compile(" {2,}")


def parse(line: str) -> Command:
    """Read what follows the slash command. An empty line asks for help."""
    first, _, _ = " ".join(line.split()).partition(" ")
    verb = verb_named(first) if first else Verb.HELP
    form = row(verb).form
    if form is Form.REASON:
        return _read_reason(verb, line)
    rest = words(line, keys=form is Form.VALUES, arrows=form is Form.MAPPING)[1:]
    return _READERS[form](verb, rest)


def verb_named(word: str) -> Verb:
    """The verb that a word is. Raises InvalidInput, which names the nearest and its usage."""
    try:
        return Verb(word.lower())
    except ValueError:
        near = process.extractOne(word.lower(), [verb.value for verb in Verb], score_cutoff=_NEAR_ENOUGH)
    raise InvalidInput(
        UNKNOWN_VERB.format(word=shorten(word, _SHOWN_LENGTH)),
        not_done=NOTHING_DONE,
        next_step=NEAREST.format(verb=near[0], usage=usage(Verb(near[0]))) if near else SEE_HELP,
        field="verb",
    )


def _fault(verb: Verb, what: str) -> InvalidInput:
    return InvalidInput(what, not_done=NOTHING_DONE, next_step=usage(verb), field="command")


def _read_nothing(verb: Verb, _rest: Sequence[Word]) -> Command:
    return Command(verb)


def _read_text(verb: Verb, rest: Sequence[Word]) -> Command:
    failed = verb is Verb.LIST and len(rest) == 1 and not rest[0].quoted and rest[0].text.lstrip("-").lower() == FAILED
    return Command(verb, failed=True) if failed else Command(verb, text=_joined(rest))


def _read_sync(verb: Verb, rest: Sequence[Word]) -> Command:
    sync, certain, after = _sync_first(rest)
    if after:
        left_over = shorten(_joined(after), _SHOWN_LENGTH)
        raise _fault(verb, LEFT_OVER.format(verb=verb, rest=left_over))
    return Command(verb, sync=sync, certain=certain)


def _read_part(verb: Verb, rest: Sequence[Word]) -> Command:
    sync, certain, after = _sync_first(rest)
    if certain:
        return Command(verb, sync=sync, certain=True, part=_part(_joined(after)) if after else None)
    names = {part.lower(): part for part in PARTS}
    for at in range(1, len(rest)):
        if (part := names.get(_joined(rest[at:]).lower())) is not None:
            return Command(verb, sync=_joined(rest[:at]), part=part)
    return Command(verb, sync=sync)


def _part(text: str) -> Part:
    found = next((part for part in PARTS if part.lower() == text.lower()), None)
    if found is None:
        raise InvalidInput(
            UNKNOWN_PART.format(part=shorten(text, _SHOWN_LENGTH)),
            not_done=NOTHING_DONE,
            next_step=PARTS_NEXT.format(parts=", ".join(PARTS)),
            field="part",
        )
    return found


def _read_mapping(verb: Verb, rest: Sequence[Word]) -> Command:
    # The last arrow: the name of a sync may have one of its own.
    arrow = next((at for at in range(len(rest) - 1, -1, -1) if rest[at].arrow), None)
    if arrow is None:
        raise _fault(verb, NO_ARROW)
    sync, certain, source = _divided(rest[:arrow])
    if _chained(rest[:arrow]):
        raise _fault(verb, TWO_ARROWS.format(count=sum(word.arrow for word in rest)))
    target = _joined(rest[arrow + 1 :])
    missing = [
        name for name, value in (("a sync", sync), ("a source field", source), ("a target field", target)) if not value
    ]
    if missing:
        raise _fault(verb, INCOMPLETE.format(verb=verb, what=" and ".join(missing)))
    return Command(verb, sync=sync, certain=certain, source=source, target=target)


def _chained(before: Sequence[Word]) -> bool:
    """Whether another arrow stands before the source: the name of a sync may have one inside, but not at its end."""
    if before and before[0].quoted:
        return any(word.arrow for word in before[1:])
    return any(word.arrow for word in before[-2:])


def _read_target(verb: Verb, rest: Sequence[Word]) -> Command:
    sync, certain, target = _divided(rest)
    if not sync or not target:
        raise _fault(verb, INCOMPLETE.format(verb=verb, what="a sync and a target field"))
    return Command(verb, sync=sync, certain=certain, target=target)


def _read_when(verb: Verb, rest: Sequence[Word]) -> Command:
    sync, certain, after = _sync_first(rest)
    if not certain:
        flat = _joined(rest).split()
        possible = boundaries(flat)
        if not possible:
            raise _fault(verb, NO_WHEN if sync else INCOMPLETE.format(verb=verb, what="a sync and a schedule"))
        sync, text = split(flat, possible[0])
    else:
        text = _joined(after)
    if not text:
        raise _fault(verb, NO_WHEN)
    return scheduled(Command(verb, certain=certain), sync, text)


def _read_values(verb: Verb, rest: Sequence[Word]) -> Command:
    at = next((at for at, word in enumerate(rest) if word.key), len(rest))
    sync, certain, left_over = _sync_first(rest[:at])
    if left_over:
        raise _fault(verb, LEFT_OVER.format(verb=verb, rest=shorten(_joined(left_over), _SHOWN_LENGTH)))
    if not sync or at == len(rest):
        raise _fault(verb, NO_VALUES if sync else INCOMPLETE.format(verb=verb, what="a sync"))
    values: list[tuple[str, str]] = []
    for word in rest[at:]:
        if word.key:
            values.append((word.key, word.text))
        else:
            values[-1] = (values[-1][0], _joined([Word(values[-1][1]), word]))
    return Command(verb, sync=sync, certain=certain, values=tuple(values))


def _read_reason(verb: Verb, line: str) -> Command:
    """The reason is all that follows *because*, as it was typed."""
    before, reason = words_before(line, BECAUSE)
    return replace(_read_sync(verb, before[1:]), reason=reason)


def _sync_first(rest: Sequence[Word]) -> tuple[str, bool, Sequence[Word]]:
    """SYNC, whether its end is certain, and the words after it; without quotes all words are SYNC."""
    if rest and rest[0].quoted:
        return rest[0].text, bool(rest[0].text), rest[1:]
    return _joined(rest), False, ()


def _divided(rest: Sequence[Word]) -> tuple[str, bool, str]:
    """SYNC, whether its end is certain, and the field after it: what quotes divide, else the last word is the field."""
    if rest and rest[0].quoted:
        return rest[0].text, bool(rest[0].text), _joined(rest[1:])
    quoted = next((at for at, word in enumerate(rest) if word.quoted), None)
    at = quoted if quoted is not None else max(len(rest) - 1, 1)
    return _joined(rest[:at]), quoted is not None, _joined(rest[at:])


def _joined(rest: Sequence[Word]) -> str:
    """The words as one text, with one space between two also where quoted ones begin or end with a space."""
    return _SPACES.sub(" ", " ".join(word.text for word in rest))


_READERS: dict[Form, Callable[[Verb, Sequence[Word]], Command]] = {
    Form.NOTHING: _read_nothing,
    Form.TEXT: _read_text,
    Form.SYNC: _read_sync,
    Form.PART: _read_part,
    Form.MAPPING: _read_mapping,
    Form.TARGET: _read_target,
    Form.WHEN: _read_when,
    Form.VALUES: _read_values,
}
