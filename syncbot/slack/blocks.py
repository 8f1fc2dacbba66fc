"""Builders over Slack's models: each result is within Slack's limits whatever the text.

Text for `section`, `context` and their like is finished mrkdwn (see `syncbot.slack.text`); labels, button texts and
options are plain text and are cut here. Values of buttons and options are opaque ids, never data of a sync.
Limits: docs.slack.dev, *Blocks* and *Views*. One view may also not exceed 250 KB: rows of names shortened to
`NAME_LENGTH` stay below that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    MarkdownTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from syncbot.slack.asking import (
    INPUT_LENGTH,
    OPTIONS_AT_MOST,
    Asked,
    Choice,
    Json,
    checkboxes,
    external_select,
    file_input,
    multi_external_select,
    number,
    options,
    plain_object,
    radio,
    select,
    text_input,
)
from syncbot.slack.text import clip, plain

__all__ = [
    "BUTTON_LENGTH",
    "HEADER_LENGTH",
    "INPUT_LENGTH",
    "MESSAGE_BLOCKS",
    "OPTIONS_AT_MOST",
    "Asked",
    "Choice",
    "Json",
    "Modal",
    "actions",
    "button",
    "checkboxes",
    "context",
    "divider",
    "external_select",
    "file_input",
    "header",
    "link_button",
    "message",
    "multi_external_select",
    "number",
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
MESSAGE_BLOCKS = 50


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
        title=plain_object(modal.title, TITLE_LENGTH),
        submit=plain_object(modal.submit, TITLE_LENGTH) if modal.submit else None,
        close=plain_object(modal.close, TITLE_LENGTH),
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
    return HeaderBlock(text=plain_object(text, HEADER_LENGTH))


def divider() -> DividerBlock:
    """A line across."""
    return DividerBlock()


def button(text: str, action_id: str, value: str = "", *, label: str = "", style: str | None = None) -> ButtonElement:
    """A button; `label` is what a screen reader says where `text` alone would be ambiguous."""
    return ButtonElement(
        text=plain_object(text, BUTTON_LENGTH),
        action_id=action_id,
        value=value or None,
        accessibility_label=plain(label, BUTTON_LENGTH) if label else None,
        style=style,
    )


def link_button(text: str, action_id: str, url: str) -> ButtonElement:
    """A button that opens a page; Slack reports the click all the same."""
    return ButtonElement(text=plain_object(text, BUTTON_LENGTH), action_id=action_id, url=url)


def actions(*buttons: ButtonElement, block_id: str | None = None) -> ActionsBlock:
    """A row of at most 25 buttons, each with another action id."""
    return ActionsBlock(elements=list(buttons), block_id=block_id)


def _mrkdwn(lines: Iterable[str], length: int) -> MarkdownTextObject:
    return MarkdownTextObject(text=clip("\n".join(line for line in lines if line) or "-", length), verbatim=True)
