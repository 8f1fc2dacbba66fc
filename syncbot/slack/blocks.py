"""Builders over Slack's models: each result is within Slack's limits whatever the text.

Text for `section`, `context` and their like is finished mrkdwn (see `syncbot.slack.text`); labels, button texts and
options are plain text and are cut here. Values of buttons and options are opaque ids, never data of a sync.
Limits: docs.slack.dev, *Blocks* and *Views*. One view may also not exceed 250 KB: rows of names shortened to
`NAME_LENGTH` stay below that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    CheckboxesElement,
    ContextBlock,
    DividerBlock,
    ExternalDataSelectElement,
    HeaderBlock,
    InputBlock,
    InputInteractiveElement,
    MarkdownTextObject,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.blocks.basic_components import DispatchActionConfig
from slack_sdk.models.views import View

from syncbot.slack.text import clip, in_input, plain

Json = dict[str, Any]

TITLE_LENGTH = 24
BUTTON_LENGTH = 75
OPTION_LENGTH = 75
PLACEHOLDER_LENGTH = 150
HEADER_LENGTH = 150
LABEL_LENGTH = 2000
SECTION_LENGTH = 3000
CONTEXT_LENGTH = 2000
INPUT_LENGTH = 3000
MESSAGE_TEXT_LENGTH = 4000
MESSAGE_BLOCKS = 50
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
            text=_plain(self.text, OPTION_LENGTH),
            description=_plain(self.description, OPTION_LENGTH) if self.description else None,
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


@dataclass(frozen=True, slots=True)
class Modal:
    """What surrounds the blocks of a modal.

    Attributes:
        meta: `private_metadata`: an opaque id, nothing else.
        submit: Empty for a view without inputs that only shows.
        external_id: A name of our own for a view that an acknowledgement pushes, unique in the workspace.
        ends: Closing this view closes the ones beneath it too.
    """

    callback_id: str
    title: str
    meta: str = ""
    submit: str = ""
    close: str = "Close"
    notify_on_close: bool = False
    external_id: str = ""
    ends: bool = False


def view(modal: Modal, blocks: Sequence[Block]) -> Json:
    """A modal as Slack takes it, checked against the models' rules."""
    return View(
        type="modal",
        callback_id=modal.callback_id,
        title=_plain(modal.title, TITLE_LENGTH),
        submit=_plain(modal.submit, TITLE_LENGTH) if modal.submit else None,
        close=_plain(modal.close, TITLE_LENGTH),
        private_metadata=modal.meta or None,
        notify_on_close=modal.notify_on_close or None,
        external_id=modal.external_id or None,
        clear_on_close=modal.ends or None,
        blocks=blocks,
    ).to_dict()


def message(text: str, blocks: Sequence[Block]) -> Json:
    """`text` (finished mrkdwn: what a phone shows and a screen reader reads) and `blocks` of a message.

    Link previews are off. What is more than a message holds is not built here: callers page.
    """
    return {
        "text": clip(text, MESSAGE_TEXT_LENGTH),
        "blocks": [block.to_dict() for block in blocks],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def section(*lines: str, accessory: ButtonElement | None = None, block_id: str | None = None) -> SectionBlock:
    """Lines of finished mrkdwn, with a button beside them."""
    return SectionBlock(text=_mrkdwn(lines, SECTION_LENGTH), accessory=accessory, block_id=block_id)


def context(*lines: str) -> ContextBlock:
    """Small grey lines of finished mrkdwn."""
    return ContextBlock(elements=[_mrkdwn(lines, CONTEXT_LENGTH)])


def header(text: str) -> HeaderBlock:
    """A heading of plain text."""
    return HeaderBlock(text=_plain(text, HEADER_LENGTH))


def divider() -> DividerBlock:
    """A line across."""
    return DividerBlock()


def button(text: str, action_id: str, value: str = "", *, label: str = "", style: str | None = None) -> ButtonElement:
    """A button; `label` is what a screen reader says where `text` alone would be ambiguous."""
    return ButtonElement(
        text=_plain(text, BUTTON_LENGTH),
        action_id=action_id,
        value=value or None,
        accessibility_label=plain(label, BUTTON_LENGTH) if label else None,
        style=style,
    )


def link_button(text: str, action_id: str, url: str) -> ButtonElement:
    """A button that opens a page; Slack reports the click all the same."""
    return ButtonElement(text=_plain(text, BUTTON_LENGTH), action_id=action_id, url=url)


def actions(*buttons: ButtonElement, block_id: str | None = None) -> ActionsBlock:
    """A row of at most 25 buttons, each with another action id."""
    return ActionsBlock(elements=list(buttons), block_id=block_id)


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
            placeholder=_plain(placeholder, PLACEHOLDER_LENGTH) if placeholder else None,
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
            placeholder=_plain(placeholder, PLACEHOLDER_LENGTH) if placeholder else None,
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


def options(choices: Iterable[Choice]) -> Json:
    """The answer to an options request; Slack shows *No result* for more than 100."""
    return {"options": [choice.option().to_dict() for choice in list(choices)[:OPTIONS_AT_MOST]]}


def _initial(choices: Sequence[Choice], chosen: str | None) -> Option | None:
    return next((choice.option() for choice in choices if choice.value == chosen), None)


def _input(asked: Asked, element: InputInteractiveElement) -> InputBlock:
    return InputBlock(
        label=_plain(asked.label, LABEL_LENGTH),
        element=element,
        block_id=asked.block_id,
        hint=_plain(asked.hint, LABEL_LENGTH) if asked.hint else None,
        optional=asked.optional or None,
        dispatch_action=asked.dispatch or None,
    )


def _plain(text: str, length: int) -> PlainTextObject:
    return PlainTextObject(text=plain(text, length), emoji=True)


def _mrkdwn(lines: Iterable[str], length: int) -> MarkdownTextObject:
    return MarkdownTextObject(text=clip("\n".join(line for line in lines if line) or "-", length), verbatim=True)
