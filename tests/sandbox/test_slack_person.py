"""A person acts by labels and words, and cannot do what nobody could."""

from __future__ import annotations

import asyncio

import pytest

from syncbot.sandbox.slack import Person, SlackStandIn
from tests.sandbox.scripted_bot import Json, ScriptedBot, button, modal, option, plain, section, shows, text_input


def row(name: str) -> Json:
    return section(name, accessory=button("Edit", f"edit:{name}", value=name))


async def test_a_button_is_pressed_by_its_accessibility_label_and_carries_the_whole_state(
    bot: ScriptedBot, anna: Person
) -> None:
    mappings = button("Edit", "edit:mappings", accessibility_label="Edit Mappings", value="opaque")
    schedule = button("Edit", "edit:schedule", accessibility_label="Edit Schedule")
    await shows(
        bot,
        anna,
        section("37 mappings", accessory=mappings),
        section("Hourly", accessory=schedule),
        text_input("Find", "find"),
    )
    await anna.fill("Find", "mail")
    await anna.press("Edit Mappings")
    payload = bot.last("block_actions")
    assert payload["actions"][0]["action_id"] == "edit:mappings"
    assert payload["actions"][0]["value"] == "opaque"
    assert payload["view"]["state"]["values"]["find"]["typed"]["value"] == "mail"
    assert payload["container"] == {"type": "view", "view_id": payload["view"]["id"]}
    assert "response_url" not in payload


async def test_where_several_are_called_so_the_row_decides(bot: ScriptedBot, anna: Person) -> None:
    await shows(bot, anna, row("Email"), row("Phone"))
    with pytest.raises(AssertionError, match="finds 2 of “Edit”"):
        await anna.press("Edit")
    await anna.press("Edit", near="Phone")
    assert bot.last("block_actions")["actions"][0]["value"] == "Phone"


async def test_a_button_that_is_not_there_fails_with_the_screen(bot: ScriptedBot, anna: Person) -> None:
    await shows(bot, anna, section("Only this"))
    with pytest.raises(AssertionError, match=r"(?s)anna finds no “Apply”.*Only this"):
        await anna.press("Apply")


async def test_an_entry_of_an_overflow_menu_is_pressed_by_its_text(bot: ScriptedBot, anna: Person) -> None:
    menu = {"type": "overflow", "action_id": "more", "options": [option("Remove", "rm"), option("Put back", "back")]}
    await shows(bot, anna, section("Email", accessory=menu))
    await anna.press("Put back", near="Email")
    assert bot.last("block_actions")["actions"][0]["selected_option"]["value"] == "back"


@pytest.mark.parametrize(
    ("element", "text", "why"),
    [
        ({"max_length": 3}, "four", "takes 3 characters"),
        ({}, "two\nlines", "has one line"),
        ({}, "x" * 3001, "takes 3000 characters"),
    ],
)
async def test_nobody_types_what_an_input_does_not_take(
    bot: ScriptedBot, anna: Person, *, element: Json, text: str, why: str
) -> None:
    await shows(bot, anna, text_input("Name", "name", **element))
    with pytest.raises(AssertionError, match=why):
        await anna.fill("Name", text)


@pytest.mark.parametrize(
    ("element", "typed", "complaint"),
    [
        ({"type": "plain_text_input"}, "", "Please complete this required field."),
        ({"type": "plain_text_input", "min_length": 5}, "four", "Must be at least 5 characters"),
        ({"type": "email_text_input"}, "nobody", "Please enter a valid email address."),
        ({"type": "url_text_input"}, "nowhere", "Please enter a valid URL."),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "Please enter a whole number."),
        ({"type": "number_input", "is_decimal_allowed": True}, "many", "Please enter a number."),
        ({"type": "number_input", "is_decimal_allowed": False, "max_value": "23"}, "24", "of at most 23."),
        ({"type": "number_input", "is_decimal_allowed": False, "min_value": "0"}, "-1", "of at least 0."),
    ],
)
async def test_the_client_itself_refuses_to_submit_what_is_missing_or_malformed(
    bot: ScriptedBot, anna: Person, *, element: Json, typed: str, complaint: str
) -> None:
    field = {"type": "input", "label": plain("Hour"), "element": {"action_id": "a", **element}}
    await shows(bot, anna, field)
    await anna.fill("Hour", typed)
    assert await anna.submit() is None
    assert complaint in await anna.see("Hour")
    assert [one["type"] for one in bot.requests] == ["command"]


async def test_enter_dispatches_only_where_the_input_says_so(bot: ScriptedBot, anna: Person) -> None:
    await shows(bot, anna, text_input("Find", "find") | {"dispatch_action": True}, text_input("Name", "name"))
    await anna.fill("Find", "ma")
    assert [one["type"] for one in bot.requests] == ["command"]
    await anna.enter("Find", "mail")
    assert bot.last("block_actions")["actions"][0]["value"] == "mail"
    with pytest.raises(AssertionError, match="nothing would happen"):
        await anna.enter("Name", "x")


