"""Triggers, hashes, the stack of three and what outlives an update."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError

from syncbot.sandbox.slack import Person, SlackStandIn
from tests.sandbox.scripted_bot import Json, ScriptedBot, button, error_of, modal, plain, section, text_input


async def opened(bot: ScriptedBot, person: Person, view: Json) -> Json:
    """Open the view for a command; returns it as Slack answers it."""
    found: list[Json] = []

    async def open_it(payload: Json) -> None:
        answer = await bot.client.views_open(trigger_id=payload["trigger_id"], view=view)
        found.append(answer["view"])

    bot.scripts["command"] = open_it
    ack = await person.command("/sync edit Leads")
    assert ack is not None
    assert ack.acked
    return found[0]


async def test_a_command_opens_a_view_that_the_person_reads(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person
) -> None:
    await opened(bot, anna, modal(section("*Mappings* of `Leads`"), title="Edit sync"))
    screen = await anna.see("Mappings of Leads")
    assert screen.title == "Edit sync"
    assert slack.violations == []


async def test_a_trigger_works_once(slack: SlackStandIn, bot: ScriptedBot, anna: Person) -> None:
    await opened(bot, anna, modal(section("one")))
    again = bot.client.views_open(trigger_id=bot.last("command")["trigger_id"], view=modal(section("two")))
    assert await error_of(again) == "exchanged_trigger_id"
    assert slack.violations == ["views.open: exchanged_trigger_id"]


async def test_a_trigger_lives_three_seconds(slack: SlackStandIn, bot: ScriptedBot, anna: Person) -> None:
    await anna.command("/sync edit Leads")
    slack.clock.advance(3.1)
    late = bot.client.views_open(trigger_id=bot.last("command")["trigger_id"], view=modal(section("late")))
    assert await error_of(late) == "expired_trigger_id"


async def test_a_made_up_trigger_is_invalid(bot: ScriptedBot) -> None:
    assert await error_of(bot.client.views_open(trigger_id="1.2.ab", view=modal(section("x")))) == "invalid_trigger_id"


async def test_a_view_that_breaks_a_rule_names_it_and_leaves_the_trigger_alone(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person
) -> None:
    await anna.command("/sync edit Leads")
    trigger_id = bot.last("command")["trigger_id"]
    with pytest.raises(SlackApiError) as refused:
        await bot.client.views_open(trigger_id=trigger_id, view=modal(section("x"), title="t" * 25))
    assert refused.value.response["error"] == "invalid_arguments"
    assert refused.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    assert len(slack.violations) == 1
    await bot.client.views_open(trigger_id=trigger_id, view=modal(section("x")))
    assert anna.depth == 1


async def test_a_view_over_250_kilobytes_is_too_large(bot: ScriptedBot, anna: Person) -> None:
    await anna.command("/sync edit Leads")
    view = modal(*(section("x" * 2900) for _ in range(90)))
    too_large = bot.client.views_open(trigger_id=bot.last("command")["trigger_id"], view=view)
    assert await error_of(too_large) == "view_too_large"


async def test_a_stale_hash_conflicts_and_no_hash_overwrites(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person
) -> None:
    view = await opened(bot, anna, modal(section("one")))
    answer = await bot.client.views_update(view_id=view["id"], hash=view["hash"], view=modal(section("two")))
    assert answer["view"]["hash"] != view["hash"]
    stale = bot.client.views_update(view_id=view["id"], hash=view["hash"], view=modal(section("three")))
    assert await error_of(stale) == "hash_conflict"
    await bot.client.views_update(view_id=view["id"], view=modal(section("four")))
    await anna.see("four")
    assert slack.violations == []


async def test_a_closed_view_is_not_found_and_that_breaks_no_rule(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person
) -> None:
    view = await opened(bot, anna, modal(section("one")))
    await anna.close()
    assert await error_of(bot.client.views_update(view_id=view["id"], view=modal(section("two")))) == "not_found"
    assert slack.violations == []


async def test_the_stack_holds_three(slack: SlackStandIn, bot: ScriptedBot, anna: Person) -> None:
    def level(number: int) -> Json:
        return modal({"type": "actions", "elements": [button(f"Deeper {number}")]}, title=f"Level {number}")

    async def push(payload: Json) -> None:
        await bot.client.views_push(trigger_id=payload["trigger_id"], view=level(anna.depth + 1))

    await opened(bot, anna, level(1))
    bot.scripts["block_actions"] = push
    await anna.press("Deeper 1")
    await anna.press("Deeper 2")
    assert anna.depth == 3
    answered: list[str] = []

    async def push_more(payload: Json) -> None:
        push = bot.client.views_push(trigger_id=payload["trigger_id"], view=level(4))
        answered.append(await error_of(push))

    bot.scripts["block_actions"] = push_more
    await anna.press("Deeper 3")
    assert answered == ["push_limit_reached"]
    assert slack.violations == ["views.push: push_limit_reached"]
    pushed = slack.workspace.views.stacks[anna.user.user_id]
    assert pushed[2].previous_view_id == pushed[1].view_id
    assert pushed[2].root_view_id == pushed[0].view_id


async def test_a_push_needs_a_trigger_from_a_modal(bot: ScriptedBot, anna: Person) -> None:
    await opened(bot, anna, modal(section("one")))
    bot.scripts.clear()
    await anna.command("/sync show Leads")
    push = bot.client.views_push(trigger_id=bot.last("command")["trigger_id"], view=modal(section("x")))
    assert await error_of(push) == "invalid_trigger_id"


async def test_an_external_id_is_unique_in_the_team_and_finds_its_view(bot: ScriptedBot, anna: Person) -> None:
    await opened(bot, anna, modal(section("one"), external_id="draft-1"))
    await bot.client.views_update(external_id="draft-1", view=modal(section("two"), external_id="draft-1"))
    await anna.see("two")
    bot.scripts.clear()
    await anna.command("/sync show Leads")
    trigger_id = bot.last("command")["trigger_id"]
    second = bot.client.views_open(trigger_id=trigger_id, view=modal(section("three"), external_id="draft-1"))
    assert await error_of(second) == "duplicate_external_id"


async def test_typed_text_outlives_an_update_with_the_same_ids(bot: ScriptedBot, anna: Person) -> None:
    view = await opened(bot, anna, modal(text_input("Name", "name", initial_value="old")))
    await anna.fill("Name", "typed")
    await bot.client.views_update(
        view_id=view["id"], view=modal(text_input("Name", "name", initial_value="new"), title="Again")
    )
    screen = await anna.see("Again")
    assert screen.inputs == {"Name": "typed"}


async def test_another_block_id_starts_again_from_its_initial_value(bot: ScriptedBot, anna: Person) -> None:
    view = await opened(bot, anna, modal(text_input("Name", "name:r1", initial_value="old")))
    await anna.fill("Name", "typed")
    await bot.client.views_update(view_id=view["id"], view=modal(text_input("Name", "name:r2", initial_value="new")))
    assert (await anna.see("new")).inputs == {"Name": "new"}


@pytest.mark.parametrize(("switched_on", "expected"), [(False, "kept"), (True, None)])
async def test_untouched_inputs_arrive_as_null_after_an_update_when_switched_on(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person, *, switched_on: bool, expected: str | None
) -> None:
    slack.nulls_after_update = switched_on
    view = await opened(bot, anna, modal(text_input("Name", "name", initial_value="kept")))
    await bot.client.views_update(view_id=view["id"], view=modal(text_input("Name", "name", initial_value="kept")))
    await anna.submit()
    values = bot.last("view_submission")["view"]["state"]["values"]
    assert values["name"]["typed"] == {"type": "plain_text_input", "value": expected}


async def test_a_confirm_inside_a_modal_is_a_violation(slack: SlackStandIn, bot: ScriptedBot, anna: Person) -> None:
    confirm = {"title": plain("Sure?"), "text": plain("Sure?"), "confirm": plain("Yes"), "deny": plain("No")}
    await opened(bot, anna, modal({"type": "actions", "elements": [button("Go", confirm=confirm)]}))
    assert slack.violations == ["views.open: a confirm object inside a modal"]


async def test_a_home_is_published_and_opened_with_its_event(bot: ScriptedBot, anna: Person) -> None:
    async def publish(payload: Json) -> None:
        view = {"type": "home", "blocks": [section("Your drafts")]}
        await bot.client.views_publish(user_id=payload["event"]["user"], view=view)

    bot.scripts["app_home_opened"] = publish
    await anna.open_home()
    await anna.see("Your drafts")
    await anna.open_home()
    assert bot.requests[-1]["event"]["view"]["type"] == "home"
