"""The page draws whatever the app can send; Slack's own types are taken from the models that the app builds with."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from slack_sdk.models import blocks
from slack_sdk.models.blocks import Block, BlockElement
from slack_sdk.models.blocks.block_elements import FileInputElement

import syncbot.slack
from syncbot.sandbox.page import serving

APP = Path(syncbot.slack.__file__).parent
KEY = re.compile(r"^  ([a-z_]+)[:,]", re.MULTILINE)
ABSTRACT = {"block", "interactive"}
MODELS = {**vars(blocks), FileInputElement.__name__: FileInputElement}


def used() -> Iterator[type]:
    """The models of blocks and elements that the app imports."""
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("slack_sdk.models.blocks"):
                yield from (MODELS[one.name] for one in node.names if one.name in MODELS)


def types(base: type) -> set[str]:
    named = {str(getattr(one, "type", "")) for one in used() if issubclass(one, base)}
    return {one for one in named if one and not one.startswith("<")} - ABSTRACT


def drawn(name: str) -> set[str]:
    """The keys of the table of drawings in a file of the page."""
    text = (serving.FILES / name).read_text(encoding="utf-8")
    return set(KEY.findall(text.partition("const DRAWN = {")[2]))


def test_every_block_that_the_app_uses_is_drawn() -> None:
    assert {"section", "actions", "header", "divider"} <= types(Block)
    assert types(Block) - drawn("blocks.js") == set()


def test_every_element_that_the_app_uses_is_drawn() -> None:
    assert {"button", "checkboxes", "file_input", "external_select"} <= types(BlockElement)
    assert types(BlockElement) - drawn("elements.js") == set()