async def test_an_input_that_answers_to_each_character_tells_what_was_typed(bot: ScriptedBot, anna: Person) -> None:
    config = {"trigger_actions_on": ["on_character_entered"]}
    await shows(bot, anna, text_input("Find", "find", dispatch_action_config=config) | {"dispatch_action": True})
    await anna.fill("Find", "ma")
    assert bot.last("block_actions")["actions"][0]["value"] == "ma"


async def test_a_message_button_with_a_confirmation_asks_first(slack: SlackStandIn, bot: ScriptedBot) -> None:
    ben = slack.person("ben")
    confirm = {
        "title": plain("Approve?"),
        "text": plain("The sync pauses."),
        "confirm": plain("Yes"),
        "deny": plain("No"),
    }
    approve = {"type": "actions", "elements": [button("Approve", confirm=confirm)]}
    await bot.client.chat_postMessage(channel="C0APPROVALS", text="Please approve", blocks=[approve])
    assert await ben.press("Approve") is None
    await ben.see("The sync pauses.")
    with pytest.raises(AssertionError, match="is asked first"):
        await ben.press("Approve")
    assert await ben.press("No") is None
    assert bot.requests == []
    await ben.press("Approve")
    ack = await ben.press("Yes")
    assert ack is not None
    assert bot.last("block_actions")["user"]["id"] == "U0BEN"


async def test_see_waits_for_what_comes_and_fails_with_all_that_is_there(bot: ScriptedBot, anna: Person) -> None:
    await shows(bot, anna, section("Loading…"), external_id="editor")
    waiting = asyncio.create_task(anna.see("37 mappings"))
    await bot.client.views_update(external_id="editor", view=modal(section("37 mappings")))
    assert (await waiting).kind == "modal"
    await anna.sees_no_more("Loading…")
    with pytest.raises(AssertionError, match=r"(?s)does not see “Overview”\. On screen:.*37 mappings"):
        await anna.see("Overview", deadline_seconds=0.01)


async def test_a_person_reads_only_what_is_theirs(slack: SlackStandIn, bot: ScriptedBot, anna: Person) -> None:
    await bot.client.chat_postEphemeral(channel="C0GENERAL", user="U0ANNA", text="Only for Anna")
    await bot.client.chat_postMessage(channel="U0ANNA", text="Hello Anna")
    await bot.client.chat_postMessage(channel="C0APPROVALS", text="For approvers")
    mallory, gus = slack.person("mallory"), slack.person("gus")
    assert [one.text for one in anna.ephemerals()] == ["Only for Anna"]
    assert [one.text for one in anna.direct_messages()] == ["Hello Anna"]
    assert mallory.ephemerals() == []
    assert mallory.direct_messages() == []
    assert [one.text for one in mallory.messages("approvals")] == ["For approvers"]
    with pytest.raises(AssertionError, match="gus is not in #approvals"):
        gus.messages("approvals")


async def test_the_deactivated_do_nothing(slack: SlackStandIn, bot: ScriptedBot) -> None:
    with pytest.raises(AssertionError, match="dora is deactivated"):
        await slack.person("dora").command("/sync help")
    assert bot.requests == []


async def test_closing_shows_what_is_beneath_and_tells_the_app_when_it_asked(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person
) -> None:
    async def push(payload: Json) -> None:
        view = modal(section("Above"), notify_on_close=True, private_metadata="opaque")
        await bot.client.views_push(trigger_id=payload["trigger_id"], view=view)

    bot.scripts["block_actions"] = push
    await shows(bot, anna, section("Beneath", accessory=button("Go")))
    await anna.press("Go")
    await anna.see("Above")
    await anna.press("Cancel")
    await anna.see("Beneath")
    closed = bot.last("view_closed")
    assert closed["is_cleared"] is False
    assert closed["view"]["private_metadata"] == "opaque"
    assert slack.violations == []


async def test_clear_on_close_closes_the_whole_stack(bot: ScriptedBot, anna: Person) -> None:
    async def push(payload: Json) -> None:
        await bot.client.views_push(trigger_id=payload["trigger_id"], view=modal(section("Above"), clear_on_close=True))

    bot.scripts["block_actions"] = push
    await shows(bot, anna, section("Beneath", accessory=button("Go")), notify_on_close=True)
    await anna.press("Go")
    await anna.close()
    assert anna.modal is None
    assert bot.last("view_closed")["is_cleared"] is True
    with pytest.raises(AssertionError, match="has no modal to close"):
        await anna.close()
