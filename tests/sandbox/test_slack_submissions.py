"""What the app's answer to a submission, an options request or a command does on the person's screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from syncbot.sandbox.slack import Person, SlackStandIn
from tests.sandbox.scripted_bot import Json, ScriptedBot, button, modal, option, plain, section, shows, text_input

TROUBLE = "We had some trouble connecting. Try again?"


def answers(value: object) -> Callable[[Json], Awaitable[object]]:
    async def script(_payload: Json) -> object:
        return value

    return script


async def test_an_empty_answer_closes_the_view(slack: SlackStandIn, bot: ScriptedBot, anna: Person) -> None:
    await shows(bot, anna, text_input("Name", "name"))
    await anna.press("Apply")
    assert anna.modal is None
    assert bot.last("view_submission")["response_urls"] == []
    assert slack.violations == []


async def test_errors_stand_next_to_their_input_until_the_next_submission(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person
) -> None:
    await shows(bot, anna, text_input("Name", "name"), text_input("Hour", "hour"))
    bot.scripts["view_submission"] = answers({"response_action": "errors", "errors": {"hour": "From 0 to 23."}})
    await anna.fill("Hour", "24")
    await anna.submit()
    screen = await anna.see("From 0 to 23.")
    assert screen.text.splitlines()[1:4] == ["Name (optional): (empty)", "Hour (optional): 24", "  ! From 0 to 23."]
    bot.scripts["view_submission"] = answers(None)
    await anna.submit()
    assert anna.modal is None
    assert slack.violations == []


async def test_an_update_answers_with_another_view_and_keeps_its_id(bot: ScriptedBot, anna: Person) -> None:
    await shows(bot, anna, text_input("Name", "name"))
    bot.scripts["view_submission"] = answers({"response_action": "update", "view": modal(section("Applied"))})
    await anna.submit()
    await anna.see("Applied")
    assert anna.depth == 1
    with pytest.raises(AssertionError, match="has nothing to submit"):
        await anna.submit()


async def test_a_push_stands_above_and_clear_closes_all(bot: ScriptedBot, anna: Person) -> None:
    await shows(bot, anna, text_input("Name", "name"))
    bot.scripts["view_submission"] = answers({"response_action": "push", "view": modal(text_input("Reason", "why"))})
    await anna.submit()
    await anna.see("Reason")
    assert anna.depth == 2
    bot.scripts["view_submission"] = answers({"response_action": "clear"})
    await anna.submit()
    assert anna.depth == 0


async def test_submitting_what_was_pushed_makes_every_hash_of_the_view_beneath_stale(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person
) -> None:
    await shows(bot, anna, text_input("Name", "name"))
    beneath = slack.workspace.views.stacks["U0ANNA"][0]
    before = beneath.hash
    bot.scripts["view_submission"] = answers({"response_action": "push", "view": modal(text_input("Reason", "why"))})
    await anna.submit()
    assert beneath.hash == before
    bot.scripts["view_submission"] = answers(None)
    await anna.submit()
    assert anna.depth == 1
    assert beneath.hash != before


@pytest.mark.parametrize(
    ("answer", "violation"),
    [
        ({"response_action": "errors", "errors": {"text": "x"}}, "errors for what is no input block: text"),
        ({"response_action": "errors", "errors": {}}, "errors without any"),
        ({"response_action": "errors", "errors": {"name": ""}}, "an error without words"),
        ({"response_action": "update", "view": modal(section("x"), title="t" * 25)}, "must be less than 25"),
        ({"response_action": "update", "view": modal(*([section("x" * 2900)] * 90))}, "view_too_large"),
        ({"response_action": "vanish"}, "something else than a response_action"),
        (["done"], "something else than a response_action"),
    ],
)
async def test_an_answer_that_slack_cannot_use_shows_trouble_and_is_recorded(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person, *, answer: object, violation: str
) -> None:
    await shows(bot, anna, section("Text", block_id="text"), text_input("Name", "name"))
    bot.scripts["view_submission"] = answers(answer)
    await anna.submit()
    await anna.see(TROUBLE)
    assert anna.depth == 1
    assert [violation in one for one in slack.violations] == [True]


async def test_a_refused_submission_shows_trouble_and_stays_open(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person
) -> None:
    await shows(bot, anna, text_input("Name", "name"))
    bot.scripts["view_submission"] = answers(500)
    await anna.submit()
    await anna.see(TROUBLE)
    assert slack.violations == ["view_submission: answered 500"]


async def test_opening_a_view_for_a_submission_is_a_violation(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person
) -> None:
    async def open_another(payload: Json) -> None:
        await bot.client.views_open(trigger_id=payload["trigger_id"], view=modal(section("Another")))

    await shows(bot, anna, text_input("Name", "name"))
    bot.scripts["view_submission"] = open_another
    await anna.submit()
    assert slack.violations == ["views.open: called for a view_submission; answer it with response_action"]


def external(least: int = 1) -> Json:
    element = {"type": "external_select", "action_id": "source", "min_query_length": least}
    return {"type": "input", "block_id": "map", "label": plain("Source field"), "element": element}


async def test_a_menu_asks_for_what_was_typed_and_the_answer_is_chosen_by_its_text(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person
) -> None:
    await shows(bot, anna, external())
    bot.scripts["block_suggestion"] = answers({"options": [option("email (Email address)", "f1"), option("phone")]})
    await anna.choose("Source field", "email (Email address)", typed="ema")
    asked = bot.last("block_suggestion")
    assert (asked["value"], asked["action_id"], asked["block_id"]) == ("ema", "source", "map")
    assert asked["view"]["id"] == asked["container"]["view_id"]
    await anna.submit()
    values = bot.last("view_submission")["view"]["state"]["values"]
    assert values["map"]["source"]["selected_option"]["value"] == "f1"
    assert slack.violations == []


async def test_a_menu_asks_only_once_enough_is_typed(bot: ScriptedBot, anna: Person) -> None:
    await shows(bot, anna, external(least=3))
    with pytest.raises(AssertionError, match="once 3 characters are typed"):
        await anna.choose("Source field", "email", typed="em")


async def test_grouped_options_are_offered_together(bot: ScriptedBot, anna: Person) -> None:
    await shows(bot, anna, external(least=0))
    groups = [{"label": plain("Users"), "options": [option("email")]}, {"label": plain("Orders"), "options": []}]
    bot.scripts["block_suggestion"] = answers({"option_groups": groups})
    assert await anna.options("Source field") == ["email"]


async def test_an_empty_answer_is_no_result_and_breaks_nothing(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person
) -> None:
    await shows(bot, anna, external(least=0))
    bot.scripts["block_suggestion"] = answers({"options": []})
    assert await anna.options("Source field") == ["No result"]
    assert slack.violations == []


@pytest.mark.parametrize(
    "answer",
    [
        {"options": [option(f"o{number}") for number in range(101)]},
        {"options": [option("o" * 76)]},
        {"options": [option("a", "same"), option("b", "same")]},
        {"choices": []},
        None,
    ],
)
async def test_an_options_answer_that_breaks_a_rule_is_no_result_and_recorded(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person, *, answer: object
) -> None:
    await shows(bot, anna, external(least=0))
    bot.scripts["block_suggestion"] = answers(answer)
    assert await anna.options("Source field") == ["No result"]
    assert len(slack.violations) == 1
    assert slack.violations[0].startswith("block_suggestion: shown as No result")


async def test_a_command_answered_with_a_message_shows_it_to_its_caller_alone(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person
) -> None:
    bot.scripts["command"] = answers({"text": "Try /sync help"})
    await anna.command("/sync halp")
    await anna.see("Try /sync help")
    assert slack.person("ben").messages("general") == []


@pytest.mark.parametrize(("status", "word"), [(500, "dispatch_failed"), (404, "dispatch_failed")])
async def test_a_command_that_is_not_acked_says_so(
    slack: SlackStandIn, bot: ScriptedBot, anna: Person, *, status: int, word: str
) -> None:
    bot.scripts["command"] = answers(status)
    await anna.command("/sync list")
    await anna.see(f"/sync failed with the error “{word}”")
    assert slack.violations == [f"command: answered {status}"]


async def test_a_button_that_is_not_acked_says_so(slack: SlackStandIn, bot: ScriptedBot, anna: Person) -> None:
    await shows(bot, anna, section("Mappings", accessory=button("Edit")))
    bot.scripts["block_actions"] = answers(500)
    await anna.press("Edit")
    await anna.see(TROUBLE)
    assert anna.notices() == ["This app did not respond: dispatch_failed"]
    assert slack.violations == ["block_actions: answered 500"]
