"""Builders of what Slack shows, as the JSON that it takes: each result is within its limits whatever the text.

Text for `section`, `context` and their like is finished mrkdwn (see `syncbot.slack.text`); labels, button texts and
options are plain text and are cut here. Values of buttons and options are opaque ids, never data of a sync.
Limits: docs.slack.dev, *Blocks* and *Views*. One view may also not exceed 250 KB: rows of names shortened to
`NAME_LENGTH` stay below that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from syncbot.slack.asking import (
    INPUT_LENGTH,
    OPTIONS_AT_MOST,
    Asked,
    Block,
    Choice,
    Element,
    Json,
    checkboxes,
    external_menu,
    external_select,
    file_input,
    menu,
    multi_external_select,
    options,
    plain_object,
    radio,
    select,
    text_input,
    there,
)
from syncbot.slack.fitting import fitted
from syncbot.slack.text import clip, plain

__all__ = [
    "BUTTON_LENGTH",
    "HEADER_LENGTH",
    "INPUT_LENGTH",
    "OPTIONS_AT_MOST",
    "Asked",
    "Block",
    "Choice",
    "Element",
    "Json",
    "Modal",
    "actions",
    "asking_first",
    "button",
    "checkboxes",
    "context",
    "external_menu",
    "external_select",
    "file_input",
    "header",
    "home",
    "menu",
    "message",
    "multi_external_select",
    "options",
    "radio",
    "section",
    "select",
    "text_input",
    "view",
]

TITLE_LENGTH = 24
BUTTON_LENGTH = 75
HEADER_LENGTH = 150
SECTION_LENGTH = 3000
CONTEXT_LENGTH = 2000
MESSAGE_TEXT_LENGTH = 4000
CONFIRM_TITLE_LENGTH = 100
CONFIRM_TEXT_LENGTH = 300
CONFIRM_BUTTON_LENGTH = 30


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
    """A modal as Slack takes it."""
    return there(
        type="modal",
        callback_id=modal.callback_id,
        title=plain_object(modal.title, TITLE_LENGTH),
        submit=plain_object(modal.submit, TITLE_LENGTH) if modal.submit else None,
        close=plain_object(modal.close, TITLE_LENGTH),
        private_metadata=modal.meta or None,
        notify_on_close=modal.notify_on_close or None,
        external_id=modal.external_id or None,
        clear_on_close=modal.ends or None,
        blocks=list(blocks),
    )


def home(callback_id: str, blocks: Sequence[Block]) -> Json:
    """The app's home as Slack takes it."""
    return {"type": "home", "callback_id": callback_id, "blocks": list(blocks)}


def message(text: str, blocks: Sequence[Block]) -> Json:
    """`text` (finished mrkdwn: what a phone shows and a screen reader reads) and `blocks` of a message.

    Link previews are off. The longest texts are cut where all together are more than a message holds; of more blocks
    than it holds callers make pages.
    """
    return {
        "text": clip(text, MESSAGE_TEXT_LENGTH),
        "blocks": fitted(blocks),
        "unfurl_links": False,
        "unfurl_media": False,
    }


def section(*lines: str, accessory: Element | None = None, block_id: str | None = None) -> Block:
    """Lines of finished mrkdwn, with a button beside them."""
    return there(type="section", text=_mrkdwn(lines, SECTION_LENGTH), accessory=accessory, block_id=block_id)


def context(*lines: str) -> Block:
    """Small grey lines of finished mrkdwn."""
    return {"type": "context", "elements": [_mrkdwn(lines, CONTEXT_LENGTH)]}


def header(text: str) -> Block:
    """A heading of plain text."""
    return {"type": "header", "text": plain_object(text, HEADER_LENGTH)}


def button(text: str, action_id: str, value: str = "", *, label: str = "", style: str | None = None) -> Element:
    """A button; `label` is what a screen reader says where `text` alone would be ambiguous."""
    return there(
        type="button",
        text=plain_object(text, BUTTON_LENGTH),
        action_id=action_id,
        value=value or None,
        accessibility_label=plain(label, BUTTON_LENGTH) if label else None,
        style=style,
    )


def asking_first(button: Element, question: str, means: str, *, yes: str, no: str) -> Element:
    """The button with a question before it acts.

    Args:
        button: What is asked before.
        question: In a few words.
        means: What *yes* does.
        yes: Of the answer that acts.
        no: Of the other.
    """
    confirm = {
        "title": plain_object(question, CONFIRM_TITLE_LENGTH),
        "text": {"type": "mrkdwn", "text": clip(means, CONFIRM_TEXT_LENGTH)},
        "confirm": plain_object(yes, CONFIRM_BUTTON_LENGTH),
        "deny": plain_object(no, CONFIRM_BUTTON_LENGTH),
    }
    return {**button, "confirm": confirm}


def actions(*elements: Element, block_id: str | None = None) -> Block:
    """A row of at most 25 buttons and menus, each with another action id."""
    return there(type="actions", elements=list(elements), block_id=block_id)


def _mrkdwn(lines: Iterable[str], length: int) -> Json:
    text = clip("\n".join(line for line in lines if line) or "-", length)
    return {"type": "mrkdwn", "text": text, "verbatim": True}
