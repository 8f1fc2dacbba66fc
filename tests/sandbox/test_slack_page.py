"""The workspace as a page shows it, and as a page acts in it: by ids, with the same rules as for everybody."""

from __future__ import annotations

import pytest

from syncbot.sandbox.slack import Person, SlackStandIn
from syncbot.sandbox.slack.page import CannotError, Seat
from tests.sandbox.scripted_bot import Json, ScriptedBot, button, option, plain, section, shows, text_input


@pytest.fixture
def seat(slack: SlackStandIn) -> Seat:
    return Seat(slack, "anna")


def select(**more: object) -> Json:
    element = {
        "type": "static_select",
        "action_id": "pick",
        "options": [option("Red", "r"), option("Blue", "b")],
        **more,
    }
    return {"type": "input", "block_id": "colour", "label": plain("Colour"), "element": element}


def at(seat: Seat, block: str, action: str) -> Json:
    return {"view": seat.shown()["stack"][-1]["id"], "block": block, "action": action}


def view(seat: Seat) -> Json:
    shown: Json = seat.shown()["stack"][-1]
    return shown


async def test_a_button_is_pressed_by_its_ids(bot: ScriptedBot, anna: Person, seat: Seat) -> None:
    await shows(bot, anna, section("Email", block_id="row", accessory=button("Edit", "edit", value="opaque")))
    answer = await seat.act({"act": "press", "where": at(seat, "row", "edit")})
    assert answer["acked"] is True
    assert bot.last("block_actions")["actions"][0]["value"] == "opaque"


async def test_an_entry_of_an_overflow_menu_is_picked_by_its_value(bot: ScriptedBot, anna: Person, seat: Seat) -> None:
    menu = {"type": "overflow", "action_id": "more", "options": [option("Remove", "rm"), option("Put back", "back")]}
    await shows(bot, anna, section("Email", block_id="row", accessory=menu))
    await seat.act({"act": "press", "where": at(seat, "row", "more"), "option": "back"})
    assert bot.last("block_actions")["actions"][0]["selected_option"]["value"] == "back"


async def test_what_is_typed_and_chosen_is_sent_with_the_submission(bot: ScriptedBot, anna: Person, seat: Seat) -> None:
    await shows(bot, anna, text_input("Name", "name"), select())
    assert view(seat)["touched"] is False
    await seat.act({"act": "hold", "where": at(seat, "name", "typed"), "value": "Leads"})
    await seat.act({"act": "hold", "where": at(seat, "colour", "pick"), "value": "b"})
    assert view(seat)["touched"] is True
    assert view(seat)["values"]["name"]["typed"] == "Leads"
    await seat.act({"act": "submit", "where": {"view": view(seat)["id"]}})
    values = bot.last("view_submission")["view"]["state"]["values"]
    assert values["name"]["typed"]["value"] == "Leads"
    assert values["colour"]["pick"]["selected_option"]["value"] == "b"
    assert seat.shown()["stack"] == []


async def test_a_required_input_that_is_empty_is_said_without_asking_the_app(
    bot: ScriptedBot, anna: Person, seat: Seat
) -> None:
    await shows(bot, anna, text_input("Name", "name", optional=False))
    await seat.act({"act": "submit", "where": {"view": view(seat)["id"]}})
    assert view(seat)["errors"] == {"name": "Please complete this required field."}


async def test_enter_tells_the_app_only_where_the_input_says_so(bot: ScriptedBot, anna: Person, seat: Seat) -> None:
    await shows(bot, anna, text_input("Find", "find") | {"dispatch_action": True}, text_input("Name", "name"))
    find, name = at(seat, "find", "typed"), at(seat, "name", "typed")
    assert (await seat.act({"act": "hold", "where": name, "value": "x", "entered": True}))["acked"] is None
    assert (await seat.act({"act": "hold", "where": find, "value": "mail", "entered": True}))["acked"] is True
    assert bot.last("block_actions")["actions"][0]["value"] == "mail"


