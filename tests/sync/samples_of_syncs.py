"""The sample syncs, by file name without its ending."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from syncbot.sync.document import JsonObject, Shape, decode, shape_for

_FOLDER: Final = Path(__file__).parent / "samples"
NAMES: Final = tuple(sorted(path.stem for path in _FOLDER.glob("*.json")))


def sample(name: str) -> JsonObject:
    """The sync whose file name starts with `name`."""
    (path,) = _FOLDER.glob(f"{name}*.json")
    doc: JsonObject = decode(path.read_text(encoding="utf-8"))["data"]
    return doc


def shape(name: str) -> Shape:
    """The shape of that sync."""
    return shape_for(sample(name), seen_before=None, version="2025-09-18")
