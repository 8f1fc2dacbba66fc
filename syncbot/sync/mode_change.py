"""What another mode does to a sync: what is lost in the target, what of the sync stops working, what it still needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from syncbot.sync.document import JsonObject
from syncbot.sync.filter_lists import Side
from syncbot.sync.filters import filters
from syncbot.sync.fixed_values import fixed_values
from syncbot.sync.identity_view import identity_mappings
from syncbot.sync.known import Known, TargetMode
from syncbot.sync.mapping_view import mappings
from syncbot.sync.phrases import counted, joined
from syncbot.sync.vocabulary import MODES

RISKY: Final = "In the mode {mode} the sync {meaning}."
NO_WRITES: Final = "In the mode {mode} what {items} said under Write has no effect."
NO_IDENTITY: Final = "The mode {mode} does not need the identity; the sync keeps it for a mode that does."
NEEDS_IDENTITY: Final = "The mode {mode} needs an identity, and this sync has none."
NO_FILTERS: Final = "The mode {mode} has no filters on records in the target, and this sync has {filters} there."

_RISKY: Final = frozenset({"remove", "replace", "snapshot"})


@dataclass(frozen=True, slots=True)
class ModeChange:
    """What another mode would mean, in whole sentences.

    Attributes:
        stops: What is lost, and what has no effect any more; by what it is about.
        blocks: What has to be mended before the sync can be written in that mode.
    """

    stops: dict[str, str]
    blocks: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it."""
        return (*self.blocks, *self.stops.values())


def mode_change(doc: JsonObject, known: Known, was: object, mode: str) -> ModeChange:
    """What the mode `mode` means for a sync that has the mode `was`; nothing where they are the same.

    What depends on the modes of the target is left out where they are not known.
    """
    if mode == was:
        return ModeChange({}, ())
    target = known.about(doc.get("target")).target
    modes = {each.mode: each for each in target.modes} if target else {}
    risky = {"": RISKY.format(mode=mode, meaning=MODES[mode])} if mode in _RISKY else {}
    now, had = modes.get(mode), modes.get(str(was))
    return ModeChange(
        {**risky, **(dict(_stops(doc, now, had)) if now else {})},
        tuple(_blocks(doc, now)) if now else (),
    )


def _stops(doc: JsonObject, now: TargetMode, had: TargetMode | None) -> Iterator[tuple[str, str]]:
    saying = [
        counted(count, name)
        for name, items in (("mapping", mappings(doc)), ("fixed value", fixed_values(doc)))
        if (count := sum(1 for each in items if each.write))
    ]
    if saying and not now.supports_field_sync_mode:
        yield "writes", NO_WRITES.format(mode=now.mode, items=joined(saying))
    if had and had.requires_identity and not now.requires_identity and identity_mappings(doc):
        yield "identity", NO_IDENTITY.format(mode=now.mode)


def _blocks(doc: JsonObject, now: TargetMode) -> Iterator[str]:
    if now.requires_identity and not identity_mappings(doc):
        yield NEEDS_IDENTITY.format(mode=now.mode)
    there = len(filters(doc, Side.TARGET))
    if there and not now.supports_target_filters:
        yield NO_FILTERS.format(mode=now.mode, filters=counted(there, "filter"))
