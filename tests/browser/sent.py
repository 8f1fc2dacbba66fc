"""All that syncbot ever shows in Slack, and what of it a person must be able to read, hear or choose.

It is collected from the table of every screen, which fails where a screen is missing in it, so nothing is named here
but the keys of Block Kit: those whose text nobody reads, and those that hold no text.
"""

from __future__ import annotations

import ast
import html
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from syncbot.sandbox.slack import state
from syncbot.sandbox.slack.mrkdwn import Reader, words
from syncbot.sandbox.slack.page.shown import view_of
from syncbot.sandbox.slack.people import BOT_USER_ID
from syncbot.sandbox.slack.rules.blocks import BLOCKS
from syncbot.sandbox.slack.rules.elements import ELEMENTS
from syncbot.sandbox.slack.rules.payload import elements_of
from syncbot.sandbox.slack.views import OpenView, identified
from syncbot.slack import asking, blocks
from syncbot.slack.asking import Choice
from tests.slack.every_screen import SCREENS

Json = dict[str, Any]

WORDS: Final = ("Leads", "*all* `code` & <@U1>", "Wide" * 40)
"""What stands in the place of every name: a plain one, one that looks like markup, one without a place to break."""
FAULT: Final = "It cannot be that."
"""Stands at every input, as what syncbot finds wrong with its answer."""
OPTIONS: Final = asking.options([Choice("1", "Found by typing", "in the cache")])["options"]
"""What is answered whenever a menu asks what it offers."""
SILENT: Final = frozenset({"type", "action_id", "block_id", "value", "style", "filetypes", "trigger_actions_on"})
"""Keys of texts that are for the app or for the page itself."""
WORDLESS: Final = frozenset(
    {
        *("emoji", "verbatim", "optional", "multiline", "dispatch_action", "max_length", "max_files"),
        "min_query_length",
    }
)
"""Keys of what is no text, all of which the page knows."""
TOKENS: Final = {
    "person or conversation": r"<([@#])\w+>",
    "date": r"<!date\^\d+\^[^|>]+\|[^>]+>",
    "link": r"<(https?://[^|>]+)\|([^>]+)>",
}
MARKS: Final = {
    "strong": r"(?<![^\W_])(?<!\*)\*(?=\S)[^*\n]+(?<=\S)\*(?![^\W_])(?!\*)",
    "em": r"(?<![\w_{])_(?=\S)[^_\n{}]+(?<=\S)_(?![\w_}])",
    "code": r"`[^`\n]+`",
}
"""The constructs of mrkdwn that syncbot writes, with the element that the page makes of each mark."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One screen.

    Attributes:
        builder: The function that builds it.
        number: Of all that it builds.
        kind: `modal`, `home` or `message`.
        shown: As the page gets it.
    """

    builder: str
    number: int
    kind: str
    shown: Json

    @property
    def name(self) -> str:
        """What a failed test calls it."""
        return f"{self.builder} {self.number}"

    @property
    def blocks(self) -> list[Json]:
        """Its blocks, each with its ids; a message without any is its text."""
        text = {"type": "section", "text": {"type": "mrkdwn", "text": self.shown.get("text")}}
        return self.shown["blocks"] or [text]

    def told(self) -> Json:
        """As JSON."""
        return {"kind": self.kind, "shown": self.shown}


def sent(name: str, number: int, screen: Mapping[str, Any]) -> Sent:
    """A screen that is named by what builds it."""
    return Sent(name, number, screen.get("type", "message"), _shown(screen))


def everything(text: str) -> Iterator[Sent]:
    """Every screen, home and message of that text, each once."""
    known = set()
    for name, made in SCREENS.items():
        for number, screen in enumerate(made(text)):
            if (mark := repr(screen)) not in known:
                known.add(mark)
                yield sent(name, number, screen)


def kinds_that_can_be_built() -> set[str]:
    """Every block and element of Block Kit that the builders name."""
    nodes = [node for module in (blocks, asking) for node in ast.walk(ast.parse(inspect.getsource(module)))]
    return {node.value for node in nodes if isinstance(node, ast.Constant) and node.value in {*BLOCKS, *ELEMENTS}}


def kinds_in(screen: Sent) -> set[str]:
    """The blocks and elements of a screen."""
    found = [one for block in screen.blocks for one in (block, *elements_of(block))]
    return {one["type"] for one in found}


def texts_in(value: object) -> Iterator[str]:
    """Every piece of mrkdwn."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from texts_in(one)


def pieces(value: object, reader: Reader, key: str = "") -> Iterator[str]:
    """What a person must find in a block, a view or an element: every text that has a reader, as it reads.

    Raises:
        AssertionError: It has a key of which the page knows nothing.
    """
    if isinstance(value, list):
        for one in value:
            yield from pieces(one, reader, key)
    elif isinstance(value, dict):
        if value.get("type") in ("mrkdwn", "plain_text"):
            yield _read(value, reader)
        else:
            for name, one in value.items():
                yield from pieces(one, reader, name) if _is_needed(name, value) else ()
    elif isinstance(value, str):
        yield value
    else:
        assert key in WORDLESS, f"what does the page make of {key} = {value!r}?"


def _is_needed(name: str, around: Mapping[str, Any]) -> bool:
    is_replaced = name == "placeholder" and "initial_option" in around
    return name not in SILENT and not is_replaced


def links_in(text: str) -> list[str]:
    """The addresses of the links in a piece of mrkdwn."""
    return [html.unescape(found[0]) for found in re.findall(TOKENS["link"], text)]


def marks_in(text: str) -> Mapping[str, int]:
    """How many elements of each kind the page must make of a piece of mrkdwn."""
    code = re.sub(MARKS["code"], "", text)
    bare = re.sub("<[^<>\n]+>", "x", code)
    found = {tag: len(re.findall(mark, bare)) for tag, mark in MARKS.items() if tag != "code"}
    tokens = {name: len(re.findall(token, code)) for name, token in TOKENS.items()}
    return {
        **found,
        "code": len(re.findall(MARKS["code"], text)),
        "time": tokens["date"],
        "a": tokens["link"],
        ".mention": tokens["person or conversation"],
    }


def markup_left_in(text: str) -> str:
    """What of a piece of mrkdwn is markup beyond the constructs that are known here; empty for nothing."""
    for construct in (MARKS["code"], *TOKENS.values(), MARKS["strong"], MARKS["em"]):
        text = re.sub(construct, "", text)
    return "".join(re.findall(r"[<>]|```|^&gt;|(?<!\w)~(?=\S)[^~\n]+~|:[a-z0-9_+-]+:", text, re.MULTILINE))


def _read(text: Json, reader: Reader) -> str:
    if text["type"] == "plain_text":
        return html.unescape(text["text"])
    return words(re.sub(TOKENS["link"], r"\2", text["text"]), reader)


def _shown(screen: Mapping[str, Any]) -> Json:
    """A screen as the page gets it."""
    spec = identified(dict(screen))
    if "type" not in spec:
        return {**_MESSAGE, **spec}
    view = OpenView("V1", "U0ANNA", spec, "", None, "", state.fresh(spec["blocks"]))
    view.errors = {block["block_id"]: FAULT for block in spec["blocks"] if block["type"] == "input"}
    return view_of(view)


_MESSAGE: Final[Json] = {
    "ts": "1795435200.000100",
    "author": BOT_USER_ID,
    "thread": None,
    "ephemeral": False,
    "edited": False,
    "revision": 1,
    "files": [],
    "values": {},
}
