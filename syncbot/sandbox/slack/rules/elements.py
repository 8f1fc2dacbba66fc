"""Interactive elements, and which kinds a block may hold."""

from __future__ import annotations

from collections.abc import Iterator

from syncbot.sandbox.slack.rules.check import (
    Breach,
    Check,
    Table,
    anything,
    array,
    boolean,
    both,
    choice,
    integer,
    string,
    table,
)
from syncbot.sandbox.slack.rules.composition import (
    CONFIRM,
    GROUP_LIST,
    LISTED_OPTION,
    OPTION_LIST,
    OVERFLOW_OPTION,
    SELECT_OPTION,
    URL_STRING,
    distinct_values,
    initial_offered,
    options_or_groups,
    plain,
)

TYPED = 3000
ID = string(255)
NUMBER = string(50, pattern=r"-?\d+(\.\d+)?")
DATE = string(10, pattern=r"\d{4}-\d{2}-\d{2}")
TIME = string(5, pattern=r"([01]\d|2[0-3]):[0-5]\d")
EPOCH = integer(1_000_000_000, 9_999_999_999)
MANY = 100

_COMMON: Table = {"action_id": ID, "focus_on_load": boolean}
_PICKED: Table = {**_COMMON, "confirm": CONFIRM, "placeholder": plain(150)}
_DISPATCH = table({}, {"trigger_actions_on": array(choice("on_enter_pressed", "on_character_entered"), 1, 2)})
_TYPED: Table = {**_COMMON, "placeholder": plain(150), "dispatch_action_config": _DISPATCH}


def _element(kind: str, required: Table, optional: Table, *across: Check) -> Check:
    return both(table({"type": choice(kind), **required}, optional), *across)


def _length_makes_sense(value: object, at: str) -> Iterator[Breach]:
    if not isinstance(value, dict):
        return
    least, most, initial = value.get("min_length") or 0, value.get("max_length") or TYPED, value.get("initial_value")
    if least > most:
        yield Breach("min_length must not be more than max_length", at)
    if initial is not None and len(initial) > most:
        yield Breach(f"initial_value must be less than {most + 1} characters", f"{at}/initial_value")


def _range_makes_sense(value: object, at: str) -> Iterator[Breach]:
    if not isinstance(value, dict):
        return
    low, high = value.get("min_value"), value.get("max_value")
    if low is not None and high is not None and float(low) > float(high):
        yield Breach("min_value must not be more than max_value", at)


def _static(kind: str, extra: Table) -> Check:
    optional = {**_PICKED, "options": OPTION_LIST, "option_groups": GROUP_LIST, **extra}
    return _element(kind, {}, optional, options_or_groups, distinct_values, initial_offered)


def _one(kind: str, extra: Table) -> Check:
    return _element(kind, {}, {**_PICKED, **extra})


def _several(kind: str, extra: Table) -> Check:
    return _element(kind, {}, {**_PICKED, "max_selected_items": integer(1, MANY), **extra})


_MANY: Table = {"initial_options": array(SELECT_OPTION, 1, MANY), "max_selected_items": integer(1, MANY)}
_QUERY: Table = {"min_query_length": integer(0, 3000)}
_CONVERSATIONS: Table = {"default_to_current_conversation": boolean, "filter": anything}
_URL_ENABLED: Table = {"response_url_enabled": boolean}
_PLAIN_INPUT: Table = {
    **_TYPED,
    "initial_value": string(TYPED, 0),
    "multiline": boolean,
    "min_length": integer(0, TYPED),
    "max_length": integer(1, TYPED),
}
_NUMBER_INPUT: Table = {**_TYPED, "min_value": NUMBER, "max_value": NUMBER, "initial_value": NUMBER}
_BUTTON: Table = {
    "action_id": ID,
    "url": URL_STRING,
    "value": string(2000, 0),
    "style": choice("primary", "danger"),
    "confirm": CONFIRM,
    "accessibility_label": string(75),
}
_LISTED: Table = {"options": array(LISTED_OPTION, 1, 10)}
_IMAGE: Table = {"image_url": string(3000), "slack_file": anything}

