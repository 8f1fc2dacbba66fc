"""Reads `view.state.values`: block id, then action id, then the state of an element.

Slack answers `null` both for what was cleared and, after an update of the view, for what was never touched. So null
means "as it was rendered" everywhere, and every reader takes what was rendered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from syncbot.slack.blocks import INPUT_LENGTH
from syncbot.slack.text import behind_input, in_input

Values = Mapping[str, Mapping[str, Mapping[str, Any]]]


def block_of(values: Values, action_id: str) -> str | None:
    """The block that holds this input: where an error is shown."""
    return next((block_id for block_id, actions in values.items() if action_id in actions), None)


def typed(values: Values, action_id: str, rendered: str, *, multiline: bool = False) -> str:
    """The text of an input; what was rendered, whole, when the part of it that fits an input stands there unchanged.

    What did not fit stays behind what was typed: nobody saw it, so nobody took it away.
    """
    text = _state(values, action_id).get("value")
    if text in (None, in_input(rendered, INPUT_LENGTH, multiline=multiline)):
        return rendered
    return f"{text}{behind_input(rendered, INPUT_LENGTH, multiline=multiline)}"


def chosen(values: Values, action_id: str, rendered: str) -> str:
    """The value of the chosen option of a menu or radio group."""
    option = _state(values, action_id).get("selected_option")
    return rendered if option is None else str(option["value"])


def ticked(values: Values, action_id: str, rendered: frozenset[str]) -> frozenset[str]:
    """The values of the ticked boxes. An empty list is the one way to untick the last, so it counts as unticked."""
    options = _state(values, action_id).get("selected_options")
    return rendered if options is None else frozenset(str(option["value"]) for option in options)


def files(values: Values, action_id: str) -> tuple[Mapping[str, Any], ...]:
    """The files that were chosen, as Slack describes them."""
    return tuple(_state(values, action_id).get("files") or ())


def _state(values: Values, action_id: str) -> Mapping[str, Any]:
    return next((actions[action_id] for actions in values.values() if action_id in actions), {})
