"""Builders of inputs: what is asked, and what can be chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from syncbot.slack.text import behind_input, in_input, plain

Json = dict[str, Any]
Block: TypeAlias = Json
"""One block as Slack takes it."""
Element: TypeAlias = Json
"""A button, a menu, an input: what stands in a block."""

IN_PART = "The first {shown:,} of {count:,} characters. The others stay as they are, behind what stands here."

OPTION_LENGTH = 75
PLACEHOLDER_LENGTH = 150
LABEL_LENGTH = 2000
INPUT_LENGTH = 3000
OPTIONS_AT_MOST = 100
TICKS_AT_MOST = 10

HINT = "hint"
"""The value of an option that only tells something; choosing it chooses nothing."""
STILL_LOADING = "Still loading: Polytomic has not answered yet. Type again in a moment"
TYPE_TO_NARROW = "{more} more, type to narrow"

_ON_ENTER: Final = {"trigger_actions_on": ["on_enter_pressed"]}


@dataclass(frozen=True, slots=True)
class Choice:
    """One option.

    Attributes:
        value: An opaque id, at most 150 characters.
        text: Plain text, cut to 75.
        description: Under the option, plain text, cut to 75; empty for none.
    """

    value: str
    text: str
    description: str = ""

    def option(self) -> Json:
        """As Slack takes it; the same choice always makes the same option, as `initial_option` needs."""
        description = plain_object(self.description, OPTION_LENGTH) if self.description else None
        return there(value=self.value, text=plain_object(self.text, OPTION_LENGTH), description=description)


@dataclass(frozen=True, slots=True)
class Asked:
    """What surrounds the element of an input.

    Attributes:
        block_id: Must change when the initial value changes: Slack keeps what was typed under the same ids.
        dispatch: Also sends the value at once: text on Enter, a choice when it is made.
    """

    label: str
    action_id: str
    block_id: str
    hint: str = ""
    optional: bool = False
    dispatch: bool = False


def text_input(
    asked: Asked, value: str = "", *, multiline: bool = False, placeholder: str = "", max_length: int = INPUT_LENGTH
) -> Block:
    """A text input; of a value longer than Slack holds the rest is told of, and `answers.typed` keeps it."""
    if max_length == INPUT_LENGTH and behind_input(value, max_length, multiline=multiline):
        told = IN_PART.format(shown=max_length, count=len(value))
        asked = replace(asked, hint=" ".join(each for each in (told, asked.hint) if each))
    return _input(
        asked,
        there(
            type="plain_text_input",
            action_id=asked.action_id,
            initial_value=in_input(value, max_length, multiline=multiline) or None,
            multiline=multiline or None,
            max_length=max_length,
            placeholder=plain_object(placeholder, PLACEHOLDER_LENGTH) if placeholder else None,
            dispatch_action_config=_ON_ENTER if asked.dispatch else None,
        ),
    )


def select(asked: Asked, choices: Sequence[Choice], chosen: str | None = None) -> Block:
    """A menu of at most 100 choices; `chosen` is the value of one of them, or nothing is chosen."""
    return _input(
        asked,
        menu(asked.action_id, choices, chosen),
    )


def external_select(asked: Asked, chosen: Choice | None = None, *, placeholder: str = "") -> Block:
    """A menu whose choices are asked for while typing, and once when it opens."""
    return _input(
        asked,
        external_menu(asked.action_id, chosen, placeholder=placeholder),
    )


def multi_external_select(asked: Asked, chosen: Sequence[Choice] = ()) -> Block:
    """A menu of which several can be chosen, asked for while typing; at most 100 are shown as chosen."""
    return _input(
        asked,
        there(
            type="multi_external_select",
            action_id=asked.action_id,
            initial_options=[choice.option() for choice in chosen[:OPTIONS_AT_MOST]] or None,
            min_query_length=0,
        ),
    )


def checkboxes(asked: Asked, choices: Sequence[Choice], ticked: Collection[str] = ()) -> Block:
    """At most ten boxes; `ticked` are values."""
    options = [choice.option() for choice in choices[:TICKS_AT_MOST]]
    return _input(
        asked,
        there(
            type="checkboxes",
            action_id=asked.action_id,
            options=options,
            initial_options=[option for option in options if option["value"] in ticked] or None,
        ),
    )


def radio(asked: Asked, choices: Sequence[Choice], chosen: str | None = None) -> Block:
    """At most ten choices, all visible."""
    return _input(
        asked,
        _one_of("radio_buttons", asked.action_id, choices[:TICKS_AT_MOST], chosen),
    )


def file_input(asked: Asked, filetypes: Sequence[str]) -> Block:
    """One file of one of these kinds; Slack checks only how its name ends."""
    return _input(asked, there(type="file_input", action_id=asked.action_id, filetypes=list(filetypes), max_files=1))


def options(choices: Iterable[Choice]) -> Json:
    """The answer to an options request; Slack shows *No result* for more than 100."""
    return {"options": [choice.option() for choice in list(choices)[:OPTIONS_AT_MOST]]}


def menu(action_id: str, choices: Sequence[Choice], chosen: str | None = None, *, placeholder: str = "") -> Element:
    """A menu of at most 100 choices, for an input or a row of actions."""
    return _one_of("static_select", action_id, choices[:OPTIONS_AT_MOST], chosen) | _placeholder(placeholder)


def external_menu(action_id: str, chosen: Choice | None = None, *, placeholder: str = "") -> Element:
    """A menu whose choices are asked for while typing, for an input or a row of actions."""
    initial = chosen.option() if chosen else None
    element = there(type="external_select", action_id=action_id, initial_option=initial, min_query_length=0)
    return element | _placeholder(placeholder)


def _one_of(kind: str, action_id: str, choices: Sequence[Choice], chosen: str | None) -> Element:
    initial = next((choice.option() for choice in choices if choice.value == chosen), None)
    options = [choice.option() for choice in choices]
    return there(type=kind, action_id=action_id, options=options, initial_option=initial)


def _placeholder(text: str) -> Json:
    return {"placeholder": plain_object(text, PLACEHOLDER_LENGTH)} if text else {}


def _input(asked: Asked, element: Element) -> Block:
    return there(
        type="input",
        label=plain_object(asked.label, LABEL_LENGTH),
        element=element,
        block_id=asked.block_id,
        hint=plain_object(asked.hint, LABEL_LENGTH) if asked.hint else None,
        optional=asked.optional or None,
        dispatch_action=asked.dispatch or None,
    )


def plain_object(text: str, length: int) -> Json:
    """Plain text within `length`."""
    return {"type": "plain_text", "text": plain(text, length), "emoji": True}


def there(**values: object) -> Json:
    """The values that are there: Slack refuses null under most keys."""
    return {key: value for key, value in values.items() if value is not None}
