"""One sync or a few with what can be done with them: what shortcuts, the home and pasted links show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from syncbot.changes.find import SYNC_ID, sync_id_of_link
from syncbot.slack import blocks
from syncbot.slack.blocks import Block, Element, Json, Modal
from syncbot.slack.linking import link
from syncbot.slack.listing import EDIT, PAUSE, RESUME, Listed
from syncbot.slack.run_buttons import STATUS
from syncbot.slack.text import clip, escape, plain, shorten
from syncbot.sync.document import JsonObject

VIEW = "card"
EDIT_HERE = "card_edit"
SWITCH_HERE = "card_switch"
STATUS_HERE = "card_status"

TITLE = "Edit this sync"
SAID = "{name}: {state}"
NONE_FOUND = "This message names no sync, neither by a link nor by its name."
NONE_NEXT = "Pick the sync here instead."
STATUS_SENT = "The status is in a direct message."

AT_MOST = 5
SHORTEST_NAME = 4
_NAME_LENGTH = 150


@dataclass(frozen=True, slots=True)
class Card:
    """One sync; `url` is its page in Polytomic, `run` how its last run went, finished mrkdwn or empty."""

    row: Listed
    url: str
    run: str = ""


def named_in(text: str, syncs: Sequence[JsonObject]) -> list[JsonObject]:
    """The syncs that a text names: by an id, as links have it, else by the whole name, the longest first."""
    ids = {found.lower() for found in SYNC_ID.findall(text)}
    linked = [sync for sync in syncs if str(sync.get("id") or "").lower() in ids]
    if linked:
        return linked
    low = " ".join(text.casefold().split())
    found: list[JsonObject] = []
    for sync in sorted(syncs, key=lambda one: len(str(one.get("name") or "")), reverse=True):
        name = " ".join(str(sync.get("name") or "").casefold().split())
        if len(name) >= SHORTEST_NAME and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", low):
            found.append(sync)
            low = low.replace(name, "\0")
    return found


def ids_in(texts: Iterable[str]) -> list[str]:
    """The ids in links, each once."""
    return list(dict.fromkeys(found for text in texts if (found := sync_id_of_link(text))))


def message(cards: Sequence[Card]) -> Json:
    """As a message to one person."""
    parts = [part for card in cards[:AT_MOST] for part in (*drawn(card), _buttons(card, here=False))]
    first = cards[0]
    return blocks.message(SAID.format(name=escape(first.row.name, _NAME_LENGTH), state=first.row.status), parts)


def view(cards: Sequence[Card], *, note: str = "") -> Json:
    """As a modal, whose buttons go on in it."""
    parts = [part for card in cards[:AT_MOST] for part in (*drawn(card), _buttons(card, here=True))]
    return blocks.view(Modal(VIEW, TITLE), [*parts, *([blocks.context(note)] if note else [])])


def drawn(card: Card) -> list[Block]:
    """The words of one."""
    row = card.row
    facts = " · ".join(part for part in (row.status, escape(row.schedule), escape(row.target, 120)) if part != "-")
    name = f"*{clip(escape(row.name, _NAME_LENGTH), 250)}*"
    return [blocks.section(name, facts, card.run, link(card.url))]


def read_switch(value: str) -> tuple[bool, str]:
    """From the value of *Pause* or *Resume* in the modal: whether it pauses, and the sync's id."""
    what, _, sync_id = value.partition(":")
    return what == "pause", sync_id


def _buttons(card: Card, *, here: bool) -> Block:
    row, name = card.row, shorten(plain(card.row.name), 55)
    switch = "Pause" if row.active else "Resume"
    edit = blocks.button("Edit", EDIT_HERE if here else EDIT, row.sync_id, label=f"Edit {name}")
    status = blocks.button("Status", STATUS_HERE if here else STATUS, row.sync_id, label=f"Status: {name}")
    if here:
        turn: Element = blocks.button(switch, SWITCH_HERE, f"{switch.lower()}:{row.sync_id}", label=f"{switch} {name}")
    else:
        turn = blocks.button(switch, PAUSE if row.active else RESUME, row.sync_id, label=f"{switch} {name}")
    return blocks.actions(edit, turn, status)
