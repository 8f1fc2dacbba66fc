"""Builders of inputs over Slack's models: what is asked, and what can be chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    CheckboxesElement,
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    InputInteractiveElement,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    StaticSelectElement,
)
from slack_sdk.models.blocks.basic_components import DispatchActionConfig
from slack_sdk.models.blocks.block_elements import FileInputElement

from syncbot.slack.text import in_input, plain

Json = dict[str, Any]

OPTION_LENGTH = 75
PLACEHOLDER_LENGTH = 150
LABEL_LENGTH = 2000
INPUT_LENGTH = 3000
OPTIONS_AT_MOST = 100
TICKS_AT_MOST = 10

_ON_ENTER = DispatchActionConfig(trigger_actions_on=["on_enter_pressed"])


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

    def option(self) -> Option:
        """The model of it; the same choice always makes the same option, as `initial_option` needs."""
        return Option(
            value=self.value,
            text=plain_object(self.text, OPTION_LENGTH),
            description=plain_object(self.description, OPTION_LENGTH) if self.description else None,
        )


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
) -> InputBlock:
    """A text input; a value longer than Slack holds is cut, so the reader must be given what was rendered."""
    return _input(
        asked,
        PlainTextInputElement(
            action_id=asked.action_id,
            initial_value=in_input(value, max_length, multiline=multiline) or None,
            multiline=multiline or None,
            max_length=max_length,
            placeholder=plain_object(placeholder, PLACEHOLDER_LENGTH) if placeholder else None,
            dispatch_action_config=_ON_ENTER if asked.dispatch else None,
        ),
    )


def number(
    asked: Asked, value: int | None = None, *, minimum: int | None = None, maximum: int | None = None
) -> InputBlock:
    """A whole number; Slack carries all of them as strings."""
    return _input(
        asked,
        NumberInputElement(
            action_id=asked.action_id,
            is_decimal_allowed=False,
            initial_value=None if value is None else str(value),
            min_value=None if minimum is None else str(minimum),
            max_value=None if maximum is None else str(maximum),
        ),
    )


def select(asked: Asked, choices: Sequence[Choice], chosen: str | None = None) -> InputBlock:
    """A menu of at most 100 choices; `chosen` is the value of one of them, or nothing is chosen."""
    return _input(
        asked,
        StaticSelectElement(
            action_id=asked.action_id,
            options=[choice.option() for choice in choices[:OPTIONS_AT_MOST]],
            initial_option=_initial(choices[:OPTIONS_AT_MOST], chosen),
        ),
    )


def external_select(asked: Asked, chosen: Choice | None = None, *, placeholder: str = "") -> InputBlock:
    """A menu whose choices are asked for while typing, and once when it opens."""
    return _input(
        asked,
        ExternalDataSelectElement(
            action_id=asked.action_id,
            initial_option=chosen.option() if chosen else None,
            min_query_length=0,
            placeholder=plain_object(placeholder, PLACEHOLDER_LENGTH) if placeholder else None,
        ),
    )


def multi_external_select(asked: Asked, chosen: Sequence[Choice] = ()) -> InputBlock:
    """A menu of which several can be chosen, asked for while typing; at most 100 are shown as chosen."""
    return _input(
        asked,
        ExternalDataMultiSelectElement(
            action_id=asked.action_id,
            initial_options=[choice.option() for choice in chosen[:OPTIONS_AT_MOST]] or None,
            min_query_length=0,
        ),
    )


def checkboxes(asked: Asked, choices: Sequence[Choice], ticked: Collection[str] = ()) -> InputBlock:
    """At most ten boxes; `ticked` are values."""
    options = [choice.option() for choice in choices[:TICKS_AT_MOST]]
    return _input(
        asked,
        CheckboxesElement(
            action_id=asked.action_id,
            options=options,
            initial_options=[option for option in options if option.value in ticked] or None,
        ),
    )


def radio(asked: Asked, choices: Sequence[Choice], chosen: str | None = None) -> InputBlock:
    """At most ten choices, all visible."""
    return _input(
        asked,
        RadioButtonsElement(
            action_id=asked.action_id,
            options=[choice.option() for choice in choices[:TICKS_AT_MOST]],
            initial_option=_initial(choices[:TICKS_AT_MOST], chosen),
        ),
    )


def file_input(asked: Asked, filetypes: Sequence[str]) -> InputBlock:
    """One file of one of these kinds; Slack checks only how its name ends."""
    return _input(asked, FileInputElement(action_id=asked.action_id, filetypes=list(filetypes), max_files=1))


def options(choices: Iterable[Choice]) -> Json:
    """The answer to an options request; Slack shows *No result* for more than 100."""
    return {"options": [choice.option().to_dict() for choice in list(choices)[:OPTIONS_AT_MOST]]}


def _initial(choices: Sequence[Choice], chosen: str | None) -> Option | None:
    return next((choice.option() for choice in choices if choice.value == chosen), None)


def _input(asked: Asked, element: InputInteractiveElement) -> InputBlock:
    return InputBlock(
        label=plain_object(asked.label, LABEL_LENGTH),
        element=element,
        block_id=asked.block_id,
        hint=plain_object(asked.hint, LABEL_LENGTH) if asked.hint else None,
        optional=asked.optional or None,
        dispatch_action=asked.dispatch or None,
    )


def plain_object(text: str, length: int) -> PlainTextObject:
    """Plain text within `length`."""
    return PlainTextObject(text=plain(text, length), emoji=True)
