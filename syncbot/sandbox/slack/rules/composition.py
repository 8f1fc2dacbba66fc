"""Text, options, option groups and confirmations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from syncbot.sandbox.slack.rules.check import Breach, Check, array, boolean, both, choice, string, table, tagged

TEXT = 3000
OPTION_TEXT = 75
OPTION_VALUE = 150
OPTIONS = 100
URL = 3000


def plain(most: int) -> Check:
    """A plain_text object."""
    return table({"type": choice("plain_text"), "text": string(most)}, {"emoji": boolean})


def text(most: int = TEXT) -> Check:
    """A plain_text or mrkdwn object."""
    marked = table({"type": choice("mrkdwn"), "text": string(most)}, {"verbatim": boolean})
    return tagged({"plain_text": plain(most), "mrkdwn": marked}, "text object")


URL_STRING = string(URL, pattern=r"[A-Za-z][A-Za-z0-9+.-]*:\S+")

SELECT_OPTION = table({"text": plain(OPTION_TEXT), "value": string(OPTION_VALUE)}, {"description": plain(75)})
LISTED_OPTION = table({"text": text(OPTION_TEXT), "value": string(OPTION_VALUE)}, {"description": text(75)})
OVERFLOW_OPTION = table(
    {"text": plain(OPTION_TEXT), "value": string(OPTION_VALUE)}, {"description": plain(75), "url": URL_STRING}
)

OPTION_LIST = array(SELECT_OPTION, 1, OPTIONS)
GROUP_LIST = array(table({"label": plain(75), "options": OPTION_LIST}), 1, OPTIONS)

CONFIRM = table(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)

# What answers a request for options: an empty list says that there are none.
ANSWERED_OPTIONS = table({"options": array(SELECT_OPTION, 0, OPTIONS)})
ANSWERED_GROUPS = table(
    {"option_groups": array(table({"label": plain(75), "options": array(SELECT_OPTION, 0, OPTIONS)}), 0, OPTIONS)}
)


def options_of(element: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every option of a select, whether grouped or not; of an answer to a request for options, too."""
    groups = element.get("option_groups") or ()
    lists = [element.get("options") or [], *(group.get("options") or [] for group in groups)]
    return [option for one in lists for option in one]


def options_or_groups(value: object, at: str) -> Iterator[Breach]:
    """Exactly one of `options` and `option_groups`."""
    if isinstance(value, dict) and bool(value.get("options")) == bool(value.get("option_groups")):
        yield Breach("must provide exactly one of options and option_groups", at)


def distinct_values(value: object, at: str) -> Iterator[Breach]:
    """No two options of one element answer with the same value."""
    if not isinstance(value, dict):
        return
    seen: set[object] = set()
    for option in options_of(value):
        if option["value"] in seen:
            yield Breach(f"duplicate option value: {option['value']}", at)
        seen.add(option["value"])


def initial_offered(value: object, at: str) -> Iterator[Breach]:
    """`initial_option` and each of `initial_options` equal one of the options exactly."""
    if not isinstance(value, dict):
        return
    offered = [_whole(option) for option in options_of(value)]
    one = value.get("initial_option")
    for initial in [*([one] if one else []), *(value.get("initial_options") or [])]:
        if _whole(initial) not in offered:
            yield Breach(f"initial option not found among the options: {initial.get('value')}", at)


def _whole(option: dict[str, Any]) -> dict[str, Any]:
    """The option with the defaults that Slack fills in, so that leaving them out does not tell two apart."""
    label = option["text"]
    if isinstance(label, dict) and label.get("type") == "plain_text":
        return {**option, "text": {"emoji": True, **label}}
    return option


OPTIONS_ANSWER = both(
    lambda value, at: (ANSWERED_GROUPS if isinstance(value, dict) and "option_groups" in value else ANSWERED_OPTIONS)(
        value, at
    ),
    distinct_values,
)
