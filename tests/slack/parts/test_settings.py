"""Schedule, run options, name and mode: parts whose inputs stand in the root view."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.slack import editor
from syncbot.slack.inputs import with_inputs
from syncbot.slack.parts import name_mode, run_options, schedule
from syncbot.slack.parts.zone_choices import zone_options
from syncbot.slack.scene import Place, Scene
from syncbot.sync.document import JsonObject
from syncbot.sync.fields import Part
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.schedule import REPEATS, Form
from tests.slack.scenes import (
    answered,
    assert_view_keeps_the_rules,
    known,
    nulls,
    scene,
    sync,
    texts,
    untouched,
    words,
)

OPTIONS = ("active", "sync_all_records", "only_enrich_updates", "skip_initial_backfill")


def at(part: Part, doc: JsonObject) -> Scene:
    return scene(doc, known(), place=Place(part))


def asked(view: JsonObject) -> list[str]:
    return [block["label"]["text"] for block in view["blocks"] if block["type"] == "input"]


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
    st.just(
        {
            "frequency": "custom",
            "minute": "*/20",
            "hour": "6-18",
            "day_of_month": "*",
            "month": "*",
            "day_of_week": "1-5",
        }
    ),
    st.just({"frequency": "runafter", "run_after": {"sync_ids": ["a"]}, "run_after_success_only": True}),
    st.just({"frequency": "dbtcloud", "connection_id": "c", "job_id": 12}),
    st.just({"frequency": "unheard of"}),
    st.just({}),
)


@given(schedules)
def test_a_schedule_that_was_not_touched_reads_back_as_itself(stored: JsonObject) -> None:
    shown = at(Part.SCHEDULE, sync(schedule=stored))
    view = editor.view(shown)
    assert_view_keeps_the_rules(view)
    for values in (untouched(view), nulls(view)):
        assert schedule.read(values, shown) == schedule.rendered(shown)
        assert with_inputs(values, shown) is shown.session.draft


def test_the_schedule_is_told_with_its_next_runs() -> None:
    text = words(editor.view(at(Part.SCHEDULE, sync())))
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
        ("manual", ["Repeat"], ""),
        ("continuous", ["Repeat"], ""),
    ],
)
def test_choosing_repeat_shows_only_the_inputs_that_it_needs(repeat: str, inputs: list[str], at_shown: str) -> None:
    shown = at(Part.SCHEDULE, sync())
    before = editor.view(shown)
    after = replace(shown, session=schedule.repeat_changed(answered(before, schedule_repeat=repeat), shown))
    view = editor.view(after)
    assert_view_keeps_the_rules(view)
    assert asked(view) == inputs
    assert schedule.rendered(after) == Form(repeat, at_shown, "Europe/Berlin")
    assert not untouched(before).keys() & untouched(view).keys()
    assert schedule.read(untouched(view), after) == schedule.rendered(after)


def test_a_time_that_was_typed_stays_when_the_new_repetition_takes_one() -> None:
    shown = at(Part.SCHEDULE, sync())
    values = answered(editor.view(shown), schedule_repeat="weekdays", schedule_at="7:15")
    assert schedule.repeat_changed(values, shown).screen["schedule"][1:3] == ["weekdays", "7:15"]


def test_what_was_answered_is_forgotten_when_the_draft_moves() -> None:
    shown = at(Part.SCHEDULE, sync())
    session = schedule.repeat_changed(answered(editor.view(shown), schedule_repeat="hourly"), shown)
    moved = replace(shown, session=replace(session, revision=4))
    assert schedule.rendered(moved) == schedule.rendered(shown)


def test_a_new_schedule_goes_into_the_draft_in_utc() -> None:
    shown = at(Part.SCHEDULE, sync())
    values = answered(editor.view(shown), schedule_at="7:30")
    assert with_inputs(values, shown)["schedule"] == {"frequency": "daily", "hour": "6", "minute": "30"}


def test_a_hint_among_the_time_zones_changes_nothing() -> None:
    shown = at(Part.SCHEDULE, sync())
    assert schedule.read(answered(editor.view(shown), schedule_zone="hint"), shown).zone == "Europe/Berlin"


@pytest.mark.parametrize("stored", [{"frequency": "runafter"}, {"frequency": "dbtcloud"}, {"frequency": "multi"}])
def test_a_schedule_that_cannot_be_set_here_is_kept_as_it_is(stored: JsonObject) -> None:
    view = editor.view(at(Part.SCHEDULE, sync(schedule=stored)))
    repeat = next(block["element"] for block in view["blocks"] if block["type"] == "input")
    assert repeat["initial_option"]["text"]["text"] == "Keep as it is"
    assert asked(view) == ["Repeat"]


def test_keep_is_offered_only_where_it_is_needed() -> None:
    view = editor.view(at(Part.SCHEDULE, sync()))
    repeat = next(block["element"] for block in view["blocks"] if block["type"] == "input")
    assert len(repeat["options"]) == len(REPEATS) - 1


def test_the_readers_own_zone_comes_first_and_a_hundred_at_most_are_offered() -> None:
    found = zone_options("", "Asia/Kolkata")["options"]
    assert [option["value"] for option in found[:2]] == ["Asia/Kolkata", "UTC"]
    assert len(found) == 100
    assert "more, type to narrow" in found[-1]["text"]["text"]
    assert [option["value"] for option in zone_options("new york", "UTC")["options"]] == ["America/New_York"]
    assert zone_options("zzz", "UTC")["options"][0]["value"] == "hint"


@given(st.sets(st.sampled_from(OPTIONS)))
def test_run_options_that_were_not_touched_read_back_as_themselves(ticked: set[str]) -> None:
    shown = at(Part.RUN_OPTIONS, sync(**{key: key in ticked for key in OPTIONS}))
    view = editor.view(shown)
    assert_view_keeps_the_rules(view)
    for values in (untouched(view), nulls(view)):
        assert run_options.read(values, shown.session.draft) == ticked
        assert with_inputs(values, shown) is shown.session.draft


@given(st.sets(st.sampled_from(OPTIONS)), st.sets(st.sampled_from(OPTIONS)))
def test_what_is_ticked_goes_into_the_draft_and_nothing_else(before: set[str], after: set[str]) -> None:
    doc = sync(**{key: key in before for key in OPTIONS})
    shown = at(Part.RUN_OPTIONS, doc)
    draft = with_inputs(answered(editor.view(shown), run_options=sorted(after)), shown)
    assert draft == {**shown.session.draft, **{key: key in after for key in OPTIONS}}


@given(texts.filter(lambda text: bool(text.strip())), st.sampled_from(["create", "update", "odd mode"]))
def test_name_and_mode_that_were_not_touched_read_back_as_themselves(name: str, mode: str) -> None:
    for around in (known(), NOTHING_KNOWN):
        shown = scene(sync(name=name, mode=mode), around, place=Place(Part.NAME_AND_MODE))
        view = editor.view(shown)
        assert_view_keeps_the_rules(view)
        for values in (untouched(view), nulls(view)):
            assert name_mode.read(values, shown.session.draft, around) == name_mode.Answers(name, mode)
            assert with_inputs(values, shown) is shown.session.draft


def test_a_new_name_and_mode_go_into_the_draft() -> None:
    shown = at(Part.NAME_AND_MODE, sync())
    draft = with_inputs(answered(editor.view(shown), name="New name", mode="update"), shown)
    assert (draft["name"], draft["mode"]) == ("New name", "update")


def test_an_empty_name_is_refused_at_its_input() -> None:
    shown = at(Part.NAME_AND_MODE, sync())
    with pytest.raises(InvalidInput) as caught:
        with_inputs(answered(editor.view(shown), name="  "), shown)
    assert caught.value.field == "name"


def test_modes_that_are_not_known_to_be_allowed_say_so() -> None:
    view = editor.view(scene(sync(), NOTHING_KNOWN, place=Place(Part.NAME_AND_MODE)))
    assert "not known yet" in words(view)
