"""What is answered in any input of any form is read back as that; no form and no input is left out."""

from __future__ import annotations

import ast
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncbot.slack import asking, editor, items_table, parts
from syncbot.slack.blocks import INPUT_LENGTH
from syncbot.slack.parts import answering, item_view, items, mappings
from syncbot.slack.parts.form import Answers, Kind, Question, list_of, text_of
from syncbot.slack.parts.item_part import ItemForm, ItemPart, Spot, spot_of
from syncbot.slack.scene import Place, Scene
from syncbot.slack.text import in_input
from syncbot.sync.fields import PARTS, Part
from syncbot.sync.known import NOTHING_KNOWN, Known
from tests.slack.scenes import (
    MODEL,
    assert_view_keeps_the_rules,
    elements,
    known,
    mapping,
    nulls,
    scene,
    sync,
    texts,
    untouched,
)

SOURCE = {"model_id": MODEL, "field": "email"}
RICH = sync(
    fields=[mapping("email", "Email", override_value="x"), mapping("first_name", "FirstName", sync_mode="create")],
    model_filters={"conditions": [{"source": SOURCE, "function": "StringOneOf", "value": ["a"]}]},
    target_filters={
        "conditions": [{"field": "Email", "function": "Between", "value": [1, 2.0]}] * 2,
        "logic": "A OR B",
    },
    overrides=[{"field": SOURCE, "function": "IsNull", "override": {"a": [1, None]}}],
    override_fields=[{"target": "LastName", "override_value": "y"}],
    identities={"mappings": [{"source": SOURCE, "target": "Email", "function": "Equality"}] * 2, "strategy": "and"},
    policies=["p1"],
    target={"connection_id": "c1", "object": "Contact", "configuration": {"key": 10.0}},
)
TYPED = (Kind.LINE, Kind.LINES)
SEVERAL = (Kind.SEVERAL, Kind.TICKS)


def all_forms() -> dict[int, ItemForm]:
    """Every form that a module of the parts defines."""
    modules = [import_module(f"{parts.__name__}.{each.name}") for each in pkgutil.iter_modules(parts.__path__)]
    values = [value for module in modules for value in vars(module).values()]
    forms = [each.form if isinstance(each, ItemPart) else each for each in values]
    return {id(each): each for each in forms if isinstance(each, ItemForm)}


def at(part: Part, around: Known) -> Scene:
    return scene(RICH, around, place=Place(part))


def spots_in(part: Part) -> Iterator[Spot]:
    """Every form that can be reached from a part: its own, of each item, of a new one."""
    if part in items_table.ROOT_FORMS:
        yield items_table.root_spot(part)
    for element in elements(editor.view(at(part, known()))):
        action, value = element["action_id"].partition(":")[0], element.get("value", "")
        if action in (items.ADD, items.EDIT):
            yield spot_of(value)
        if action in (mappings.ADD, mappings.EDIT):
            yield Spot(Part.MAPPINGS, item_id=value)


SPOTS = tuple(dict.fromkeys(spot for part in PARTS for spot in spots_in(part)))


def test_every_form_is_among_those_that_are_tried() -> None:
    assert {id(items_table.form_of(spot)) for spot in SPOTS} == set(all_forms())
    assert len(SPOTS) > 20


def drawn(there: Scene, spot: Spot) -> dict[str, Any]:
    form = items_table.form_of(spot)
    is_root = form in items_table.ROOT_FORMS.values()
    view = editor.view(there) if is_root else item_view.view(form, there, spot)
    assert_view_keeps_the_rules(view)
    return view


def an_answer(question: Question, data: st.DataObject) -> tuple[dict[str, Any], Any]:
    """What Slack sends once somebody answers it, and what that means."""
    if question.kind in TYPED:
        text = in_input(data.draw(texts), INPUT_LENGTH, multiline=question.kind is Kind.LINES)
        return {"value": text}, text
    picks = {each.value: each for each in islice(question.picks, 50)}
    if question.kind in SEVERAL:
        chosen = data.draw(st.lists(st.sampled_from(sorted(picks)), unique=True)) if picks else []
        return {"selected_options": [picks[each].choice(question.name).option() for each in chosen]}, sorted(chosen)
    if not picks:
        return {"selected_option": None}, None
    one = data.draw(st.sampled_from(sorted(picks)))
    return {"selected_option": picks[one].choice(question.name).option()}, one


