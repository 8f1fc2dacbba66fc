"""What Slack's client itself allows a person to type and to submit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from syncbot.sandbox.slack import state
from syncbot.sandbox.slack.answers import Json
from syncbot.sandbox.slack.views import OpenView

REQUIRED = "Please complete this required field."
FILE_KINDS = ("file_input",)
FILE_BYTES = 10 * 1024 * 1024
TYPED_KINDS = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MOST_CHARACTERS = 3000
_MOST_FILES = 10


def value_of(element: Json, text: str) -> Any:
    """The value that typing this text gives; None for none.

    Raises:
        AssertionError: The input does not take it.
    """
    most = element.get("max_length") or _MOST_CHARACTERS
    if len(text) > most:
        message = f"The input takes {most} characters; this text has {len(text)}."
        raise AssertionError(message)
    multiline = element.get("multiline") or element["type"] == "rich_text_input"
    if "\n" in text and not multiline:
        message = "The input has one line; this text has several."
        raise AssertionError(message)
    if not text:
        return None
    if element["type"] == "rich_text_input":
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
        return {"type": "rich_text", "elements": [section]}
    return text


def takes_file(element: Json, name: str, *, size: int, beside: int) -> None:
    """See that a file input takes this file beside so many others.

    Raises:
        AssertionError: It does not.
    """
    kinds = element.get("filetypes")
    if kinds and name.rpartition(".")[2].lower() not in kinds:
        message = f"The input takes {', '.join(kinds)}; this is {name}."
        raise AssertionError(message)
    if size > FILE_BYTES or beside >= element.get("max_files", _MOST_FILES):
        message = f"The input does not take {name}: it is too large, or there are enough files."
        raise AssertionError(message)


def dispatches(block: Json, element: Json, when: str) -> bool:
    """Whether an input tells the app at this moment (`on_enter_pressed`, `on_character_entered`)."""
    config = element.get("dispatch_action_config") or {}
    return bool(block.get("dispatch_action")) and when in config.get("trigger_actions_on", ["on_enter_pressed"])


def complaints(view: OpenView) -> dict[str, str]:
    """Why the view cannot be submitted as it is, by block_id; the app is not asked."""
    found: dict[str, str] = {}
    for block, element in state.stateful(view.blocks):
        if block["type"] != "input":
            continue
        value = view.values[(block["block_id"], element["action_id"])].value
        complaint = _complaint(block, element, value)
        if complaint:
            found[block["block_id"]] = complaint
    return found


def _complaint(block: Json, element: Json, value: Any) -> str:
    if value in (None, [], ""):
        return "" if block.get("optional") else REQUIRED
    check = _CHECKS.get(element["type"])
    return check(element, value) if check else ""


def _too_short(element: Json, value: str) -> str:
    least = element.get("min_length") or 0
    return f"Must be at least {least} characters" if len(value) < least else ""


def _no_email(_element: Json, value: str) -> str:
    return "" if _EMAIL.fullmatch(value) else "Please enter a valid email address."


def _no_url(_element: Json, value: str) -> str:
    return "" if re.match(r"https?://\S+", value) else "Please enter a valid URL."


def _no_number(element: Json, value: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return "Please enter a number."
    if not element["is_decimal_allowed"] and not number.is_integer():
        return "Please enter a whole number."
    if "min_value" in element and number < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return ""


_CHECKS: Mapping[str, Callable[[Json, str], str]] = {
    "plain_text_input": _too_short,
    "email_text_input": _no_email,
    "url_text_input": _no_url,
    "number_input": _no_number,
}
