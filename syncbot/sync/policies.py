"""The permission policies of a sync: a set of ids, with names where they are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject
from syncbot.sync.entries import listed
from syncbot.sync.items import item_id
from syncbot.sync.known import Policy
from syncbot.sync.sources import NEAREST, nearest

UNKNOWN: Final = "There is no policy {text}."
SEVERAL: Final = "Several policies are called {text}."
LOOK_UP: Final = "Choose one of those that Polytomic has."
NOT_TAKEN: Final = "The policies were not changed."

_ROW: Final = "policies"


@dataclass(frozen=True, slots=True)
class PolicyItem:
    """A policy that may be chosen, or is.

    Attributes:
        item_id: Opaque; of the policy's id.
        name: The id itself where no name is known.
        chosen: Whether the sync has it.
    """

    item_id: str
    policy_id: str
    name: str
    chosen: bool


def policies(doc: JsonObject) -> tuple[str, ...]:
    """The ids of the sync's policies, in its order, each once."""
    return tuple(dict.fromkeys(item for item in listed(doc.get(_ROW)) if isinstance(item, str)))


def policy_items(
    doc: JsonObject, known: Iterable[Policy] = (), *, base: JsonObject | None = None
) -> tuple[PolicyItem, ...]:
    """Those of the sync first, and those of `base`, so that a removed one can be put back; then what else is known."""
    names = {policy.policy_id: policy.name for policy in known}
    chosen = policies(doc)
    ids = dict.fromkeys((*(policies(base) if base else ()), *chosen, *names))
    return tuple(PolicyItem(item_id(_ROW, each, 0), each, names.get(each, each), each in chosen) for each in ids)


def set_policies(doc: JsonObject, wanted: Iterable[str]) -> JsonObject:
    """`doc` with exactly these policies; those that it has stay in their order, new ones stand at the end."""
    ids = tuple(dict.fromkeys(wanted))
    if set(ids) == set(policies(doc)):
        return doc
    there = [item for item in listed(doc.get(_ROW)) if not isinstance(item, str) or item in ids]
    return {**doc, _ROW: [*there, *(each for each in ids if each not in there)]}


def resolve_policy(text: str, known: Iterable[Policy]) -> str:
    """The id of the policy that a text means, by id, else by name whatever the case.

    Raises:
        InvalidInput: There is none, or several of that name.
    """
    every = tuple(known)
    wanted = text.strip().casefold()
    found = [each for each in every if each.policy_id == text.strip()] or [
        each for each in every if each.name.casefold() == wanted
    ]
    if len(found) == 1:
        return found[0].policy_id
    close = nearest(text, [each.name for each in every])
    next_step = NEAREST.format(nearest=close) if close and not found else LOOK_UP
    what = (SEVERAL if found else UNKNOWN).format(text=text.strip())
    raise InvalidInput(what, not_done=NOT_TAKEN, next_step=next_step, field=_ROW)
