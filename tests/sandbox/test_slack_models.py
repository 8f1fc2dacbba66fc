"""What the SDK's own models build keeps every rule: the tables are not stricter than Slack."""

from __future__ import annotations

from slack_sdk.models.blocks import (
    ActionsBlock,
    ButtonElement,
    CheckboxesElement,
    ConfirmObject,
    ContextBlock,
    DividerBlock,
    ExternalDataSelectElement,
    HeaderBlock,
    InputBlock,
    MarkdownTextObject,
    NumberInputElement,
    Option,
    OverflowMenuElement,
    PlainTextInputElement,
    RadioButtonsElement,
    SectionBlock,
    StaticSelectElement,
    TimePickerElement,
)
from slack_sdk.models.views import View

from syncbot.sandbox.slack.rules.payload import breaches_of_view

OPTIONS = [Option(text="a", value="a", description="d"), Option(text="b", value="b")]
BLOCKS = [
    HeaderBlock(text="Mappings"),
    SectionBlock(
        text=MarkdownTextObject(text="*37*", verbatim=True),
        accessory=ButtonElement(
            text="Edit", action_id="a", value="v", style="primary", accessibility_label="Edit Mappings"
        ),
    ),
    SectionBlock(text="plain", accessory=OverflowMenuElement(action_id="o", options=OPTIONS)),
    DividerBlock(),
    ContextBlock(elements=[MarkdownTextObject(text="x")]),
    ActionsBlock(
        elements=[ButtonElement(text="t", action_id="b", confirm=ConfirmObject(title="t", text="x"), style="danger")]
    ),
    *(
        InputBlock(label="Label", hint="Hint", optional=True, dispatch_action=True, element=element)
        for element in (
            PlainTextInputElement(action_id="p", placeholder="x", min_length=1, max_length=3000, focus_on_load=True),
            StaticSelectElement(action_id="p", options=OPTIONS, initial_option=OPTIONS[0], placeholder="x"),
            ExternalDataSelectElement(action_id="p", initial_option=OPTIONS[0], min_query_length=0),
            CheckboxesElement(action_id="p", options=OPTIONS, initial_options=[OPTIONS[1]]),
            RadioButtonsElement(action_id="p", options=OPTIONS, initial_option=OPTIONS[1]),
            NumberInputElement(action_id="p", is_decimal_allowed=False, min_value="0", max_value="23"),
            TimePickerElement(action_id="p", initial_time="06:00", timezone="Europe/Berlin"),
        )
    ),
]


def test_a_view_of_the_sdks_models_keeps_every_rule() -> None:
    view = View(
        type="modal",
        title="Edit sync",
        submit="Review changes",
        close="Close",
        private_metadata="opaque",
        callback_id="editor",
        external_id="draft",
        notify_on_close=True,
        clear_on_close=False,
        blocks=BLOCKS,
    )
    assert breaches_of_view(view.to_dict()) == []
