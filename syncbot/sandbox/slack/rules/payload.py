"""Whole payloads: a view, or the blocks of a message; what one block cannot know alone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from syncbot.sandbox.slack.rules.blocks import BLOCK, MARKDOWN, SURFACES, Surface
from syncbot.sandbox.slack.rules.check import Breach, array, boolean, both, choice, string, table, tagged
from syncbot.sandbox.slack.rules.composition import plain

Json = dict[str, Any]

VIEW_BYTES = 250_000
VIEW_BLOCKS = 100
MESSAGE_BLOCKS = 50
# Not documented; found by people who hit it.
MESSAGE_CHARACTERS = 13_200

_EITHER = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_BLOCKS = array(BLOCK, 1, VIEW_BLOCKS)
_MODAL = table(
    {"type": choice("modal"), "title": plain(24), "blocks": _BLOCKS},
    {
        **_EITHER,
        "close": plain(24),
        "submit": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = table({"type": choice("home"), "blocks": _BLOCKS}, _EITHER)


def _across(value: object, at: str) -> Iterator[Breach]:
    if isinstance(value, dict):
        yield from _together(value["blocks"], Surface(value["type"]), f"{at}/blocks")
        yield from _needs_submit(value, at)


def _needs_submit(view: Json, at: str) -> Iterator[Breach]:
    if view["type"] == "modal" and not view.get("submit") and any(b["type"] == "input" for b in view["blocks"]):
        yield Breach("missing required field: submit (a view with an input block needs one)", at)


VIEW = both(tagged({"modal": _MODAL, "home": _HOME}, "view"), _across)
_MESSAGE = array(BLOCK, 0, MESSAGE_BLOCKS)


def breaches_of_view(view: object) -> list[Breach]:
    """Every rule that the view breaks, its size apart."""
    return list(VIEW(view, "/view"))


def too_large(view: Mapping[str, Any]) -> bool:
    """Whether the view is over Slack's 250 KB, as it is sent: what is not ASCII escaped, as clients escape it."""
    return len(json.dumps(view, separators=(",", ":"))) > VIEW_BYTES


def breaches_of_blocks(blocks: object) -> list[Breach]:
    """Every rule that the blocks of a message break, their length together apart."""
    found = list(_MESSAGE(blocks, "/blocks"))
    if not found and isinstance(blocks, list):
        found = list(_together(blocks, Surface.MESSAGE, "/blocks"))
    return found


def blocks_too_long(blocks: Sequence[Json]) -> bool:
    """Whether the texts of a message's blocks are too long together."""
    return sum(len(words) for words in _texts(list(blocks))) > MESSAGE_CHARACTERS


def elements_of(block: Json) -> list[Json]:
    """The elements of one block, in order: accessory, elements of actions, or the element of an input."""
    several = block.get("elements") or [] if block.get("type") == "actions" else []
    one = [block[key] for key in ("accessory", "element") if block.get(key)]
    return [*several, *one]


def _together(blocks: list[Json], surface: Surface, at: str) -> Iterator[Breach]:
    yield from _repeated(blocks, at)
    for index, block in enumerate(blocks):
        if surface not in SURFACES[block["type"]]:
            yield Breach(f"unsupported type: {block['type']} is not allowed in a {surface}", f"{at}/{index}/type")
        if surface is not Surface.MODAL and (block.get("element") or {}).get("type") == "file_input":
            yield Breach("file_input is allowed in modals only", f"{at}/{index}/element")
    if sum(1 for block in blocks for element in elements_of(block) if element.get("focus_on_load")) > 1:
        yield Breach("only one element may have focus_on_load", at)
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MARKDOWN:
        yield Breach(f"markdown blocks must be less than {MARKDOWN + 1} characters together", at)
    yield from _crowded(blocks, at)


def _repeated(blocks: list[Json], at: str) -> Iterator[Breach]:
    ids = Counter(block["block_id"] for block in blocks if block.get("block_id"))
    for block_id in (one for one, times in ids.items() if times > 1):
        yield Breach(f"block_id already exists: {block_id}", at)
    for index, block in enumerate(blocks):
        actions = Counter(element["action_id"] for element in elements_of(block) if element.get("action_id"))
        for action_id in (one for one, times in actions.items() if times > 1):
            yield Breach(f"action_id already exists in this block: {action_id}", f"{at}/{index}")


def _crowded(blocks: list[Json], at: str) -> Iterator[Breach]:
    kinds = Counter(block["type"] for block in blocks)
    if kinds["table"] > 1:
        yield Breach("only one table allowed", at)
    if kinds["data_visualization"] > 2:  # noqa: PLR2004 -- Slack's number, said in the message
        yield Breach("only two data_visualization blocks allowed", at)


def _texts(value: object) -> Iterator[str]:
    """Every string under a key `text`."""
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key == "text" and isinstance(one, str):
                yield one
            else:
                yield from _texts(one)