async def test_an_external_select_asks_for_options_and_takes_one_of_them(
    bot: ScriptedBot, anna: Person, seat: Seat
) -> None:
    external = {"type": "external_select", "action_id": "pick", "min_query_length": 0}
    await shows(bot, anna, {"type": "input", "block_id": "field", "label": plain("Field"), "element": external})

    async def suggest(payload: Json) -> Json:
        return {"options": [option(f"{payload['value']}ion", "opaque")]}

    bot.scripts["block_suggestion"] = suggest
    where = at(seat, "field", "pick")
    assert (await seat.act({"act": "options", "where": where, "typed": "reg"}))["options"][0]["text"][
        "text"
    ] == "region"
    await seat.act({"act": "hold", "where": where, "value": "opaque"})
    assert view(seat)["values"]["field"]["pick"]["text"]["text"] == "region"
    with pytest.raises(CannotError, match="not offered"):
        await seat.act({"act": "hold", "where": where, "value": "never offered"})


async def test_what_is_gone_cannot_be_pressed_and_nobody_reaches_anothers_modal(
    bot: ScriptedBot, anna: Person, seat: Seat, slack: SlackStandIn
) -> None:
    await shows(bot, anna, section("Email", block_id="row", accessory=button("Edit", "edit")))
    where = at(seat, "row", "edit")
    with pytest.raises(CannotError, match="no longer on screen"):
        await Seat(slack, "ben").act({"act": "press", "where": where})
    await seat.act({"act": "close", "where": where})
    with pytest.raises(CannotError, match="no longer on screen"):
        await seat.act({"act": "press", "where": where})


@pytest.mark.parametrize("said", [{}, {"act": "fly"}, {"act": "press"}, {"act": "press", "where": None}])
async def test_what_makes_no_sense_is_refused(seat: Seat, said: Json) -> None:
    with pytest.raises(CannotError):
        await seat.act(said)


async def test_the_composer_sends_commands_and_messages_and_escapes_markup(bot: ScriptedBot, seat: Seat) -> None:
    general = seat.shown()["channels"][0]["id"]
    assert (await seat.act({"act": "write", "text": "/sync list", "channel": general}))["acked"] is True
    assert bot.last("command")["text"] == "list"
    await seat.act({"act": "write", "text": "<!channel> & co", "channel": general})
    assert seat.shown()["channels"][0]["messages"][-1]["text"] == "&lt;!channel&gt; &amp; co"


async def test_a_person_sees_their_own_ephemeral_messages_alone(
    bot: ScriptedBot, anna: Person, seat: Seat, slack: SlackStandIn
) -> None:
    await bot.client.chat_postEphemeral(channel="C0GENERAL", user=anna.user_id, text="only you")

    def read(one: Seat) -> list[str]:
        return [message["text"] for message in one.shown()["channels"][0]["messages"]]

    assert read(seat) == ["only you"]
    assert read(Seat(slack, "ben")) == []


async def test_a_file_is_brought_and_taken_away(bot: ScriptedBot, anna: Person, seat: Seat) -> None:
    element = {"type": "file_input", "action_id": "chosen", "filetypes": ["csv"], "max_files": 1}
    await shows(bot, anna, {"type": "input", "block_id": "file", "label": plain("CSV file"), "element": element})
    where = at(seat, "file", "chosen")
    with pytest.raises(CannotError, match="takes csv"):
        await seat.act({"act": "attach", "where": where, "name": "a.pdf", "content": ""})
    await seat.act({"act": "attach", "where": where, "name": "a.csv", "content": "YSxi"})
    [file] = view(seat)["values"]["file"]["chosen"]
    assert (file["name"], file["size"], view(seat)["touched"]) == ("a.csv", 3, True)
    await seat.act({"act": "hold", "where": where, "value": []})
    assert view(seat)["values"]["file"]["chosen"] == []