@pytest.mark.parametrize("part", dict.fromkeys(spot.part for spot in SPOTS))
@settings(max_examples=30)
@given(around=st.sampled_from([known(), NOTHING_KNOWN]), data=st.data())
def test_whatever_is_answered_in_a_form_is_read_back_as_that_and_as_nothing_else(
    part: Part, around: Known, data: st.DataObject
) -> None:
    spot = data.draw(st.sampled_from([each for each in SPOTS if each.part is part]))
    form, there = items_table.form_of(spot), at(spot.part, around)
    drawn_with: dict[str, Any] = {}
    for _ in range(4):
        given_before = answering.rendered(form, there, spot)
        view = drawn(there, spot)
        for values in (untouched(view), nulls(view)):
            assert answering.given_in(form, there, values).answers == given_before
        for block_id, state in untouched(view).items():
            assert drawn_with.setdefault(block_id, initial(state)) == initial(state)  # else Slack keeps the older one
        question = data.draw(st.sampled_from(form.questions(there, spot, given_before)), label="question")
        state, meant = an_answer(question, data)
        values = data.draw(st.sampled_from([untouched, nulls]))(view)
        block = next(block for block, actions in values.items() if question.action_id in actions)
        values[block][question.action_id] = state
        found = answering.given_in(form, there, values, told=question.action_id).answers
        assert {**found, question.name: None} == {**given_before, question.name: None}
        assert is_read(question, found, meant, given_before)
        settled = form.settled(there, spot, given_before, found)
        there = replace(there, session=answering.kept(form, there, spot, settled))


def initial(state: dict[str, Any]) -> list[Any]:
    """What an input was drawn with, whatever its kind."""
    return [value for states in state.values() for key, value in states.items() if key != "type" and value]


def is_read(question: Question, found: Answers, meant: str | list[str] | None, before: Answers) -> bool:
    """Whether the answer is what was meant; a text that stands there unchanged, in as far as it fits, is the whole."""
    if question.kind in SEVERAL:
        return sorted(list_of(found, question.name)) == meant
    if meant is None:
        return text_of(found, question.name) == text_of(before, question.name)
    shown = in_input(text_of(before, question.name), INPUT_LENGTH, multiline=question.kind is Kind.LINES)
    kept = question.kind in TYPED and meant == shown
    return text_of(found, question.name) == (text_of(before, question.name) if kept else meant)


BUILDERS = frozenset(
    name for name in ("text_input", "select", "radio", "checkboxes", "external_select", "file_input", "menu")
) | {"multi_external_select", "external_menu"}
"""What makes an input or a menu."""

READ_BACK = "slack/test_read_back.py"
LAWS = {
    "parts/form.py": ("slack/parts/test_form.py", "a_text_that_was_typed_is_read_as_it_was_typed"),
    "parts/run_options.py": ("slack/parts/test_settings.py", "what_is_ticked_goes_into_the_draft_and_nothing_else"),
    "parts/mapping_lines.py": (READ_BACK, "lines_of_mappings_are_read_back"),
    "parts/mappings.py": (READ_BACK, "what_is_searched_for_stands_in_find"),
    "parts/items.py": (READ_BACK, "what_is_searched_for_stands_in_find"),
    "editor.py": (READ_BACK, "what_is_searched_for_stands_in_find"),
    "review.py": (READ_BACK, "a_reason_and_the_boxes_of_a_review_are_read_back"),
    "conflict_view.py": (READ_BACK, "the_side_of_each_clash_is_read_back"),
    "request.py": (READ_BACK, "why_a_request_is_rejected_is_read_back"),
    "run_view.py": (READ_BACK, "the_records_of_a_trial_are_read_back"),
    "listing.py": (READ_BACK, "the_sync_that_was_found_is_read_back"),
    "home_view.py": (READ_BACK, "the_sync_that_was_found_is_read_back"),
    "list_filter.py": (READ_BACK, "a_filter_of_the_list_is_read_back"),
}
"""Where an input is made, and the file and name of the test that what is built of it is read back."""


def test_every_input_that_is_made_anywhere_has_a_test_that_it_is_read_back() -> None:
    room, tests = Path(asking.__file__).parent, Path(__file__).parents[2]
    made = {
        path.relative_to(room).as_posix()
        for path in room.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in BUILDERS
    }
    assert made == set(LAWS)
    for path, name in LAWS.values():
        assert f"def test_{name}(" in (tests / path).read_text(encoding="utf-8")


def test_every_kind_of_question_stands_in_some_form() -> None:
    asked = set()
    for spot in SPOTS:
        there, form = at(spot.part, known()), items_table.form_of(spot)
        given_now = answering.rendered(form, there, spot)
        asked |= {each.kind for each in form.questions(there, spot, given_now)}
        for each in form.questions(there, spot, given_now):
            for pick in islice(each.picks, 20) if each.redraws else ():
                settled = form.settled(there, spot, given_now, {**given_now, each.name: pick.value})
                asked |= {every.kind for every in form.questions(there, spot, settled)}
    assert asked == set(Kind)
