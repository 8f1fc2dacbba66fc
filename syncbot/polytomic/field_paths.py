"""Which field an error of Polytomic names.

No document fixes where an error names a field: seen are `metadata` (an object, in early versions an array), `context`,
and `key` itself. So the usual names are looked for, and what does not look like a path is not taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from syncbot.sync.document import JsonObject
from syncbot.sync.fields import ROWS

_NAMES: Final = ("field", "path", "property", "pointer", "param", "instancePath", "instance_path")
_DETAILS: Final = ("metadata", "context", "errors", "details")
_DEPTH: Final = 4
_PATH: Final = re.compile(r"[A-Za-z_][\w-]*(\.[\w-]+)*", re.ASCII)
_LONGEST: Final = 200

_SENDABLE: Final = frozenset(path[0] for row in ROWS for path in row.paths)
"""The keys of Update Sync: an error's `key` is a path only when it begins with one of them or with a sent key."""


def field_named(body: object, *, sent: JsonObject) -> str | None:
    """The path of the field that an error body names, dotted (`fields.0.target`), or None.

    Args:
        body: The decoded error body, whatever it is.
        sent: The request's body.
    """
    if not isinstance(body, dict):
        return None
    for place in _DETAILS:
        for candidate in _candidates(body.get(place), depth=_DEPTH):
            if path := _path(candidate):
                return path
    path = _path(body.get("key"))
    return path if path and path.partition(".")[0] in _SENDABLE | sent.keys() else None


def _candidates(value: object, *, depth: int) -> Iterator[object]:
    """What stands under a telling name, nearest first."""
    if depth == 0:
        return
    if isinstance(value, dict):
        yield from (value[name] for name in _NAMES if name in value)
        inner = list(value.values())
    else:
        inner = value if isinstance(value, list) else []
    for item in inner:
        yield from _candidates(item, depth=depth - 1)


def _path(value: object) -> str | None:
    """A dotted path from `a.b`, `a[0].b`, `/a/0/b`, `$.a` or `["a", 0, "b"]`; None for what is none."""
    if isinstance(value, list):
        value = ".".join(str(step) for step in value)
    if not isinstance(value, str):
        return None
    dotted = re.sub(r"\[['\"]?([\w-]+)['\"]?\]", r".\1", value.strip().replace("/", "."))
    path = dotted.lstrip("$#").strip(".").removeprefix("body.")
    return path if len(path) <= _LONGEST and _PATH.fullmatch(path) else None
