"""What is too large for one view or one message: given out in pages, or shortened where it is the longest.

A view weighs what its JSON weighs with every character outside ASCII written as an escape, twelve bytes for an emoji,
which is the most that a client can make of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from syncbot.slack.text import clip

PAGE_WEIGHT = 60_000
"""Of the lines of one page: leaves room for three times as much in a view of 250 KB."""

MESSAGE_CHARACTERS = 13_000
"""Of all texts of a message together; a little less than what Slack takes (see *Blocks*, msg_blocks_too_long)."""


def weight(text: str) -> int:
    """What a text adds to a view, in bytes."""
    return len(json.dumps(text))


def pages_of(lines: Iterable[str], at_most: int, weighing: int = PAGE_WEIGHT) -> list[list[str]]:
    """Lines in pages of `at_most` of them that weigh no more than `weighing` together; at least one page."""
    pages: list[list[str]] = [[]]
    room = weighing
    for line in lines:
        if pages[-1] and (len(pages[-1]) >= at_most or weight(line) > room):
            pages.append([])
            room = weighing
        pages[-1].append(line)
        room -= weight(line)
    return pages


def fitted(blocks: Sequence[dict[str, Any]], room: int = MESSAGE_CHARACTERS) -> list[dict[str, Any]]:
    """Blocks whose texts have `room` characters together: the longest mrkdwn is cut, all to one length."""
    lengths = [len(text) for text in _texts(list(blocks))]
    if sum(lengths) <= room:
        return list(blocks)
    cut = [len(each["text"]) for each in _mrkdwn(blocks)]
    length = _level(cut, room - (sum(lengths) - sum(cut)))
    return [_with_texts_of(block, length) for block in blocks]


def _level(lengths: Sequence[int], room: int) -> int:
    """The length to which the longest have to be cut so that all have `room` together."""
    rest = sorted(lengths)
    while rest and rest[0] * len(rest) <= room:
        room -= rest.pop(0)
    return max(2, room // len(rest)) if rest else max(lengths, default=0)


def _mrkdwn(blocks: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The mrkdwn of sections and contexts."""
    for block in blocks:
        found = (
            [block["text"]] if block["type"] == "section" else block["elements"] if block["type"] == "context" else []
        )
        yield from (each for each in found if each["type"] == "mrkdwn")


def _with_texts_of(block: dict[str, Any], length: int) -> dict[str, Any]:
    if block["type"] == "section":
        return {**block, "text": {**block["text"], "text": clip(block["text"]["text"], length)}}
    if block["type"] == "context":
        return {**block, "elements": [{**each, "text": clip(each["text"], length)} for each in block["elements"]]}
    return block


def _texts(value: object) -> Iterator[str]:
    """Every string under a key `text`."""
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from [one] if key == "text" and isinstance(one, str) else _texts(one)
