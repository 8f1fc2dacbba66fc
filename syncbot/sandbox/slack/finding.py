"""Finds buttons and inputs the way people do: by what they are called and what stands beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from syncbot.sandbox.slack import state
from syncbot.sandbox.slack.answers import Json
from syncbot.sandbox.slack.mrkdwn import Reader, spoken
from syncbot.sandbox.slack.rules.payload import elements_of
from syncbot.sandbox.slack.screen import block_words, squeezed


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing that can be pressed or filled in.

    Attributes:
        option: The entry of an overflow menu; None for everything else.
        names: What it may be called, the most exact first.
        around: The words of its row.
    """

    block: Json
    element: Json
    names: tuple[str, ...]
    around: str
    option: Json | None = None

    @property
    def key(self) -> state.Key:
        """Its (block_id, action_id)."""
        return self.block["block_id"], self.element["action_id"]

    @property
    def kind(self) -> str:
        """The type of its element."""
        return str(self.element["type"])


def pressables(blocks: Sequence[Json], values: state.State, reader: Reader) -> list[Spot]:
    """Every button, and every entry of an overflow menu."""
    spots: list[Spot] = []
    for index, block in enumerate(blocks):
        around = _around(blocks, index, values, reader)
        for element in elements_of(block):
            if element["type"] in ("button", "workflow_button"):
                names = (element.get("accessibility_label", ""), spoken(element["text"], reader))
                spots.append(Spot(block, element, names, around))
            elif element["type"] == "overflow":
                entries = ((spoken(one["text"], reader), one) for one in element["options"])
                spots += [Spot(block, element, (name,), around, option) for name, option in entries]
    return spots


def fields(blocks: Sequence[Json], values: state.State, reader: Reader) -> list[Spot]:
    """Everything that has a value."""
    spots: list[Spot] = []
    for index, block in enumerate(blocks):
        around = _around(blocks, index, values, reader)
        for element in elements_of(block):
            if element["type"] in state.KINDS:
                beside = spoken(block.get("label") or (block.get("text") if "accessory" in block else None), reader)
                placeholder = spoken(element.get("placeholder"), reader)
                names = (beside, element.get("accessibility_label", ""), placeholder)
                spots.append(Spot(block, element, names, around))
    return spots


def matching(spots: Sequence[Spot], name: str, near: str | None) -> list[Spot]:
    """The ones called so; those whose most exact name it is win over the others."""
    close = [spot for spot in spots if near is None or squeezed(near) in squeezed(spot.around)]
    for rank in range(max((len(spot.names) for spot in close), default=0)):
        found = [s for s in close if len(s.names) > rank and squeezed(s.names[rank]) == squeezed(name)]
        if found:
            return found
    return []


def option_called(options: Sequence[Json], name: str, reader: Reader) -> Json:
    """The option that reads so; else the only one that contains the words.

    Raises:
        AssertionError: None does, or several do.
    """
    texts = [squeezed(spoken(option["text"], reader)) for option in options]
    exact = [option for option, text in zip(options, texts, strict=True) if text == squeezed(name)]
    partly = [option for option, text in zip(options, texts, strict=True) if squeezed(name) in text]
    found = exact or partly
    if len(found) != 1:
        problem = "is not offered" if not found else "fits several"
        message = f"“{name}” {problem}; offered: {', '.join(texts) or 'No result'}"
        raise AssertionError(message)
    return found[0]


def _around(blocks: Sequence[Json], index: int, values: state.State, reader: Reader) -> str:
    """The words of a block; for a row of actions also of the block above, which it belongs to."""
    first = index - 1 if blocks[index]["type"] == "actions" and index else index
    return " ".join(block_words(block, values, reader) for block in blocks[first : index + 1])
