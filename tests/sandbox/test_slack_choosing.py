"""Choosing in menus, lists and pickers, by what is read there."""

from __future__ import annotations

import pytest

from syncbot.sandbox.slack import Person
from tests.sandbox.scripted_bot import Json, ScriptedBot, option, plain, shows


def choice(kind: str, **element: object) -> Json:
    return {"type": "input", "label": plain("Mode"), "element": {"type": kind, "action_id": "m", **element}}


async def test_choosing_by_text_holds_the_option_for_the_submission(bot: ScriptedBot, anna: Person) -> None:
    await shows(bot, anna, choice("static_select", options=[option("Create", "create"), option("Update", "update")]))
    assert await anna.choose("Mode", "Update") is None
    assert anna.modal is not None
    assert anna.modal.inputs["Mode"] == "Update"
    await anna.submit()
    state = bot.last("view_submission")["view"]["state"]["values"]
    assert next(iter(state.values()))["m"]["selected_option"] == option("Update", "update")


async def test_an_option_that_is_not_offered_cannot_be_chosen(bot: ScriptedBot, anna: Person) -> None:
    await shows(bot, anna, choice("static_select", options=[option("Create"), option("Update or create")]))
    with pytest.raises(AssertionError, match="“Delete” is not offered; offered: Create, Update or create"):
        await anna.choose("Mode", "Delete")
    await anna.choose("Mode", "Update")
    assert anna.modal is not None
    assert anna.modal.inputs["Mode"] == "Update or create"


async def test_a_select_outside_an_input_tells_the_app_at_once(bot: ScriptedBot, anna: Person) -> None:
    menu = {
        "type": "static_select",
        "action_id": "m",
        "placeholder": plain("Page"),
        "options": [option("1"), option("2")],
    }
    await shows(bot, anna, {"type": "actions", "elements": [menu]})
    await anna.choose("Page", "2")
    assert bot.last("block_actions")["actions"][0]["selected_option"] == option("2")


async def test_boxes_are_ticked_and_unticked_by_what_stands_beside_them(bot: ScriptedBot, anna: Person) -> None:
    await shows(bot, anna, choice("checkboxes", options=[option("Pause now"), option("Stop that run too")]))
    await anna.tick("Pause now")
    await anna.tick("Stop that run too")
    await anna.untick("Pause now")
    await anna.submit()
    values = next(iter(bot.last("view_submission")["view"]["state"]["values"].values()))
    assert values["m"]["selected_options"] == [option("Stop that run too")]
    with pytest.raises(AssertionError, match="finds no box “Pause now” that is ticked"):
        await anna.untick("Pause now")


async def test_several_are_chosen_up_to_their_number_and_taken_back(bot: ScriptedBot, anna: Person) -> None:
    menu = choice("multi_static_select", options=[option("a"), option("b"), option("c")], max_selected_items=2)
    await shows(bot, anna, menu)
    await anna.choose("Mode", "a")
    await anna.choose("Mode", "b")
    with pytest.raises(AssertionError, match="No more than 2"):
        await anna.choose("Mode", "c")
    await anna.unchoose("Mode", "a")
    assert anna.modal is not None
    assert anna.modal.inputs["Mode"] == "b"


@pytest.mark.parametrize(
    ("kind", "name", "key", "value"),
    [
        ("datepicker", "2026-11-23", "selected_date", "2026-11-23"),
        ("timepicker", "06:30", "selected_time", "06:30"),
        ("datetimepicker", "1763900000", "selected_date_time", 1763900000),
        ("users_select", "ben", "selected_user", "U0BEN"),
        ("channels_select", "#approvals", "selected_channel", "C0APPROVALS"),
    ],
)
async def test_pickers_take_what_they_show(
    bot: ScriptedBot, anna: Person, *, kind: str, name: str, key: str, value: object
) -> None:
    await shows(bot, anna, choice(kind))
    await anna.choose("Mode", name)
    await anna.submit()
    values = next(iter(bot.last("view_submission")["view"]["state"]["values"].values()))
    assert values["m"][key] == value


async def test_a_time_that_is_none_is_not_taken(bot: ScriptedBot, anna: Person) -> None:
    await shows(bot, anna, choice("timepicker"))
    with pytest.raises(AssertionError, match="does not take “6 o'clock”"):
        await anna.choose("Mode", "6 o'clock")


async def test_an_optional_choice_can_be_taken_back_and_a_required_one_cannot(bot: ScriptedBot, anna: Person) -> None:
    picked = choice("static_select", options=[option("a")], initial_option=option("a"))
    await shows(bot, anna, picked | {"optional": True}, picked | {"label": plain("Needed")})
    await anna.clear("Mode")
    assert anna.modal is not None
    assert anna.modal.inputs == {"Mode": "", "Needed": "a"}
    with pytest.raises(AssertionError, match="cannot empty “Needed”"):
        await anna.clear("Needed")
