"""What is checked when a draft is to be written, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from syncbot.sync.difference import Item, Kind
from syncbot.sync.document import ABSENT, JsonObject, same
from syncbot.sync.entries import listed
from syncbot.sync.fields import Part
from syncbot.sync.known import Known, Model, Target, TargetMode
from syncbot.sync.sources import NEAREST, nearest_source, nearest_target

UNKNOWN_TARGET: Final = "The target field {field} does not exist in {target}."
UNKNOWN_SOURCE: Final = "The source field {field} does not exist in {model}."


@dataclass(frozen=True, slots=True)
class Fault:
    """What must be mended before the draft can be written.

    Attributes:
        field: Where it is (`fields.Email`, `mode`).
        text: What is wrong and what to do, whole sentences.
    """

    field: str
    part: Part
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is checked: a draft in canonical form, what it changes, and what is known."""

    doc: JsonObject
    items: tuple[Item, ...]
    known: Known

    def of(self, row: str) -> tuple[Item, ...]:
        """The items of a row."""
        return tuple(item for item in self.items if item.row == row)

    @property
    def mode(self) -> str:
        """The sync's mode, or empty."""
        mode = self.doc.get("mode")
        return mode if isinstance(mode, str) else ""

    @property
    def target_name(self) -> str:
        """The target for a sentence."""
        return (self.known.target.name if self.known.target else "") or "The target"


def entries_of(item: Item) -> list[Any]:
    """The entries that a target has after the draft."""
    return [] if item.new is ABSENT else item.new if isinstance(item.new, list) else [item.new]


def source_of(entry: Any) -> JsonObject:
    """The source of an entry; empty when it has none."""
    source = entry.get("source") if isinstance(entry, dict) else None
    return source if isinstance(source, dict) else {}


def new_targets(draft: Proposal) -> Iterator[str]:
    """The targets that get a mapping for the first time, and are not to be created by it."""
    for item in draft.of("fields"):
        created = any(isinstance(entry, dict) and entry.get("new") for entry in entries_of(item))
        if item.kind is Kind.ADDED and not created:
            yield item.key


def new_sources(draft: Proposal) -> Iterator[tuple[str, str, str]]:
    """The target, model id and field of each mapping whose source is not what it was."""
    for item in draft.of("fields"):
        had = [source_of(entry) for entry in listed(item.old)] if isinstance(item.old, list) else [source_of(item.old)]
        for source in map(source_of, entries_of(item)):
            if source and not any(same(source, other) for other in had):
                yield item.key, str(source.get("model_id", "")), str(source.get("field", ""))


def mode_of(draft: Proposal) -> TargetMode | None:
    """The draft's mode as the target knows it; None when it does not, or is not known."""
    modes = draft.known.target.modes if draft.known.target else ()
    return next((mode for mode in modes if mode.mode == draft.mode), None)


def identities_of(doc: JsonObject) -> list[Any]:
    """The identity mappings of either shape."""
    several = doc.get("identities")
    found = listed(several.get("mappings")) if isinstance(several, dict) else []
    return found or [one for one in (doc.get("identity"),) if isinstance(one, dict)]


def unknown_target(name: str, target: Target, next_step: str) -> str:
    """The sentences for a target field that is not there, the nearest one named."""
    close = nearest_target(name, target.fields)
    what = UNKNOWN_TARGET.format(field=name, target=target.name or "the target")
    return " ".join([what, *([NEAREST.format(nearest=close)] if close else []), next_step])


def unknown_source(field: str, model: Model, next_step: str) -> str:
    """The sentences for a model's field that is not there, the nearest one named."""
    close = nearest_source(field, [model])
    what = UNKNOWN_SOURCE.format(field=field, model=model.name)
    return " ".join([what, *([NEAREST.format(nearest=close)] if close else []), next_step])
