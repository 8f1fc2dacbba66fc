"""Every screen and message keeps Slack's rules and stays under 100 blocks and 250 KB, whatever the names are.

The table has an entry for each function that builds one; a screen that is not in it fails.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from syncbot.slack import (
    blocks,
)
from tests.slack.every_screen import SCREENS
from tests.slack.scenes import (
    EXTREMES,
    assert_message_keeps_the_rules,
    assert_view_keeps_the_rules,
)

BYTES_AT_MOST = 250_000


def builders() -> set[str]:
    """Every function that makes a view, a home or a message."""
    room = Path(blocks.__file__).parent
    return {
        f"{path.relative_to(room).as_posix()}:{made.name}"
        for path in room.rglob("*.py")
        for made in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(made, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(map(_makes, ast.walk(made)))
    }


def _makes(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = ast.unparse(node.func)
    return called in ("blocks.view", "blocks.message", "blocks.home", "root_view", "part_view")


def test_every_function_that_builds_a_screen_is_in_the_table() -> None:
    assert builders() == set(SCREENS)


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("text", [*EXTREMES, "Leads"], ids=range(len(EXTREMES) + 1))
def test_a_screen_keeps_slacks_rules_whatever_the_names_are(name: str, text: str) -> None:
    screens = list(SCREENS[name](text))
    assert screens
    for screen in screens:
        assert len(json.dumps(screen)) < BYTES_AT_MOST  # every character outside ASCII escaped, as the client sends it
        (assert_view_keeps_the_rules if "type" in screen else assert_message_keeps_the_rules)(screen)
