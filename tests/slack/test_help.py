import pytest

from syncbot.slack import help as help_text
from syncbot.slack.commands import OPENERS
from syncbot.slack.looking import ANSWERS
from syncbot.slack.verbs import ROWS, Verb
from tests.slack.scenes import assert_message_keeps_the_rules, labels, words


def test_help_offers_three_things_to_do_and_every_verb_with_an_example() -> None:
    message = help_text.message("/sync")
    assert_message_keeps_the_rules(message)
    assert labels(message) == ["Find a sync", "Pause one", "See what failed"]
    for row in ROWS:
        assert f"/sync {row.usage}".replace(">", "&gt;") in words(message)
        assert f"Example: `/sync {row.example}`".replace(">", "&gt;") in words(message)


def test_those_who_may_do_nothing_are_told_who_can_let_them_in() -> None:
    message = help_text.message("/sync", note="Ask <@U7>.")
    assert words(message).startswith("Ask <@U7>.")


@pytest.mark.parametrize("verb", list(Verb))
def test_help_on_one_verb_shows_that_verb(verb: Verb) -> None:
    message = help_text.message("/pipes", about=verb)
    assert_message_keeps_the_rules(message)
    assert f"/pipes {verb}" in words(message)
    assert f"/pipes {verb}" in message["text"]


def test_the_table_has_each_verb_once() -> None:
    assert sorted(row.verb for row in ROWS) == sorted(Verb)


def test_each_verb_has_what_answers_it_or_opens_its_modal() -> None:
    assert {row.verb for row in ROWS if not row.opens} == set(ANSWERS)
    assert {row.verb for row in ROWS if row.opens} <= set(OPENERS)
