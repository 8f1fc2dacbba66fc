"""A sync's history for a terminal and for programs."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from syncbot.changes.model import Change, Side
from syncbot.changes.states import in_words
from syncbot.changes.undo import is_from_outside
from syncbot.sync.document import JsonObject
from syncbot.sync.fields import Effect

THROUGH: Final = "{when}  {result}, by {who}"
OUTSIDE: Final = "{before} to {after}  In Polytomic{who}"
BY: Final = ", last saved by {name}"
WHY: Final = "Why: {reason}"
DECIDED: Final = "{verdict} by {name} {when}"


def moment(at: float) -> str:
    """A time of the store, in UTC to the second."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def account(entry: Change) -> JsonObject:
    """One entry of a history: who, when, why, by whose yes, what, with what effects, by what way and result."""
    found, attempt = entry.outcome, entry.attempt
    return {
        "id": entry.change_id,
        "sync_id": entry.sync_id,
        "sync_name": entry.sync_name,
        "from_outside": is_from_outside(entry),
        "by": entry.actor or None,
        "last_saved_by": (found.changed_by or None) if found else None,
        "asked_at": None if is_from_outside(entry) else moment(entry.created_at),
        "not_before": moment(entry.created_at) if is_from_outside(entry) else None,
        "ended_at": moment(entry.ended_at) if entry.ended_at else None,
        "why": entry.reason or None,
        "decisions": [
            {"by": one.approver, "verdict": str(one.verdict), "at": moment(one.at), "why": one.why or None}
            for one in entry.decisions
        ],
        "changes": list(entry.lines),
        "effects": effects(entry),
        "way": str(attempt.way) if attempt else None,
        "state": str(entry.state),
        "result": str(found.result) if found else None,
        "told": (found.sentences or None) if found else None,
        "normalised": [_side(side) for side in found.sides] if found else [],
        "before": attempt.snapshot if attempt else entry.base,
        "after": found.after if found else None,
    }


def effects(entry: Change) -> dict[Effect, list[str]]:
    """The keys of the rows that the review showed, by when they take effect."""
    result: dict[Effect, list[str]] = {}
    for seen in entry.seen:
        effect, _, key = seen.partition(":")
        if effect in set(Effect):
            result.setdefault(Effect(effect), []).append(key)
    return result


def people_of(entry: Change) -> frozenset[str]:
    """The user ids of those who asked and decided."""
    return frozenset({entry.actor, *(one.approver for one in entry.decisions)} - {""})


def lines(entry: Change, names: Mapping[str, str]) -> list[str]:
    """The same for a person at a terminal; `names` are those of people, by user id."""
    after = moment(entry.ended_at or entry.created_at)
    if is_from_outside(entry):
        name = entry.outcome.changed_by if entry.outcome else ""
        who = BY.format(name=name) if name else ""
        head = OUTSIDE.format(before=moment(entry.created_at), after=after, who=who)
    else:
        result = entry.outcome.result if entry.outcome else in_words(entry.state).capitalize()
        head = THROUGH.format(when=after, result=result, who=names.get(entry.actor, entry.actor))
    decided = [
        DECIDED.format(
            verdict=one.verdict.capitalize(), name=names.get(one.approver, one.approver), when=moment(one.at)
        )
        for one in entry.decisions
    ]
    more = [*entry.lines, *([WHY.format(reason=entry.reason)] if entry.reason else []), *decided]
    return [_visible(head), *(f"    {_visible(line)}" for line in more)]


def _visible(line: str) -> str:
    """The line with a sign in place of what a terminal would obey, or could not be sent."""
    return "".join("\ufffd" if unicodedata.category(char) in {"Cc", "Cs"} else char for char in line)


def _side(side: Side) -> JsonObject:
    return {"part": side.part, "field": side.label, "meant": side.ours, "now": side.theirs}
