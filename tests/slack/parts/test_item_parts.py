"""What holds for every part that lists items, whatever the sync: Slack's rules, and that looking changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.slack import editor
from syncbot.slack.inputs import with_inputs
from syncbot.slack.items_table import EDITED, ITEM_PARTS, ROOT_FORMS, form_of, of, root_spot
from syncbot.slack.parts import answering, item_view
from syncbot.slack.parts.item_part import Spot, compared, spot_of
from syncbot.slack.parts.items import ADD, EDIT, PUT_BACK, REMOVE
from syncbot.slack.scene import Place, Scene, at_place
from syncbot.sync.difference import Kind
from syncbot.sync.document import Shape, configuration, same
from syncbot.sync.edits import mappings
from syncbot.sync.fields import Part
from syncbot.sync.known import NOTHING_KNOWN
from tests.slack.scenes import (
    EXTREMES,
    SESSION,
    assert_view_keeps_the_rules,
    elements,
    known,
    mapping,
    nulls,
    scene,
    sync,
    untouched,
    words,
)
from tests.sync.documents import Generated, documents

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PARTS = tuple(ITEM_PARTS)


def shown(generated: Generated, part: Part, *, page: int = 0) -> Scene:
    base = scene(sync(), NOTHING_KNOWN)
    draft = configuration(generated.raw, generated.shape)
    session = at_place(replace(base.session, base=generated.raw, draft=draft), Place(part, page))
    return replace(base, session=session, changed=(), place=Place(part, page))


def rows(there: Scene, part: Part) -> list[tuple[str, Kind | None]]:
    """The items as they are shown; labels of conditions are Polytomic's and do not count."""
    found = [row for group in ITEM_PARTS[part].groups(there) for row in group.rows]
    return [(row.name if part is Part.FILTERS else row.words, row.kind) for row in found]


def spots(view: dict[str, Any], *actions: str) -> Iterator[Spot]:
    for element in elements(view):
        if element["action_id"].partition(":")[0] in actions:
            yield spot_of(element["value"])


@QUICK
@given(documents(), st.sampled_from(PARTS))
def test_an_item_that_is_opened_and_taken_untouched_changes_nothing(generated: Generated, part: Part) -> None:
    there = shown(generated, part)
    view = editor.view(there)
    assert_view_keeps_the_rules(view)
    for spot in spots(view, EDIT):
        form = form_of(spot)
        item = item_view.view(form, there, spot)
        assert_view_keeps_the_rules(item)
        assert item["private_metadata"] == SESSION
        for values in (untouched(item), nulls(item)):
            found = answering.given_in(form, there, values)
            assert found.answers == answering.rendered(form, there, spot)
            assert answering.spot_in(values) == spot
        assert same(form.taken(there, spot, found.answers), there.session.draft)


@QUICK
@given(documents(), st.sampled_from(PARTS))
def test_every_form_for_a_new_item_keeps_the_rules_and_asks_for_what_is_missing(
    generated: Generated, part: Part
) -> None:
    there = shown(generated, part)
    for spot in spots(editor.view(there), ADD):
        form = form_of(spot)
        item = item_view.view(form, there, spot)
        assert_view_keeps_the_rules(item)
        if not spot.item_id:
            with pytest.raises(InvalidInput) as refused:
                form.taken(there, spot, answering.given_in(form, there, untouched(item)).answers)
            assert refused.value.next_step


@QUICK
@given(documents(), st.sampled_from(PARTS))
def test_an_item_that_is_removed_can_be_put_back_and_all_is_as_it_was(generated: Generated, part: Part) -> None:
    there = shown(generated, part)
    for spot in spots(editor.view(there), REMOVE):
        try:
            draft = of(spot).removed(there, spot)
        except InvalidInput:
            continue  # a logic that cannot be read is not rewritten
        gone = replace(there, session=replace(there.session, draft=draft))
        view = editor.view(gone)
        assert_view_keeps_the_rules(view)
        [removed] = spots(view, PUT_BACK)
        back = of(removed).put_back(gone, removed)
        assert rows(replace(there, session=replace(there.session, draft=back)), part) == rows(there, part)
        assert same(back, there.session.draft)


