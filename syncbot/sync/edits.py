"""Every edit of a sync: each returns a new document in which only what the edit names is different."""

from __future__ import annotations

from syncbot.sync.mapping_lines import read_mapping_lines
from syncbot.sync.mappings import (
    Mapping,
    add_mapping,
    change_mapping,
    mapped_to,
    mappings,
    put_back_mapping,
    remove_mapping,
)
from syncbot.sync.scalars import FREQUENCIES, MODES, SETTABLE, set_schedule, set_value
from syncbot.sync.sources import models_of, nearest_source, nearest_target, resolve_source, resolve_target

__all__ = [
    "FREQUENCIES",
    "MODES",
    "SETTABLE",
    "Mapping",
    "add_mapping",
    "change_mapping",
    "mapped_to",
    "mappings",
    "models_of",
    "nearest_source",
    "nearest_target",
    "put_back_mapping",
    "read_mapping_lines",
    "remove_mapping",
    "resolve_source",
    "resolve_target",
    "set_schedule",
    "set_value",
]