ELEMENTS: Table = {
    "button": _element("button", {"text": plain(75)}, _BUTTON),
    "workflow_button": _element("workflow_button", {"text": plain(75), "workflow": anything}, _BUTTON),
    "overflow": _element(
        "overflow", {"options": array(OVERFLOW_OPTION, 1, 5)}, {"action_id": ID, "confirm": CONFIRM}, distinct_values
    ),
    "checkboxes": _element(
        "checkboxes",
        _LISTED,
        {**_COMMON, "confirm": CONFIRM, "initial_options": array(LISTED_OPTION, 1, 10)},
        distinct_values,
        initial_offered,
    ),
    "radio_buttons": _element(
        "radio_buttons",
        _LISTED,
        {**_COMMON, "confirm": CONFIRM, "initial_option": LISTED_OPTION},
        distinct_values,
        initial_offered,
    ),
    "static_select": _static("static_select", {"initial_option": SELECT_OPTION}),
    "multi_static_select": _static("multi_static_select", _MANY),
    "external_select": _one("external_select", {"initial_option": SELECT_OPTION, **_QUERY}),
    "multi_external_select": _one("multi_external_select", {**_MANY, **_QUERY}),
    "users_select": _one("users_select", {"initial_user": ID}),
    "multi_users_select": _several("multi_users_select", {"initial_users": array(ID, 1, MANY)}),
    "conversations_select": _one(
        "conversations_select", {"initial_conversation": ID, **_CONVERSATIONS, **_URL_ENABLED}
    ),
    "multi_conversations_select": _several(
        "multi_conversations_select", {"initial_conversations": array(ID, 1, MANY), **_CONVERSATIONS}
    ),
    "channels_select": _one("channels_select", {"initial_channel": ID, **_URL_ENABLED}),
    "multi_channels_select": _several("multi_channels_select", {"initial_channels": array(ID, 1, MANY)}),
    "datepicker": _one("datepicker", {"initial_date": DATE}),
    "timepicker": _one("timepicker", {"initial_time": TIME, "timezone": string(100)}),
    "datetimepicker": _element("datetimepicker", {}, {**_COMMON, "confirm": CONFIRM, "initial_date_time": EPOCH}),
    "plain_text_input": _element("plain_text_input", {}, _PLAIN_INPUT, _length_makes_sense),
    "email_text_input": _element("email_text_input", {}, {**_TYPED, "initial_value": string(TYPED, 0)}),
    "url_text_input": _element("url_text_input", {}, {**_TYPED, "initial_value": string(TYPED, 0)}),
    "number_input": _element("number_input", {"is_decimal_allowed": boolean}, _NUMBER_INPUT, _range_makes_sense),
    "rich_text_input": _element(
        "rich_text_input",
        {},
        {**_TYPED, "initial_value": anything, "min_lines": integer(1, 100), "max_lines": integer(1, 100)},
    ),
    "file_input": _element(
        "file_input", {}, {"action_id": ID, "filetypes": array(string(20), 1, 100), "max_files": integer(1, 10)}
    ),
    "image": _element("image", {"alt_text": string(2000)}, _IMAGE),
}

_MENUS = tuple(kind for kind in ELEMENTS if kind.endswith("_select"))
_PICKERS = ("checkboxes", "radio_buttons", "datepicker", "timepicker", *_MENUS)

SECTION_ACCESSORIES = ("button", "workflow_button", "overflow", "image", *_PICKERS)
ACTIONS_ELEMENTS = ("button", "workflow_button", "overflow", "datetimepicker", *_PICKERS)
INPUT_ELEMENTS = (
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
    "datetimepicker",
    *_PICKERS,
)


def only(kinds: tuple[str, ...]) -> Table:
    """The rows of the element table for these kinds."""
    return {kind: ELEMENTS[kind] for kind in kinds}