@QUICK
@given(documents(), st.sampled_from(tuple(ROOT_FORMS)))
@example(Generated({**sync(), "name": " "}, Shape.GROUPED), Part.NAME_AND_MODE)
def test_a_form_in_the_root_view_that_nobody_touched_leaves_the_draft_as_it_is(
    generated: Generated, part: Part
) -> None:
    there = shown(generated, part)
    view = editor.view(there)
    for values in (untouched(view), nulls(view)):
        assert with_inputs(values, there) is there.session.draft
    assert form_of(root_spot(part)) is ROOT_FORMS[part]


@pytest.mark.parametrize("part", sorted(EDITED))
@pytest.mark.parametrize("name", EXTREMES)
def test_names_of_any_kind_keep_slacks_rules(part: Part, name: str) -> None:
    source = {"model_id": name, "field": name}
    conditions = [{"source": source, "function": name, "value": name, "label": "A"}] * 30
    on_target = [{"field": name, "function": "Equality", "value": [name], "value_source": source}] * 30
    doc = sync(
        name=name,
        fields=[mapping(name, name)],
        model_filters={"conditions": conditions, "logic": name},
        target_filters={"conditions": on_target},
        overrides=[{"field": source, "function": name, "value": {name: name}, "override": name}] * 30,
        override_fields=[{"target": f"{name}{at}", "override_value": name, "sync_mode": name} for at in range(30)],
        identities={"mappings": [{"source": source, "target": name, "function": name}] * 30, "strategy": name},
        policies=[f"{name}{at}" for at in range(30)],
        target={"connection_id": name, "object": name, "configuration": {name: name, **{str(n): name for n in "abc"}}},
        schedule={"frequency": "runafter", "run_after": {"sync_ids": [name, *map(str, range(150))]}},
    )
    for around in (known(), NOTHING_KNOWN):
        for page in (0, 1):
            there = scene(doc, around, place=Place(part, page))
            view = editor.view(there)
            assert_view_keeps_the_rules(view)
            for spot in [*spots(view, EDIT, ADD)]:
                assert_view_keeps_the_rules(item_view.view(form_of(spot), there, spot))


def test_what_a_menu_shows_only_the_beginning_of_stands_whole_above_it() -> None:
    name = " ".join(f"word{at}" for at in range(400))
    doc = sync(fields=[mapping(name, name)], target={"connection_id": "c1", "object": "Contact"})
    there = scene(doc, known((name, name), targets=((name, name),)), place=Place(Part.MAPPINGS))
    spot = Spot(Part.MAPPINGS, item_id=mappings(there.session.draft)[0].item_id)
    text = words(item_view.view(form_of(spot), there, spot))
    assert text.count("word299") == 2
    assert "Source field: word0 word1 " in text
    short = scene(sync(), known(), place=Place(Part.MAPPINGS))
    spot = Spot(Part.MAPPINGS, item_id=mappings(short.session.draft)[0].item_id)
    assert "Source field: " not in words(item_view.view(form_of(spot), short, spot))


def test_what_changed_in_place_is_told_from_what_was_added_removed_and_moved() -> None:
    assert compared("abc", "abc") == [("a", None), ("b", None), ("c", None)]
    assert compared("abc", "axc") == [("a", None), ("x", Kind.CHANGED), ("c", None)]
    assert compared("abc", "ac") == [("a", None), ("b", Kind.REMOVED), ("c", None)]
    assert compared("ab", "abx") == [("a", None), ("b", None), ("x", Kind.ADDED)]
    assert compared("ab", "ba") == [("b", None), ("a", None)]


def test_a_button_of_an_older_version_is_refused() -> None:
    with pytest.raises(InvalidInput, match="older version"):
        spot_of("no such part:x:y")
    with pytest.raises(InvalidInput, match="older version"):
        form_of(Spot(Part.ENCRYPTION))
