"""What a list of syncs shows: by text, state and target; remembered for each person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from syncbot.changes.find import bare
from syncbot.slack import blocks
from syncbot.slack.answering import connection_of
from syncbot.slack.blocks import Block, Choice
from syncbot.slack.text import escape
from syncbot.sync.document import JsonObject

STATE = "list_state"
TARGET = "list_target"
SHOW_ALL = "list_show_all"

ACTIVE, PAUSED = "active", "paused"
EVERY = "all"

STATE_LABEL, TARGET_LABEL = "State", "Target"
SHOW_ALL_TEXT = "Show all"
STATES = ((EVERY, "Every state"), (ACTIVE, "Active"), (PAUSED, "Paused"))
EVERY_TARGET = "Every target"
SHOWN = "Shown are those {what}. This is remembered."
WITH_TEXT, WITH_STATE, WITH_TARGET = "that match “{text}”", "that are {state}", "that write to {target}"
SOME_TARGET = "one target"

_TARGETS_AT_MOST = 99


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown; each empty for everything.

    Attributes:
        state: `active`, `paused` or empty.
        target: The id of a connection.
    """

    text: str = ""
    state: str = ""
    target: str = ""

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


def read_text(text: str) -> Filter:
    """What was typed after `list`: a state may stand before or after the text; `all` is everything."""
    words = text.split()
    state = next((word.lower() for word in (words[:1] + words[-1:]) if word.lower() in (ACTIVE, PAUSED)), "")
    rest = [word for word in words if word.lower() != state]
    return Filter(text="" if " ".join(rest).lower() == EVERY else " ".join(rest), state=state)


def chosen(now: Filter, action_id: str, value: str) -> Filter:
    """The filter after a choice in one of its menus, or after *Show all*."""
    kept = "" if value == EVERY else value
    if action_id == STATE:
        return replace(now, state=kept)
    return replace(now, target=kept) if action_id == TARGET else Filter()


def matching(wanted: Filter, syncs: Sequence[JsonObject], targets: dict[str, str]) -> list[JsonObject]:
    """The syncs that it shows; `targets` are the names of connections by id, which the text may mean too."""
    found = [sync for sync in syncs if wanted.state in ("", ACTIVE if sync.get("active") else PAUSED)]
    found = [sync for sync in found if wanted.target in ("", connection_of(sync))]
    text = bare(wanted.text)
    return [sync for sync in found if _has(text, sync, targets.get(connection_of(sync), ""))]


def _has(text: str, sync: JsonObject, target: str) -> bool:
    """Whether all the words stand in its name or its target, in any order; or the text is its id."""
    told = " ".join(str(part or "") for part in (sync.get("name"), target, sync.get("target_object"))).casefold()
    return sync.get("id") == text or all(word in told for word in text.split())


def ordered(syncs: Sequence[JsonObject], failed: Mapping[str, str]) -> list[JsonObject]:
    """Those that failed lately first, then by name.

    Polytomic lists them by their last change, in pages; the whole list is read and cached anyway, so this costs no
    call. A sync that ran well since it failed stays above: telling would take a call for each.

    Args:
        syncs: Items of the list.
        failed: What to say of those that failed lately, by id.
    """
    return sorted(syncs, key=lambda sync: (sync.get("id") not in failed, str(sync.get("name") or "").casefold()))


def said(wanted: Filter, targets: dict[str, str]) -> str:
    """What the list shows, in words; empty when it shows everything."""
    what = [
        *([WITH_TEXT.format(text=escape(wanted.text))] if wanted.text else []),
        *([WITH_STATE.format(state=wanted.state)] if wanted.state else []),
        *([WITH_TARGET.format(target=escape(targets.get(wanted.target, SOME_TARGET)))] if wanted.target else []),
    ]
    return SHOWN.format(what=" and ".join(what)) if what else ""


def menus(wanted: Filter, targets: dict[str, str]) -> Block:
    """*State*, *Target*, and *Show all* where not everything is shown."""
    named = sorted(targets.items(), key=lambda one: one[1].casefold())[:_TARGETS_AT_MOST]
    states = [Choice(value, text) for value, text in STATES]
    choices = [Choice(EVERY, EVERY_TARGET), *(Choice(connection_id, name) for connection_id, name in named)]
    return blocks.actions(
        blocks.menu(STATE, states, wanted.state, placeholder=STATE_LABEL),
        blocks.menu(TARGET, choices, wanted.target, placeholder=TARGET_LABEL),
        *([blocks.button(SHOW_ALL_TEXT, SHOW_ALL)] if wanted != Filter() else []),
    )
