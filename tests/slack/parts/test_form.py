"""What is drawn is read back, for every kind of question and every answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.slack.asking import STILL_LOADING
from syncbot.slack.blocks import INPUT_LENGTH, Modal, view
from syncbot.slack.parts.form import Answers, Kind, Pick, Question, drawn, read, stamp
from syncbot.slack.parts.form_options import options
from syncbot.slack.text import behind_input, in_input
from tests.slack.scenes import assert_view_keeps_the_rules, nulls, texts, untouched

PICKED = st.lists(texts, min_size=1, max_size=9, unique=True)


def build(question: Question, answers: Answers) -> dict[str, Any]:
    shown = drawn([question], answers, lambda each: f"item:{each.name}:{stamp(answers, each.name)}:r1")
    modal = view(Modal("item", "Item", submit="Done"), shown)
    assert_view_keeps_the_rules(modal)
    return modal


def answered(question: Question, built: dict[str, Any], state: dict[str, Any], rendered: Answers) -> Answers:
    values = untouched(built)
    next(iter(values.values()))[question.action_id] = state
    return read(values, [question], rendered).answers


@given(texts, st.sampled_from([Kind.LINE, Kind.LINES]))
def test_a_text_that_nobody_touched_is_read_whole(text: str, kind: Kind) -> None:
    question, answers = Question("value", "Value", kind), {"value": text}
    built = build(question, answers)
    assert read(untouched(built), [question], answers).answers == answers
    assert read(nulls(built), [question], answers).answers == answers


@given(texts, texts, st.sampled_from([Kind.LINE, Kind.LINES]))
def test_a_text_that_was_typed_is_read_as_it_was_typed(before: str, text: str, kind: Kind) -> None:
    question, rendered = Question("value", "Value", kind), {"value": before}
    typed = in_input(text, INPUT_LENGTH, multiline=kind is Kind.LINES)
    found = answered(question, build(question, rendered), {"value": typed}, rendered)
    unchanged = typed == in_input(before, INPUT_LENGTH, multiline=kind is Kind.LINES)
    behind = behind_input(before, INPUT_LENGTH, multiline=kind is Kind.LINES)
    assert found == ({"value": before} if unchanged else {"value": typed + behind})


def test_what_an_input_cannot_show_stays_behind_what_is_typed_and_is_told() -> None:
    long = "\n".join(f"sku-{number:05}" for number in range(400))
    question, rendered = Question("value", "Value", Kind.LINES, hint="One on each line."), {"value": long}
    built = build(question, rendered)
    typed = long[:INPUT_LENGTH].replace("sku-00007\n", "")
    assert answered(question, built, {"value": typed}, rendered) == {"value": long.replace("sku-00007\n", "")}
    assert built["blocks"][0]["hint"]["text"] == (
        "The first 3,000 of 3,999 characters. The others stay as they are, behind what stands here. One on each line."
    )


def test_what_was_chosen_beyond_what_a_menu_can_show_stays_chosen() -> None:
    chosen = [f"sync-{number}" for number in range(130)]
    question = Question("syncs", "Run after", Kind.SEVERAL, [Pick(each, each) for each in chosen])
    rendered = {"syncs": chosen}
    built = build(question, rendered)
    shown = built["blocks"][0]["element"]["initial_options"]
    assert answered(question, built, {"selected_options": shown[1:]}, rendered) == {"syncs": chosen[1:]}


@given(PICKED, st.data(), st.sampled_from([Kind.ONE, Kind.RADIO, Kind.FIND]))
def test_one_choice_is_read_back_whatever_it_means(values: list[str], data: st.DataObject, kind: Kind) -> None:
    question = Question("field", "Field", kind, tuple(Pick(each, each) for each in values))
    answers: Answers = {"field": data.draw(st.sampled_from(values))}
    built = build(question, answers)
    assert read(untouched(built), [question], answers).answers == answers
    assert read(nulls(built), [question], answers).answers == answers
    chosen = data.draw(st.sampled_from(values))
    state = {"selected_option": Pick(chosen, chosen).choice("field").option()}
    assert answered(question, built, state, answers) == {"field": chosen}


@given(PICKED, st.data(), st.sampled_from([Kind.TICKS, Kind.SEVERAL]))
def test_several_choices_are_read_back_in_their_order(values: list[str], data: st.DataObject, kind: Kind) -> None:
    question = Question("policies", "Policies", kind, tuple(Pick(each, each) for each in values))
    answers: Answers = {"policies": data.draw(st.lists(st.sampled_from(values), unique=True))}
    built = build(question, answers)
    kept = read(untouched(built), [question], answers).answers["policies"]
    assert sorted(kept) == sorted(answers["policies"])
    assert read(nulls(built), [question], answers).answers == answers
    chosen = data.draw(st.lists(st.sampled_from(values), unique=True, min_size=1))
    picked = [Pick(each, each).choice("policies").option() for each in chosen]
    found = answered(question, built, {"selected_options": picked}, answers)["policies"]
    assert sorted(found) == sorted(chosen)


@pytest.mark.parametrize(
    ("kind", "told", "expected"),
    [(Kind.SEVERAL, True, []), (Kind.SEVERAL, False, ["a"]), (Kind.TICKS, True, []), (Kind.TICKS, False, ["a"])],
)
def test_an_empty_list_unticks_boxes_only_when_that_is_told(kind: Kind, *, told: bool, expected: list[str]) -> None:
    question, rendered = Question("policies", "Policies", kind, (Pick("a", "A"),)), {"policies": ["a"]}
    values = untouched(build(question, rendered))
    next(iter(values.values()))[question.action_id] = {"selected_options": []}
    found = read(values, [question], rendered, told=question.action_id if told else "")
    assert found.answers == {"policies": expected}


def test_no_option_carries_data_of_a_sync() -> None:
    question = Question("field", "Field", Kind.FIND, (Pick("secret_field", "Secret field"),))
    assert "secret_field" not in str(options(question, "", ""))


def test_options_put_what_begins_with_the_typed_text_first_and_count_what_is_left_out() -> None:
    picks = tuple(Pick(str(number), f"field {number}") for number in range(300))
    question = Question("field", "Field", Kind.FIND, (*picks, Pick("x", "a field 7")))
    found = options(question, "field 7", "")["options"]
    assert [each["text"]["text"] for each in found][:2] == ["field 7", "field 70"]
    assert found[-1]["text"]["text"] == "a field 7"
    everything = options(question, "", "")["options"]
    assert len(everything) <= 100
    assert everything[-1]["text"]["text"] == "203 more, type to narrow"


def test_typed_text_can_be_used_where_it_can_be_resolved_and_only_there() -> None:
    picks = (Pick("a", "A"),)
    for resolve, offered in ((str, True), (None, False)):
        question = Question("field", "Field", Kind.FIND, picks, resolve=resolve)
        lines = [each["text"]["text"] for each in options(question, "zzz", "id-1")["options"]]
        assert ('Use "zzz"' in lines) is offered
        assert "Nothing matches" in lines
    question = Question("field", "Field", Kind.FIND, picks, resolve=str)
    rendered: Answers = {"field": "a"}
    built, typed = build(question, rendered), options(question, "zzz", "id-1")["options"][-1]
    values = untouched(built)
    next(iter(values.values()))[question.action_id] = {"selected_option": typed}
    assert read(values, [question], rendered).texts == {"field": "id-1"}


def test_a_line_that_only_tells_something_is_told_apart() -> None:
    question = Question("field", "Field", Kind.FIND, missing=STILL_LOADING)
    told = options(question, "", "")["options"][0]
    assert told["text"]["text"] == "Still loading: Polytomic has not answered yet. Type again in a moment"
    rendered: Answers = {"field": ""}
    values = untouched(build(question, rendered))
    next(iter(values.values()))[question.action_id] = {"selected_option": told}
    assert read(values, [question], rendered).hints == ("field",)
    assert "Nothing to choose from yet" in str(options(Question("field", "Field", Kind.FIND), "", ""))


def test_an_input_that_is_not_there_holds_what_was_rendered() -> None:
    rendered: Answers = {"value": "x", "list": ["y"]}
    asked = [Question("value", "Value"), Question("list", "List", Kind.SEVERAL)]
    assert read({}, asked, rendered).answers == rendered
