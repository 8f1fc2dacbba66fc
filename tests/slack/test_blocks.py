from typing import Any

from hypothesis import given, settings

from syncbot.slack import answers, blocks
from syncbot.slack.blocks import Asked, Choice, Modal
from tests.slack.scenes import assert_message_keeps_the_rules, assert_view_keeps_the_rules, texts, untouched


@settings(max_examples=40)
@given(texts)
def test_every_builder_keeps_slacks_rules_whatever_the_text(text: str) -> None:
    choices = [Choice(str(number), text, text) for number in range(150)]

    def asked(name: str) -> Asked:
        return Asked(text, name, name, hint=text, optional=True, dispatch=True)

    modal = Modal("callback", text, meta="session", submit=text or "Done", close=text, notify_on_close=True)
    for block in (
        blocks.header(text),
        blocks.section(text, text, text),
        blocks.section("", accessory=blocks.button(text, "press", "1", label=text)),
        blocks.context(text, text),
        blocks.actions(blocks.button(text, "one", style="primary")),
        blocks.text_input(asked("text"), text, placeholder=text),
        blocks.text_input(asked("lines"), text, multiline=True, max_length=100),
        blocks.select(asked("select"), choices, "99"),
        blocks.external_select(asked("external"), choices[0], placeholder=text),
        blocks.checkboxes(asked("boxes"), choices[:12], {"1", "2"}),
        blocks.radio(asked("radio"), choices[:12], "3"),
    ):
        assert_view_keeps_the_rules(blocks.view(modal, [block]))
    assert_message_keeps_the_rules(blocks.message(text or "-", [blocks.section(text)]))


def test_an_option_that_is_chosen_equals_one_of_the_options() -> None:
    select = blocks.select(Asked("One", "one", "one"), [Choice("a", "A"), Choice("b", "B")], "b")
    assert select["element"]["initial_option"] in select["element"]["options"]


def test_what_is_not_among_the_choices_is_not_chosen() -> None:
    assert "initial_option" not in blocks.select(Asked("One", "one", "one"), [Choice("a", "A")], "z")["element"]


def test_more_than_a_hundred_options_are_never_answered() -> None:
    assert len(blocks.options(Choice(str(number), "x") for number in range(250))["options"]) == 100


@given(texts)
def test_text_that_was_not_touched_reads_back_whole(text: str) -> None:
    for multiline in (False, True):
        view = blocks.view(
            Modal("callback", "Title", submit="Done"),
            [blocks.text_input(Asked("Text", "text", "text"), text, multiline=multiline)],
        )
        assert answers.typed(untouched(view), "text", text, multiline=multiline) == text


def test_null_means_as_rendered_and_an_empty_list_means_unticked() -> None:
    values: dict[str, dict[str, dict[str, Any]]] = {
        "b": {
            "text": {"value": None},
            "menu": {"selected_option": None},
            "boxes": {"selected_options": None},
            "unticked": {"selected_options": []},
        }
    }
    assert answers.typed(values, "text", "old") == "old"
    assert answers.chosen(values, "menu", "old") == "old"
    assert answers.ticked(values, "boxes", frozenset({"old"})) == {"old"}
    assert answers.ticked(values, "unticked", frozenset({"old"})) == frozenset()
    assert answers.typed({}, "text", "old") == "old"
    assert answers.block_of(values, "text") == "b"
    assert answers.block_of(values, "other") is None
