"""What the target still lacks: fields that it requires and nothing writes, and pairs that match by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from syncbot.sync.document import JsonObject
from syncbot.sync.entries import listed, target_of, targets_in
from syncbot.sync.entry_edits import with_ends
from syncbot.sync.known import Known, Model, Target, TargetField
from syncbot.sync.remembered import remembered
from syncbot.sync.sources import models_of

CREATING_MODES: Final = frozenset({"create", "updateOrCreate", "replace", "append", "snapshot"})
"""Modes that make records, so that a field that the target requires has to be written."""

_CUSTOM_SUFFIX: Final = re.compile(r"__c$", re.IGNORECASE)
_PUNCTUATION: Final = re.compile(r"[\W_]+")

Called: TypeAlias = Mapping[str, set[tuple[str, str]]]
"""Model ids and fields by how the fields are called."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A field of a model and the field of the target that is called alike."""

    model_id: str
    field: str
    target: str


def unmapped_required(doc: JsonObject, known: Known) -> tuple[TargetField, ...]:
    """The fields that the target requires and neither a mapping nor a fixed value nor an identity writes.

    Empty where the target is not known, and in modes that make no records.
    """
    target = known.about(doc.get("target")).target
    if target is None or doc.get("mode") not in CREATING_MODES:
        return ()
    written = _written(doc)
    return tuple(field for field in target.fields if field.required and field.field_id not in written)


def matching_pairs(doc: JsonObject, known: Known) -> tuple[Pair, ...]:
    """What *Fill in the N that match by name* would add, in the target's order.

    A pair matches when id or label of both are equal but for case, punctuation and a `__c` at the end. A target field
    that is written already, cannot be written, or is called like several fields of the models is left out.
    """
    free = _free(doc, known.about(doc.get("target")).target)
    if not free:
        return ()
    models = [known.models[each] for each in models_of(doc) if each in known.models] or list(known.models.values())
    by_name, by_label = ([_called(model, labels=labels) for model in models] for labels in (False, True))
    pairs = []
    for field in free:
        found = _alike(field, by_name) or _alike(field, by_label)
        if len(found) == 1:
            (model_id, name), *_ = found
            pairs.append(Pair(model_id, name, field.field_id))
    return tuple(pairs)


def _free(doc: JsonObject, target: Target | None) -> list[TargetField]:
    """The fields that nothing writes yet and that can be written."""
    written = _targets_of(doc, "fields", "override_fields")
    fields = target.fields if target else ()
    return [each for each in fields if each.field_id not in written and (each.createable or each.updateable)]


def fill_in(doc: JsonObject, pairs: Iterable[Pair]) -> JsonObject:
    """`doc` with a mapping for each pair, at the end; a pair whose target is mapped by now is passed over."""
    there = {target_of(entry) for entry in listed(doc.get("fields"))}
    entries = []
    for pair in pairs:
        if pair.target not in there:
            there.add(pair.target)
            entries.append(with_ends({}, model_id=pair.model_id, field=pair.field, target=pair.target))
    return {**doc, "fields": [*listed(doc.get("fields")), *entries]} if entries else doc


def _written(doc: JsonObject) -> frozenset[str]:
    several = doc.get("identities")
    identities = listed(several.get("mappings")) if isinstance(several, dict) else [doc.get("identity")]
    return _targets_of(doc, "fields", "override_fields") | frozenset(map(target_of, identities))


def _targets_of(doc: JsonObject, *keys: str) -> frozenset[str]:
    return frozenset().union(*(targets_in(listed(doc.get(key))) for key in keys))


@remembered
def _called(model: Model, *, labels: bool) -> Called:
    """The fields of a model by how they are called."""
    found: dict[str, set[tuple[str, str]]] = {}
    for field in model.fields:
        name = _plain(field.label if labels else field.name)
        if name:
            found.setdefault(name, set()).add((model.model_id, field.name))
    return found


def _alike(field: TargetField, called: list[Called]) -> set[tuple[str, str]]:
    by_id, by_name = (
        {each for names in called for each in names.get(_plain(name), ())} for name in (field.field_id, field.name)
    )
    return by_id or by_name


def _plain(name: str) -> str:
    """Letters and digits only, in one case."""
    return _PUNCTUATION.sub("", _CUSTOM_SUFFIX.sub("", name).casefold())
