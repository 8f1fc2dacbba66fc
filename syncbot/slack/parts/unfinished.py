"""What a person began in a part and has not finished: kept beside the draft, so that it holds nobody up and stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from syncbot.changes.model import Session
from syncbot.slack.parts.form import Answers
from syncbot.slack.parts.item_part import Spot, spot_of

NOT_FINISHED = "Not finished, and not in the draft yet: {missing}"

_KEPT = "unfinished"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A form of a part that the draft could not take.

    Attributes:
        was: What the draft's own answers were then; once they are others, this no longer counts.
        given: What stands in the inputs.
        missing: What is wrong with it, whole sentences.
    """

    spot: Spot
    was: Answers
    given: Answers
    missing: str

    @property
    def line(self) -> str:
        """What is said of it."""
        return NOT_FINISHED.format(missing=self.missing)


def lines(session: Session) -> tuple[str, ...]:
    """What is said of all that is unfinished, each with its part."""
    return tuple(f"{each.spot.part}: {each.line}" for each in every(session))


def every(session: Session) -> tuple[Unfinished, ...]:
    """All that is unfinished, in the order in which it was left."""
    kept = session.screen.get(_KEPT)
    if not isinstance(kept, Mapping):
        return ()
    return tuple(Unfinished(spot_of(spot), *left) for spot, left in kept.items())


def at(session: Session, spot: Spot) -> Unfinished | None:
    """What is unfinished at a spot."""
    return next((each for each in every(session) if each.spot == spot), None)


def left(session: Session, unfinished: Unfinished) -> Session:
    """The session that keeps it, in the place of what was left there before."""
    return _with(session, (*_without(session, unfinished.spot), unfinished))


def finished(session: Session, spot: Spot) -> Session:
    """The session with nothing unfinished at a spot."""
    return _with(session, _without(session, spot)) if at(session, spot) else session


def _without(session: Session, spot: Spot) -> tuple[Unfinished, ...]:
    return tuple(each for each in every(session) if each.spot != spot)


def _with(session: Session, kept: tuple[Unfinished, ...]) -> Session:
    stored = {each.spot.value: [dict(each.was), dict(each.given), each.missing] for each in kept}
    others = {key: value for key, value in session.screen.items() if key != _KEPT}
    return replace(session, screen={**others, **({_KEPT: stored} if stored else {})})
