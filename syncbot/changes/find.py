"""Find the sync that a person means: by id, link, quoted name, or fragment of a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from syncbot.sync.document import JsonObject

SYNC_ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_LINK: Final = re.compile(r"<?(https?://[^\s|>]+)(?:\|[^>]*)?>?")
_OF_SYNC: Final = re.compile(rf"/syncs/({SYNC_ID.pattern})(?![0-9a-f-])", re.IGNORECASE)
_QUOTES: Final = "\"'“”„‟«»\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{SINGLE LOW-9 QUOTATION MARK}"
_NEAREST_AT_LEAST: Final = 50.0
"""On rapidfuzz's scale of 0 to 100; below it a suggestion would be noise."""
_NEAREST: Final = 3


@dataclass(frozen=True, slots=True)
class Match:
    """The one sync that was meant. `name` is empty when only the id is known."""

    sync_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Several:
    """All that were meant equally, in the order of the list."""

    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Nearest:
    """None was meant; those whose names come nearest, best first, may be empty."""

    matches: tuple[Match, ...]


Found: TypeAlias = Match | Several | Nearest


def sync_id_in(text: str) -> str | None:
    """The id that `text` is, or that the link in it ends with; None when it is a name."""
    typed = text.strip().strip(_QUOTES).strip()
    link = _LINK.fullmatch(typed)
    if link is not None:
        return sync_id_of_link(link[1])
    return typed.lower() if SYNC_ID.fullmatch(typed) else None


def sync_id_of_link(url: str) -> str | None:
    """The id of a sync in a link to its page, or to one below it such as a run's; else the last id in the path."""
    path = _path(url)
    below = _OF_SYNC.search(path)
    ids = [below[1]] if below else SYNC_ID.findall(path)
    return ids[-1].lower() if ids else None


def _path(url: str) -> str:
    """The path of an address; empty for what only looks like one."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def find_among(text: str, syncs: Sequence[JsonObject]) -> Found:
    """Find it among list items (`id`, `name`).

    The id first, then the whole name, then a fragment of it, then all the words in any order; case never counts. Quotes
    ask for the whole name.
    """
    typed = text.strip()
    quoted = len(typed) > 1 and typed[0] in _QUOTES and typed[-1] in _QUOTES
    wanted = bare(text)
    matches = tuple(Match(str(sync.get("id", "")), str(sync.get("name", ""))) for sync in syncs)
    for test in (_is_id, _is_name) if quoted else (_is_id, _is_name, _is_fragment, _has_words):
        found = tuple(match for match in matches if wanted and test(match, wanted))
        if found:
            return found[0] if len(found) == 1 else Several(found)
    return Nearest(_nearest(wanted, matches))


def bare(text: str) -> str:
    """What was typed without quotes around it, as names are compared."""
    return _plain(text.strip().strip(_QUOTES))


def _is_id(match: Match, wanted: str) -> bool:
    """Whether it is the id, or a link whose last step it is (ids need not look like Polytomic's)."""
    link = _LINK.fullmatch(wanted)
    return match.sync_id.casefold() == (_path(link[1]).rstrip("/").rpartition("/")[2] if link else wanted)


def _is_name(match: Match, wanted: str) -> bool:
    return _plain(match.name) == wanted


def _is_fragment(match: Match, wanted: str) -> bool:
    return wanted in _plain(match.name)


def _has_words(match: Match, wanted: str) -> bool:
    return all(word in _plain(match.name) for word in wanted.split())


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _nearest(wanted: str, matches: tuple[Match, ...]) -> tuple[Match, ...]:
    names = [_plain(match.name) for match in matches]
    best = process.extract(wanted, names, scorer=fuzz.WRatio, limit=_NEAREST, score_cutoff=_NEAREST_AT_LEAST)
    return tuple(matches[place] for _, _, place in best)
