"""The part *Schedule*: every frequency with just its inputs, kept where nobody touches it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.slack import editor
from syncbot.slack.choosable import Choosable
from syncbot.slack.inputs import block_of_fault, with_inputs
from syncbot.slack.items_table import root_spot
from syncbot.slack.parts import answering, schedule
from syncbot.slack.parts.form import Pick
from syncbot.slack.scene import Place, Scene
from syncbot.sync.document import JsonObject
from syncbot.sync.fields import Part
from syncbot.sync.known import Connection
from tests.slack.scenes import (
    SYNC,
    assert_view_keeps_the_rules,
    input_labels,
    known,
    nulls,
    scene,
    sync,
    untouched,
    words,
)

SPOT = root_spot(Part.SCHEDULE)
OFFERED = Choosable(connections=(Connection("dbt-1", "dbt Cloud"),), syncs={SYNC: "This one", "s2": "Accounts"})
schedules: st.SearchStrategy[JsonObject] = st.one_of(
    st.just({"frequency": "manual"}),
    st.just({"frequency": "continuous", "minute": None}),
    st.builds(lambda m: {"frequency": "hourly", "minute": f"{m}"}, st.integers(0, 59)),
    st.builds(
        lambda h, m: {"frequency": "daily", "hour": f"{h}", "minute": f"{m}"}, st.integers(0, 23), st.integers(0, 59)
    ),
    st.builds(
        lambda d, h: {"frequency": "weekly", "day_of_week": d, "hour": f"{h}", "minute": "30"},
        st.sampled_from(["1", "monday", "Sunday", "6"]),
        st.integers(0, 23),
    ),
    st.builds(
        lambda frequency: {
            "frequency": frequency,
            "minute": "*/20",
            "hour": "6-18",
            "day_of_month": "*",
            "month": "*",
            "day_of_week": "1-5",
        },
        st.sampled_from(["custom", "builder"]),
    ),
    st.builds(
        lambda ids, only: {"frequency": "runafter", "run_after": {"sync_ids": ids}, "run_after_success_only": only},
        st.lists(st.text(max_size=5), max_size=3),
        st.sampled_from([None, True, False]),
    ),
    st.just({"frequency": "dbtcloud", "connection_id": "c", "job_id": 12}),
    st.just({"frequency": "multi", "x_unheard": [1]}),
    st.just({"frequency": "unheard of"}),
    st.just({}),
)


def at(doc: JsonObject, choosable: Choosable = OFFERED) -> Scene:
    return replace(scene(doc, known(), place=Place(Part.SCHEDULE)), choosable=choosable)


def given_at(shown: Scene, **answers: Any) -> dict[str, dict[str, Any]]:
    """The values of the view with other answers: text, or the value of a pick."""
    values = untouched(editor.view(shown))
    for actions in values.values():
        for action_id in actions:
            name = action_id.partition(":")[2]
            if name in answers:
                answer = answers[name]
                option = Pick(answer, "x").choice(name).option() if isinstance(answer, str) else None
                several = [Pick(each, "x").choice(name).option() for each in answer]
                actions[action_id] = {"value": answer, "selected_option": option, "selected_options": several}
    return values


def after(shown: Scene, **answers: Any) -> Scene:
    """The scene once an answer was given on which others depend."""
    was = answering.rendered(schedule.ROOT, shown, SPOT)
    now = schedule.ROOT.settled(shown, SPOT, was, {**was, **answers})
    return replace(shown, session=answering.kept(schedule.ROOT, shown, SPOT, now))


@given(schedules)
def test_a_schedule_that_was_not_touched_stays_as_it_is(stored: JsonObject) -> None:
    shown = at(sync(schedule=stored))
    view = editor.view(shown)
    assert_view_keeps_the_rules(view)
    for values in (untouched(view), nulls(view)):
        assert with_inputs(values, shown) is shown.session.draft


def test_the_schedule_is_told_with_its_next_runs() -> None:
    text = words(editor.view(at(sync())))
    assert "Europe/Berlin" in text
    assert "UTC" in text
    assert "Next runs:" in text
    assert "as soon as it is applied" in text


@pytest.mark.parametrize(
    ("repeat", "inputs", "at_shown"),
    [
        ("hourly", ["Repeat", "At", "Time zone"], ":00"),
        ("weekdays", ["Repeat", "At", "Time zone"], "06:00"),
        ("monday", ["Repeat", "At", "Time zone"], "06:00"),
        ("cron", ["Repeat", "At", "Time zone"], ""),
        ("builder", ["Repeat", "At", "Time zone"], ""),
        ("manual", ["Repeat"], ""),
        ("continuous", ["Repeat"], ""),
        ("runafter", ["Repeat", "Run after", "Only after a run without errors"], ""),
        ("dbtcloud", ["Repeat", "dbt Cloud connection", "dbt Cloud job", "Only after a run without errors"], ""),
    ],
)
def test_choosing_repeat_shows_only_the_inputs_that_it_needs(repeat: str, inputs: list[str], at_shown: str) -> None:
    shown = at(sync(schedule={"frequency": "manual"}))
    before, now = editor.view(shown), after(shown, repeat=repeat)
    view = editor.view(now)
    assert_view_keeps_the_rules(view)
    assert input_labels(view) == inputs
    assert answering.rendered(schedule.ROOT, now, SPOT)["at"] == at_shown
    same_at = {block for block in untouched(before).keys() & untouched(view).keys() if ":repeat:" in block}
    assert bool(same_at) is (repeat == "manual")


def test_a_time_that_was_typed_stays_when_the_new_repetition_takes_one() -> None:
    shown = after(at(sync()), repeat="weekdays", at="7:15")
    assert answering.rendered(schedule.ROOT, shown, SPOT)["at"] == "7:15"


def test_what_was_answered_stays_until_the_schedule_of_the_draft_is_another() -> None:
    shown = after(at(sync()), repeat="hourly")
    elsewhere = replace(shown.session, revision=4, draft={**shown.session.draft, "name": "Other"})
    assert answering.rendered(schedule.ROOT, replace(shown, session=elsewhere), SPOT)["repeat"] == "hourly"
    moved = {**elsewhere.draft, "schedule": {"frequency": "daily", "hour": "7", "minute": "0"}}
    here = replace(shown, session=replace(elsewhere, draft=moved))
    assert answering.rendered(schedule.ROOT, here, SPOT)["repeat"] == "daily"


def test_a_new_schedule_goes_into_the_draft_in_utc() -> None:
    shown = at(sync())
    assert with_inputs(given_at(shown, at="7:30"), shown)["schedule"] == {
        "frequency": "daily",
        "hour": "6",
        "minute": "30",
    }


@pytest.mark.parametrize(
    ("repeat", "answers", "stored"),
    [
        ("runafter", {"sync_ids": ["s2"]}, {"frequency": "runafter", "run_after": {"sync_ids": ["s2"]}}),
        (
            "dbtcloud",
            {"dbt_connection": "dbt-1", "job_id": "48213", "success_only": "yes"},
            {"frequency": "dbtcloud", "connection_id": "dbt-1", "job_id": 48213, "run_after_success_only": True},
        ),
        (
            "builder",
            {"at": "0 6 * * 1", "zone": "UTC"},
            {
                "frequency": "builder",
                "minute": "0",
                "hour": "6",
                "day_of_month": "*",
                "month": "*",
                "day_of_week": "1",
            },
        ),
        ("manual", {}, {"frequency": "manual"}),
    ],
)
def test_each_kind_is_taken_as_polytomic_keeps_it(repeat: str, answers: JsonObject, stored: JsonObject) -> None:
    shown = after(at(sync(schedule={"frequency": "continuous"})), repeat=repeat)
    assert with_inputs(given_at(shown, **answers), shown)["schedule"] == stored


@pytest.mark.parametrize(
    ("repeat", "answers", "label"),
    [
        ("runafter", {}, "Run after"),
        ("dbtcloud", {"dbt_connection": "dbt-1", "job_id": "many"}, "dbt Cloud job"),
        ("dbtcloud", {"job_id": "12"}, "dbt Cloud connection"),
        ("daily", {"at": "25:99"}, "At"),
        ("cron", {"at": "never"}, "At"),
    ],
)
def test_what_is_wrong_is_said_at_its_input(repeat: str, answers: JsonObject, label: str) -> None:
    shown = after(at(sync(schedule={"frequency": "manual"})), repeat=repeat)
    values = given_at(shown, **answers)
    with pytest.raises(InvalidInput) as refused:
        with_inputs(values, shown)
    block_id = block_of_fault(values, refused.value)
    view = editor.view(shown)
    assert [block["label"]["text"] for block in view["blocks"] if block.get("block_id") == block_id] == [label]


@pytest.mark.parametrize("stored", [{"frequency": "multi"}, {"frequency": "unheard of"}])
def test_a_schedule_that_cannot_be_chosen_is_shown_and_kept(stored: JsonObject) -> None:
    view = editor.view(at(sync(schedule=stored)))
    repeat = next(block["element"] for block in view["blocks"] if block["type"] == "input")
    assert repeat["initial_option"]["text"]["text"] == "Keep as it is"
    assert input_labels(view) == ["Repeat"]
    assert ("left over from bulk syncs" in words(view)) is (stored["frequency"] == "multi")
