"""The page draws whatever the app can send: each block and element that its source names, where Slack has such."""

from __future__ import annotations

import ast
import inspect
import re

from syncbot.sandbox.page import serving
from syncbot.sandbox.slack.rules.blocks import BLOCKS
from syncbot.sandbox.slack.rules.elements import ELEMENTS
from syncbot.slack import asking, blocks

KEY = re.compile(r"^  ([a-z_]+)[:,]", re.MULTILINE)


def named() -> set[str]:
    """Every text that could be the type of a block or element, where the app builds them."""
    nodes = (node for one in (blocks, asking) for node in ast.walk(ast.parse(inspect.getsource(one))))
    return {str(node.value) for node in nodes if isinstance(node, ast.Constant)}


def drawn(name: str) -> set[str]:
    """The keys of the table of drawings in a file of the page."""
    text = (serving.FILES / name).read_text(encoding="utf-8")
    return set(KEY.findall(text.partition("const DRAWN = {")[2]))


def test_every_block_that_the_app_uses_is_drawn() -> None:
    used = named() & set(BLOCKS)
    assert {"section", "actions", "header", "divider"} <= used
    assert used - drawn("blocks.js") == set()


def test_every_element_that_the_app_uses_is_drawn() -> None:
    used = named() & set(ELEMENTS)
    assert {"button", "checkboxes", "file_input", "external_select"} <= used
    assert used - drawn("elements.js") == set()
