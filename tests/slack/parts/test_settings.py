"""Run options, name and mode: parts whose inputs stand in the root view."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.slack import editor
from syncbot.slack.inputs import with_inputs
from syncbot.slack.items_table import root_spot
from syncbot.slack.parts import answering, name_mode, run_options
from syncbot.slack.scene import Place, Scene, token
from syncbot.sync.document import JsonObject
from syncbot.sync.fields import Part, row, rows_of
from syncbot.sync.known import NOTHING_KNOWN
from tests.slack.scenes import (
    answered,
    assert_view_keeps_the_rules,
    known,
    mapping,
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


@given(st.sets(st.sampled_from(OPTIONS)))
def test_run_options_that_were_not_touched_read_back_as_themselves(ticked: set[str]) -> None:
    shown = at(Part.RUN_OPTIONS, sync(**{key: key in ticked for key in OPTIONS}))
    view = editor.view(shown)
    assert_view_keeps_the_rules(view)
    for values in (untouched(view), nulls(view), answered(view, run_options=[])):
        assert run_options.read(values, shown.session) == ticked
        assert with_inputs(values, shown) is shown.session.draft


@given(st.sets(st.sampled_from(OPTIONS)), st.sets(st.sampled_from(OPTIONS)))
def test_what_is_ticked_goes_into_the_draft_and_nothing_else(before: set[str], after: set[str]) -> None:
    doc = sync(**{key: key in before for key in OPTIONS})
    shown = at(Part.RUN_OPTIONS, doc)
    values = answered(editor.view(shown), run_options=sorted(after))
    told = replace(shown, session=run_options.told(values, shown.session))
    assert told.session.draft is shown.session.draft
    draft = with_inputs(values, told)
    assert draft == {**shown.session.draft, **{key: key in after for key in OPTIONS}}


def test_a_row_of_the_table_that_is_no_switch_gets_an_input_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (*rows_of(Part.RUN_OPTIONS), replace(row("name"), hint="As people know it."))
    monkeypatch.setattr(run_options, "rows_of", lambda _: rows)
    shown = at(Part.RUN_OPTIONS, sync(name="Leads"))
    view = editor.view(shown)
    assert_view_keeps_the_rules(view)
    assert {"Name", "As people know it."} <= set(words(view).splitlines())
    assert with_inputs(untouched(view), shown) is shown.session.draft
    assert with_inputs(answered(view, **{"run_option:name": "New name"}), shown)["name"] == "New name"


@given(texts.filter(lambda text: bool(text.strip())), st.sampled_from(["create", "update", "odd mode"]))
def test_name_and_mode_that_were_not_touched_read_back_as_themselves(name: str, mode: str) -> None:
    for around in (known(), NOTHING_KNOWN):
        shown = scene(sync(name=name, mode=mode), around, place=Place(Part.NAME_AND_MODE))
        view = editor.view(shown)
        assert_view_keeps_the_rules(view)
        for values in (untouched(view), nulls(view)):
            assert with_inputs(values, shown) is shown.session.draft


def test_a_new_name_and_mode_go_into_the_draft() -> None:
    shown = at(Part.NAME_AND_MODE, sync())
    draft = with_inputs(
        answered(editor.view(shown), **{"answer:name": "New name", "answer:mode": token("mode", "update")}), shown
    )
    assert (draft["name"], draft["mode"]) == ("New name", "update")


def test_an_empty_name_is_refused_at_its_input() -> None:
    shown = at(Part.NAME_AND_MODE, sync())
    with pytest.raises(InvalidInput) as caught:
        with_inputs(answered(editor.view(shown), **{"answer:name": "  "}), shown)
    assert caught.value.field == "name"


def test_modes_that_are_not_known_to_be_allowed_say_so() -> None:
    view = editor.view(scene(sync(), NOTHING_KNOWN, place=Place(Part.NAME_AND_MODE)))
    assert "not known yet" in words(view)


def test_what_stops_working_in_another_mode_is_said_before_it_is_chosen_and_once_it_is() -> None:
    shown = at(Part.NAME_AND_MODE, sync(fields=[mapping("email", "Email", sync_mode="create")]))
    before = words(editor.view(shown))
    assert "What another mode would mean for this sync:" in before
    assert "In the mode update what 1 mapping said under Write has no effect." in before
    chosen = root_answered(shown, mode="update")
    assert_view_keeps_the_rules(editor.view(chosen))
    after = words(editor.view(chosen))
    assert "What the chosen mode means for this sync:" in after
    assert "What another mode would mean" not in after
    assert "In the mode update what 1 mapping said under Write has no effect." in after
    harmless = at(Part.NAME_AND_MODE, sync(fields=[mapping("email", "Email")]))
    assert "would mean" not in words(editor.view(harmless))
    assert "Nothing that this sync has stops working in the mode update." in words(
        editor.view(root_answered(harmless, mode="update"))
    )


def test_a_mode_that_loses_what_is_in_the_target_is_told_even_where_the_target_is_not_known() -> None:
    shown = scene(sync(), NOTHING_KNOWN, place=Place(Part.NAME_AND_MODE))
    for view in (editor.view(shown), editor.view(root_answered(shown, mode="replace"))):
        assert "In the mode replace the sync replaces all that is in the target." in words(view)
    assert "Nothing that this sync has" not in words(editor.view(root_answered(shown, mode="append")))


def root_answered(shown: Scene, **answers: str) -> Scene:
    """The scene once something was answered on which others depend."""
    spot = root_spot(Part.NAME_AND_MODE)
    was = answering.rendered(name_mode.ROOT, shown, spot)
    return replace(shown, session=answering.kept(name_mode.ROOT, shown, spot, {**was, **answers}))
