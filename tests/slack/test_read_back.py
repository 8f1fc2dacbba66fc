"""What is drawn in an input beside the forms is read back as that, and so is what a person answers there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.changes.conflict import Keep
from syncbot.changes.model import Side
from syncbot.slack import conflict_view, editor, home_view, list_filter, listing, request, review, run_view
from syncbot.slack.calls import ViewCall
from syncbot.slack.parts import items, mapping_lines
from syncbot.slack.scene import Place
from syncbot.slack.text import in_input
from syncbot.slack.upcoming import Upcoming
from syncbot.sync.document import Shape
from syncbot.sync.fields import Part
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.plan import make_plan
from tests.slack.extremes import ID, change, document, rows
from tests.slack.extremes import review as a_review
from tests.slack.scenes import answered, known, nulls, scene, sync, texts, untouched


def submitted(view: Mapping[str, Any], values: dict[str, Any]) -> ViewCall:
    return ViewCall("V1", "V1", "", view["callback_id"], view.get("private_metadata", ""), "", values)


@given(texts)
def test_what_is_searched_for_stands_in_find(find: str) -> None:
    many = document("x", items.FEW + 1)
    for part in (None, Part.MAPPINGS, Part.POLICIES):
        view = editor.view(scene(many if part else sync(), known(), place=Place(part, find=find)))
        (found,) = [block["element"] for block in view["blocks"] if block["type"] == "input"]
        assert found.get("initial_value", "") == in_input(find, found["max_length"])
        assert block_ids(view) != block_ids(
            editor.view(scene(many if part else sync(), known(), place=Place(part, find=f"{find}x")))
        )


def block_ids(view: Mapping[str, Any]) -> list[str]:
    return list(untouched(view))


@given(texts)
def test_lines_of_mappings_are_read_back(text: str) -> None:
    shown = scene(sync(), known(), place=Place(Part.MAPPINGS))
    view = mapping_lines.view(shown)
    assert mapping_lines.read(untouched(view)) == mapping_lines.read(nulls(view)) == ""
    values = answered(view, **{mapping_lines.LINES: text})
    assert mapping_lines.read(values) == text
    assert mapping_lines.revision(values) == shown.session.revision
    file = {"name": text, "id": "F1"}
    chosen = untouched(view)
    next(actions for actions in chosen.values() if mapping_lines.FILE in actions)[mapping_lines.FILE] = {
        "files": [file]
    }
    assert mapping_lines.read_file(chosen) == file


@given(texts, st.sets(st.sampled_from([review.PAUSE_NOW, review.STOP_RUN])))
def test_a_reason_and_the_boxes_of_a_review_are_read_back(reason: str, ticked: set[str]) -> None:
    base = sync()
    pausing = make_plan(base, {**base, "active": False}, NOTHING_KNOWN, shape=Shape.GROUPED)
    found = a_review("Leads", reason="before", plan=pausing)
    view = review.view(found, Upcoming(""), page=99)
    drawn = review.read(submitted(view, untouched(view)))
    assert (drawn.session_id, drawn.revision) == (found.session.session_id, found.session.revision)
    assert (drawn.reason, drawn.emergency, drawn.stop_run) == ("before", False, False)
    form = review.read(submitted(view, answered(view, reason=reason, emergency=sorted(ticked))))
    assert form.reason == reason.strip()
    assert (form.emergency, form.stop_run) == (review.PAUSE_NOW in ticked, review.STOP_RUN in ticked)


@given(st.lists(st.sampled_from(Keep), min_size=1, max_size=8))
def test_the_side_of_each_clash_is_read_back(keeps: list[Keep]) -> None:
    sides = tuple(Side("Filters", f"F{at}", "a", "b", "c", mark=f"m{at}", both=True) for at in range(len(keeps)))
    view = conflict_view.view(a_review("Leads", clashes=sides), close="Back")
    assert conflict_view.read(submitted(view, untouched(view))) == {}
    assert conflict_view.read(submitted(view, nulls(view))) == {}
    values = untouched(view)
    for actions, keep in zip(values.values(), keeps, strict=True):
        (action,) = actions
        actions[action] = {"selected_option": {"value": keep.value}}
    assert conflict_view.read(submitted(view, values)) == {f"m{at}": keep for at, keep in enumerate(keeps)}


@given(texts)
def test_why_a_request_is_rejected_is_read_back(text: str) -> None:
    view = request.reject_view(change("Leads"))
    assert request.read_why(submitted(view, nulls(view))) == ""
    assert request.read_why(submitted(view, answered(view, **{request.WHY: text}))) == text.strip()


@given(texts)
def test_the_records_of_a_trial_are_read_back(text: str) -> None:
    view = run_view.few_view(document("x", 2), [{"model_id": "m", "field": "email"}], target="Lead")
    assert run_view.read_few(nulls(view)) == ""
    assert run_view.read_few(answered(view, **{run_view.FEW: text})) == text


@pytest.mark.parametrize("about", ["", "opaque"])
def test_the_sync_that_was_found_is_read_back(about: str) -> None:
    options = listing.sync_options(rows("Leads", 3), total=3)["options"]
    view = listing.find_view(about)
    assert listing.read_found(nulls(view)) == ""
    assert listing.read_found(answered(view, **{listing.FIND_INPUT: options[0]["value"]})) == ID
    menu = home_view._search()["elements"][0]  # noqa: SLF001 -- the same options are offered there
    assert (menu["type"], menu["action_id"], menu["min_query_length"]) == ("external_select", home_view.FIND, 0)


@given(st.sampled_from(["", "active", "paused"]), st.sampled_from(["", "c1", "c2"]), texts)
def test_a_filter_of_the_list_is_read_back(state: str, target: str, text: str) -> None:
    now = list_filter.Filter(text, state, target)
    block = list_filter.menus(now, {"c1": text, "c2": "Other"})
    menus = [element for element in block["elements"] if element["type"] == "static_select"]
    for menu in menus:
        for option in menu["options"]:
            chosen = list_filter.chosen(now, menu["action_id"], option["value"])
            again = list_filter.menus(chosen, {"c1": text, "c2": "Other"})["elements"]
            (drawn,) = [each for each in again if each.get("action_id") == menu["action_id"]]
            everything = option["value"] == list_filter.EVERY
            assert drawn.get("initial_option") == (None if everything else option)
            assert chosen.text == text
