"""Which of what Polytomic lists a typed text means: by its id, else by its name, whatever the case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from syncbot.errors import InvalidInput
from syncbot.sync.sources import NEAREST, nearest

UNKNOWN: Final = "There is no {thing} “{text}”."
SEVERAL: Final = "There are several of the name “{text}”."
LOOK_UP: Final = "Choose one from the list, or Refresh where it was made a moment ago."
NOT_TAKEN: Final = "It was not taken."


def meant_by(text: str, named: Mapping[str, str] | None, thing: str) -> str:
    """The id that a text means; the text itself where it is not known what there is.

    Args:
        text: As typed.
        named: The names by id; None when they are not known.
        thing: What it is one of, in words.

    Raises:
        InvalidInput: There is none, with the nearest, or there are several of that name.
    """
    wanted = text.strip()
    if named is None or wanted in named:
        return wanted
    found = [key for key, name in named.items() if name.casefold() == wanted.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        raise InvalidInput(SEVERAL.format(text=wanted), not_done=NOT_TAKEN, next_step=LOOK_UP)
    close = nearest(wanted, [*named.values(), *named])
    next_step = NEAREST.format(nearest=close) if close else LOOK_UP
    raise InvalidInput(UNKNOWN.format(thing=thing, text=wanted), not_done=NOT_TAKEN, next_step=next_step)
