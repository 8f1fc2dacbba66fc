"""What can be chosen of a schedule."""

import pytest

from syncbot.slack import editor
from syncbot.slack.choosable import Choosable
from syncbot.slack.parts import schedule
from syncbot.slack.parts.zone_choices import zone_picks
from syncbot.sync.known import ScheduleOption
from syncbot.sync.schedule_edits import CHOOSABLE_REPEATS
from tests.slack.parts.test_schedule import SPOT, after, at
from tests.slack.scenes import input_labels, sync, words

SUCCESS = "run_after_success_only"


def test_keep_is_offered_only_where_it_is_needed() -> None:
    view = editor.view(at(sync()))
    repeat = next(block["element"] for block in view["blocks"] if block["type"] == "input")
    assert len(repeat["options"]) == len(CHOOSABLE_REPEATS)


def test_only_what_polytomic_offers_can_be_chosen_and_the_present_kind_always() -> None:
    some = Choosable(schedules=(ScheduleOption("manual", "Manual"), ScheduleOption("weekly", "Weekly")))
    view = editor.view(at(sync(), some))
    repeat = next(block["element"] for block in view["blocks"] if block["type"] == "input")
    texts = [option["text"]["text"] for option in repeat["options"]]
    assert texts[0] == "Only when started by hand"
    assert "Every day" in texts
    assert "Every Monday" in texts
    assert "Every hour" not in texts
    assert "does not offer all kinds" in words(view)


def test_syncs_are_chosen_by_name_and_never_the_sync_itself() -> None:
    shown = after(at(sync()), repeat="runafter")
    question = next(
        each for each in schedule.ROOT.questions(shown, SPOT, {"repeat": "runafter"}) if list(each.picks)[1:]
    )
    assert question.name == "repeat"
    syncs = {each.name: each for each in schedule.ROOT.questions(shown, SPOT, {"repeat": "runafter"})}["sync_ids"]
    assert [(pick.value, pick.text) for pick in syncs.picks] == [("s2", "Accounts")]
    unknown = after(at(sync(), Choosable()), repeat="runafter")
    assert "Polytomic did not answer" in words(editor.view(unknown))


def test_the_readers_own_zone_comes_first_and_a_zone_is_found_as_it_reads_or_is_written() -> None:
    picks = zone_picks("Asia/Kolkata", "")
    assert [zone for zone, _ in picks[:2]] == ["Asia/Kolkata", "UTC"]
    assert ("America/New_York", "America/New_York") in picks
    assert zone_picks("UTC", "Mars/Olympus")[1] == ("Mars/Olympus", "")


@pytest.mark.parametrize(
    ("keys", "has"), [((), True), (("connection_id", "job_id"), False), (("job_id", SUCCESS), True)]
)
def test_what_polytomics_own_form_of_a_kind_leaves_out_is_not_asked_unless_it_is_set(
    keys: tuple[str, ...], *, has: bool
) -> None:
    offered = Choosable(schedules=(ScheduleOption("dbtcloud", "dbt", "After a job", keys),))
    stored = {"frequency": "dbtcloud", "connection_id": "c", "job_id": 12}
    view = editor.view(at(sync(schedule=stored), offered))
    assert ("Only after a run without errors" in input_labels(view)) is has
    assert "Polytomic says of “After a dbt Cloud job”: “After a job”" in words(view)
    set_already = editor.view(at(sync(schedule={**stored, SUCCESS: True}), offered))
    assert "Only after a run without errors" in input_labels(set_already)
    kept = ScheduleOption("weekly", "Weekly", "Every week")
    assert "Polytomic says" not in words(
        editor.view(at(sync(schedule={"frequency": "multi"}), Choosable(schedules=(kept,))))
    )
