"""How values become bytes in Redis and come back equal.

Python's json on both ways, pydantic only between its objects and the dataclasses: so `10.0`, integers beyond 64 bits
and lone surrogates inside documents survive. The JSON is ASCII.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, fields, replace
from typing import Any, Final, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from syncbot.changes.model import Change, Places, Session
from syncbot.changes.states import ENDED
from syncbot.store.shared import apart, together
from syncbot.sync.document import JsonObject

T = TypeVar("T")

PLACE: Final = "place:"
"""What the hash field of a place begins with."""

NOT_PACKED: Final = "This is no compressed JSON."
NOT_READ: Final = "This is not what was stored ({places})."

_FAST: Final = 1
"""zlib's level: four times smaller in a millisecond is what counts."""


def text_of(value: Any) -> str:
    """JSON without spaces."""
    return json.dumps(value, separators=(",", ":"))


def pack(value: Any) -> bytes:
    """Compressed JSON."""
    return zlib.compress(text_of(value).encode(), _FAST)


def unpack(packed: bytes) -> Any:
    """What `pack` was given. Raises ValueError for anything else."""
    return json.loads(unpacked(packed))


def unpacked(packed: bytes) -> bytes:
    """The JSON of what `pack` was given. Raises ValueError for anything else."""
    try:
        return zlib.decompress(packed)
    except zlib.error as exc:
        raise ValueError(NOT_PACKED) from exc


class Record(Generic[T]):
    """A dataclass as a JSON value."""

    def __init__(self, kind: type[T]) -> None:
        self._adapter = TypeAdapter(kind)

    def plain(self, value: T) -> Any:
        """The value as dicts, lists and scalars."""
        return self._adapter.dump_python(value)

    def value(self, plain: Any) -> T:
        """The value back from what `plain` gave; keys that are unknown here are left out.

        Raises:
            ValueError: It is none; says where, and repeats nothing of it.
        """
        try:
            return self._adapter.validate_python(plain)
        except ValidationError as exc:
            found = exc.errors(include_url=False, include_context=False, include_input=False)
            places = ", ".join(f"{'.'.join(map(str, each['loc']))}: {each['type']}" for each in found)
            raise ValueError(NOT_READ.format(places=places)) from None


CHANGES: Final = Record(Change)

_SHOWN: Final = ("screen", "reviewed_hash")
_OVER_BASE: Final = ("base", "draft", "revision")
_SESSION: Final = tuple(each.name for each in fields(Session))


def session_fields(session: Session) -> tuple[str, str]:
    """The session over its base without what only its views need, and what they need; each as JSON.

    All that a session holds is JSON already.
    """
    alone = {name: getattr(session, name) for name in _SESSION if name not in (*_OVER_BASE, *_SHOWN)}
    return text_of({**alone, "draft": apart(session.draft, session.base)}), shown_of(session)


def shown_of(session: Session) -> str:
    """What only the views of a session need, as JSON."""
    return text_of({name: getattr(session, name) for name in _SHOWN})


def session_from(mark: bytes, screen: bytes, document: bytes, base: JsonObject) -> Session:
    """The session back from what Redis has of it; what is unknown here is left out."""
    told = {**json.loads(document), **json.loads(screen)}
    alone = {name: told[name] for name in _SESSION if name in told and name not in _OVER_BASE}
    revision = int(mark.partition(b":")[0])
    return Session(**alone, base=base, draft=together(told["draft"], base), revision=revision)


def shown_again(session: Session, screen: bytes) -> Session:
    """The session with what its views need by now."""
    told = json.loads(screen)
    return replace(session, **{name: told[name] for name in _SHOWN})


def change_document(change: Change) -> bytes:
    """The change without its places: as JSON while it moves, compressed once it has ended and is only kept."""
    plain = CHANGES.plain(replace(change, places=Places()))
    return pack(plain) if change.state in ENDED else text_of(plain).encode()


def change_from(stored: dict[bytes, bytes]) -> Change:
    """The change back from its hash."""
    document = stored[b"document"]
    plain = json.loads(document) if document.startswith(b"{") else unpack(document)
    return replace(CHANGES.value(plain), places=places_from(stored))


def place_fields(places: Places) -> dict[str, str]:
    """The hash fields of the places that are not empty."""
    return {PLACE + name: text_of(value) for name, value in asdict(places).items() if value}


def places_from(stored: dict[bytes, bytes]) -> Places:
    """The places in a change's hash."""
    named = {place.name: stored.get((PLACE + place.name).encode()) for place in fields(Places)}
    return Places(**{name: json.loads(value) for name, value in named.items() if value is not None})
