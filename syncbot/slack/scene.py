"""All that a view of the editor is drawn from, and what stands around every root view of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from syncbot.changes.model import Session
from syncbot.slack import blocks
from syncbot.slack.blocks import Block, Json
from syncbot.slack.choosable import NOTHING_CHOOSABLE, Choosable
from syncbot.slack.linking import link
from syncbot.slack.text import escape
from syncbot.sync.difference import Item
from syncbot.sync.document import JsonObject, Shape, configuration, shape_of
from syncbot.sync.entries import listed
from syncbot.sync.fields import Part
from syncbot.sync.known import Known
from syncbot.sync.remembered import remembered
from syncbot.sync.rows import at

ROOT = "editor"
"""The callback id of the root view, whatever it shows."""

BACK = "editor_back"
PREVIOUS = "editor_previous"
NEXT = "editor_next"

TITLE = "Edit sync"
SUBMIT = "Review changes"
PAGE_OF = "Page {page} of {pages}"

ITEM_LINES = 3
_EVERY_PART = frozenset(Part)
_LINE_LENGTH = 200
_MORE = "and {more} more"
_CHANGED = "In this draft:"
_TOKEN_LENGTH = 16
_SAID = "said"
_SAID_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the editor a person is.

    Attributes:
        part: None for the overview.
        page: Starts at 0.
        find: What they search for there, or empty.
    """

    part: Part | None = None
    page: int = 0
    find: str = ""


def place_of(session: Session) -> Place:
    """Where the session's views stand; the overview when that is not known."""
    screen = session.screen
    part = screen.get("part")
    return Place(
        part=Part(part) if part in _EVERY_PART else None,
        page=max(0, int(screen.get("page") or 0)),
        find=str(screen.get("find") or ""),
    )


def at_place(session: Session, place: Place) -> Session:
    """The session with its views at another place."""
    here: dict[str, Any] = {"part": place.part.value if place.part else None, "page": place.page, "find": place.find}
    return replace(session, screen={**session.screen, **here})


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody else with a draft of the same sync.

    Attributes:
        part: At which they are; empty for the overview.
        since: When they opened it, in seconds since the epoch; 0 where they have closed it.
    """

    person: str
    part: str
    since: float


def entered(session: Session, window: str, now: float) -> Session:
    """The session, open in this window; since now, unless it was there already."""
    if session.screen.get("window") == window:
        return session
    return replace(session, screen={**session.screen, "window": window, "since": now})


def left(session: Session, window: str) -> Session:
    """The session once that window is closed; the same when it is open in another one."""
    if session.screen.get("window") != window:
        return session
    kept = {key: value for key, value in session.screen.items() if key not in ("window", "since")}
    return replace(session, screen=kept)


def presence(session: Session) -> Presence:
    """Where the owner of a session is with it."""
    return Presence(session.owner, place_of(session).part or "", float(session.screen.get("since") or 0))


@dataclass(frozen=True, slots=True)
class Scene:
    """What the editor shows.

    Attributes:
        changed: What the draft changes.
        zone: IANA name of the reader's time zone.
        now: The store's time, aware.
        status: The `data` of the sync's status, or None when it is not known.
        others: Who else has it open, or left changes in a draft of it.
        url: The sync's page in Polytomic, or empty.
        passphrase_kept: Whether a passphrase is kept for the sync.
        choosable: What can be chosen in the part that is shown, beside what `known` has.
    """

    session: Session
    known: Known
    now: datetime
    changed: tuple[Item, ...] = ()
    zone: str = "UTC"
    status: JsonObject | None = None
    others: tuple[Presence, ...] = ()
    url: str = ""
    passphrase_kept: bool = False
    place: Place = field(default=Place())
    choosable: Choosable = NOTHING_CHOOSABLE

    @classmethod
    def of(cls, session: Session, known: Known, now: datetime, **more: Any) -> Scene:
        """The scene at the session's own place."""
        return cls(session, known, now, place=place_of(session), **more)

    def block_id(self, name: str, *about: str) -> str:
        """A block id that changes with the draft, so that Slack draws its input anew from the draft."""
        return ":".join((name, *about, f"r{self.session.revision}"))

    @property
    def base(self) -> JsonObject:
        """The sync as it was read, in the form that drafts have."""
        read, draft = self.session.base, self.session.draft
        return configuration(read, shape_of(read) or shape_of(draft) or Shape.GROUPED)

    def words_doc(self, part: Part) -> JsonObject:
        """The draft for the words of a part: of the mappings, when they are another part, only what those words need.

        That is the encrypted ones, and one of each model: words of a sync of a thousand mappings stay quick.
        """
        return self.session.draft if part is Part.MAPPINGS else _with_few_mappings(self.session.draft)

    def turned_to(self, page: int) -> Scene:
        """The scene at another page, for when the one asked for is past the end."""
        return replace(self, place=replace(self.place, page=page))


