"""The mappings of a sync, one by one, as views over its raw entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from syncbot.sync.document import JsonObject, Shape, is_fixed_value, shape_of
from syncbot.sync.entries import each_has_its_own, listed, target_of
from syncbot.sync.entry_edits import text_of
from syncbot.sync.entry_returns import side_by_side
from syncbot.sync.remembered import remembered, remembered_each

_ID_LENGTH: Final = 12


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping of a source field to a target field, over its raw entry; each attribute is read when it is asked for.

    Attributes:
        item_id: Opaque; the same as long as the target and its place among entries of that target are.
        raw: The whole entry.
    """

    item_id: str
    raw: JsonObject

    @property
    def target(self) -> str:
        """The id of the target field."""
        return target_of(self.raw)

    @property
    def model_id(self) -> str:
        """The model of the source; empty when the entry has none."""
        return text_of(self._source.get("model_id"))

    @property
    def field(self) -> str:
        """The field of the source; empty when the entry has none."""
        return text_of(self._source.get("field"))

    @property
    def ends(self) -> tuple[str, str, str]:
        """Model, field and target."""
        source = self._source
        return text_of(source.get("model_id")), text_of(source.get("field")), target_of(self.raw)

    @property
    def write(self) -> str:
        """`sync_mode`, or empty when the sync's own mode counts."""
        return text_of(self.raw.get("sync_mode"))

    @property
    def new(self) -> bool:
        """Whether the field is to be created in the target."""
        return self.raw.get("new") is True

    @property
    def encrypt(self) -> bool:
        """Whether what is written is encrypted."""
        return self.raw.get("encryption_enabled") is True

    @property
    def override_value(self) -> str | None:
        """The value written instead of the source's, or None."""
        value = self.raw.get("override_value")
        return None if value is None else text_of(value)

    @property
    def _source(self) -> JsonObject:
        source = self.raw.get("source")
        return source if isinstance(source, dict) else {}


def mappings(doc: JsonObject) -> tuple[Mapping, ...]:
    """The mappings in the sync's order; fixed values that the classic shape merges into `fields` are none."""
    return _alone(placed_mappings(doc))


@remembered
def _alone(placed: tuple[tuple[int, Mapping], ...]) -> tuple[Mapping, ...]:
    return tuple(mapping for _, mapping in placed)


def mapping_rows(doc: JsonObject, base: JsonObject) -> tuple[tuple[Mapping | None, Mapping | None], ...]:
    """Each mapping of `doc` with what it was in `base`, and where they were those that are gone; None is the lack."""
    return _rows(mappings(doc), _entries(doc), mappings(base), _entries(base))


@remembered
def _rows(
    there: tuple[Mapping, ...], now: list[Any], had: tuple[Mapping, ...], before: list[Any]
) -> tuple[tuple[Mapping | None, Mapping | None], ...]:
    return tuple(
        (None if at is None else there[at], None if was is None else had[was]) for at, was in side_by_side(before, now)
    )


def _entries(doc: JsonObject) -> list[Any]:
    """The raw entries of the mappings; the document's own list where it holds no others, so that it is walked once."""
    entries, there = listed(doc.get("fields")), mappings(doc)
    return entries if len(entries) == len(there) else _raw(there)


@remembered
def _raw(there: tuple[Mapping, ...]) -> list[JsonObject]:
    return [mapping.raw for mapping in there]


def mapped_to(doc: JsonObject, target: str) -> Mapping | None:
    """The first mapping to `target`, or None."""
    return next((mapping for mapping in mappings(doc) if mapping.target == target), None)


def source_words(mapping: Mapping) -> str:
    """What a mapping takes, for a sentence."""
    if mapping.field:
        return mapping.field
    return "a fixed value" if mapping.override_value is not None else "nothing"


def mapping_of(doc: JsonObject, item_id: str) -> Mapping | None:
    """The mapping with that id, or None."""
    return _by_id(mappings(doc)).get(item_id)


@remembered
def _by_id(there: tuple[Mapping, ...]) -> dict[str, Mapping]:
    return {mapping.item_id: mapping for mapping in there}


def placed_mappings(doc: JsonObject) -> tuple[tuple[int, Mapping], ...]:
    """The mappings with their places in `fields`."""
    return _placed(listed(doc.get("fields")), merged_in=shape_of(doc) is not Shape.GROUPED)


@remembered
def _placed(entries: list[Any], *, merged_in: bool) -> tuple[tuple[int, Mapping], ...]:
    placed = tuple(
        (place, mapping)
        for place, mapping in enumerate(_first_to_its_target(entries))
        if mapping is not None and not (merged_in and is_fixed_value(mapping.raw))
    )
    return placed if each_has_its_own(entries) else tuple(_told_apart(placed))


@remembered_each
def _first_to_its_target(entry: object) -> Mapping | None:
    return Mapping(_item_id(target_of(entry), 0), entry) if isinstance(entry, dict) else None


def _told_apart(placed: Iterable[tuple[int, Mapping]]) -> Iterator[tuple[int, Mapping]]:
    """With ids that tell apart those of one target."""
    seen: Counter[str] = Counter()
    for place, mapping in placed:
        yield place, replace(mapping, item_id=_item_id(mapping.target, seen[mapping.target]))
        seen[mapping.target] += 1


@lru_cache(maxsize=16_384)
def _item_id(target: str, occurrence: int) -> str:
    return sha256(f"{occurrence}:{target}".encode(errors="surrogatepass")).hexdigest()[:_ID_LENGTH]