@remembered
def _with_few_mappings(doc: JsonObject) -> JsonObject:
    """The document with its encrypted mappings, and of the others one of each model."""
    seen: dict[str, Any] = {}
    for entry in listed(doc.get("fields")):
        if isinstance(entry, dict):
            encrypted = entry.get("encryption_enabled") is True
            seen.setdefault(f"all:{len(seen)}" if encrypted else str(at(entry, ("source", "model_id"))), entry)
    return {**doc, "fields": list(seen.values())}


@lru_cache(maxsize=16_384)
def token(*parts: str) -> str:
    """An opaque id for data of a sync, the same each time."""
    return sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:_TOKEN_LENGTH]


def saying(session: Session, text: str) -> Session:
    """The session whose root view says something once."""
    return replace(session, screen={**session.screen, _SAID: text})


def unsaid(session: Session) -> Session:
    """The session that has said it."""
    return replace(session, screen={key: value for key, value in session.screen.items() if key != _SAID})


def says(session: Session) -> str:
    """What the root view says once, plain text; empty for nothing."""
    return str(session.screen.get(_SAID) or "")


def root_view(scene: Scene, shown: Sequence[Block]) -> Json:
    """The editor's root view."""
    said = says(scene.session)
    shown = [blocks.section(f"*{escape(said, _SAID_LENGTH)}*"), *shown] if said else shown
    modal = blocks.Modal(ROOT, TITLE, meta=scene.session.session_id, submit=SUBMIT, notify_on_close=True)
    return blocks.view(modal, shown)


def part_view(scene: Scene, part: Part, shown: Sequence[Block], *, pages: int = 1) -> Json:
    """A part in the root view: its name, what it shows, where to turn."""
    name = escape(str(scene.session.draft.get("name") or scene.session.sync_id))
    where = f"{name} · {link(scene.url)}" if scene.url else name
    top: list[Block] = [blocks.header(part), blocks.context(where, *changed_lines(scene, part))]
    return root_view(scene, [*top, *shown, *turning(scene.place.page, pages)])


def turning(page: int, pages: int) -> list[Block]:
    """*Previous* and *Next* where there is something to turn to, and *Back*."""
    buttons = []
    if page > 0:
        buttons.append(blocks.button("Previous", PREVIOUS, str(page - 1)))
    if page + 1 < pages:
        buttons.append(blocks.button("Next", NEXT, str(page + 1)))
    buttons.append(blocks.button("Back", BACK, label="Back to the overview"))
    where = [blocks.context(PAGE_OF.format(page=page + 1, pages=pages))] if pages > 1 else []
    return [*where, blocks.actions(*buttons)]


def changed_lines(scene: Scene, part: Part) -> tuple[str, ...]:
    """What the draft changes in a part, as finished mrkdwn; empty when nothing."""
    lines = [item.line for item in scene.changed if item.part is part]
    if not lines:
        return ()
    more = len(lines) - ITEM_LINES
    shown = [f"• {escape(line, _LINE_LENGTH)}" for line in lines[:ITEM_LINES]]
    return (_CHANGED, *shown, *([_MORE.format(more=more)] if more > 0 else []))
