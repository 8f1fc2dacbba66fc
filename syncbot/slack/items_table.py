"""The table of the parts that are lists of items or forms, by part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from syncbot.errors import InvalidInput
from syncbot.slack.blocks import Block, Json
from syncbot.slack.parts import (
    filters,
    fixed_values,
    identity,
    item_view,
    items,
    mapping,
    mappings,
    name_mode,
    overrides,
    policies,
    schedule,
    target,
    unfinished,
)
from syncbot.slack.parts.item_list import refreshing
from syncbot.slack.parts.item_part import OLD_BUTTON, OPEN_AGAIN, Group, ItemForm, ItemPart, ItemRow, Spot
from syncbot.slack.parts.unfinished import Unfinished
from syncbot.slack.scene import Place, Scene, part_view
from syncbot.sync.document import JsonObject
from syncbot.sync.fields import Part

Change = Callable[[Scene, Spot], JsonObject]
"""Takes a scene and a spot, gives the draft changed; raises InvalidInput."""

ITEM_PARTS: Mapping[Part, ItemPart] = {
    each.part: each
    for each in (filters.PART, overrides.PART, fixed_values.PART, identity.PART, target.PART, policies.PART)
}

ROOT_FORMS: Mapping[Part, ItemForm] = {
    Part.TARGET: target.ROOT,
    Part.SCHEDULE: schedule.ROOT,
    Part.NAME_AND_MODE: name_mode.ROOT,
}
"""The forms that stand in the root view itself."""

EDITED = ITEM_PARTS.keys() | ROOT_FORMS.keys()
LISTED = frozenset({*ITEM_PARTS, Part.MAPPINGS})
"""The parts whose items are found one by one."""

ROOT_ITEM = "root"
"""The item id of a part's root form."""


def root_spot(part: Part) -> Spot:
    """The spot of a part's root form."""
    return Spot(part, item_id=ROOT_ITEM)


def form_of(spot: Spot) -> ItemForm:
    """The form at a spot. Raises InvalidInput when the part has none."""
    if spot.part is Part.MAPPINGS:
        return mapping.FORM
    return ROOT_FORMS[spot.part] if spot.item_id == ROOT_ITEM and spot.part in ROOT_FORMS else of(spot).form


def of(spot: Spot) -> ItemPart:
    """The part of a spot. Raises InvalidInput when it is no list of items."""
    if spot.part not in ITEM_PARTS:
        raise InvalidInput(OLD_BUTTON, next_step=OPEN_AGAIN)
    return ITEM_PARTS[spot.part]


def view(scene: Scene, part: Part) -> Json:
    """A part of `EDITED` in the root view: its form, its list, or both."""
    form, spot = ROOT_FORMS.get(part), root_spot(part)
    above = [*(schedule.above(scene) if part is Part.SCHEDULE else []), *_inputs(form, scene, spot)]
    if part in ITEM_PARTS:
        return items.view(ITEM_PARTS[part], scene, above)
    return part_view(scene, part, [*above, *refreshing(part)])


def _inputs(form: ItemForm | None, scene: Scene, spot: Spot) -> list[Block]:
    return item_view.inputs(form, scene, spot) if form else []


def held(scene: Scene) -> list[Unfinished]:
    """What is unfinished in any part, as long as the draft there is what it was begun on."""
    left = unfinished.every(scene.session)
    return [each for each in left if form_of(each.spot).answers(scene, each.spot) == each.was]


def found(scene: Scene) -> list[tuple[ItemPart, Group, ItemRow]]:
    """The items of all parts that hold what the place searches for."""
    return [(part, *row) for part in ITEM_PARTS.values() for row in items.found(part, scene)]


def place_of_new(before: Scene, after: Scene) -> Place:
    """Where the first row stands that is in a list now and was not before; without *Find* where that would hide it."""
    here, whole = after.place, replace(after.place, find="")
    if here.part not in LISTED:
        return here
    had = set(_rows(before, whole))
    if had.issuperset(_rows(after, whole)):
        return here
    for place in (here, whole):
        new = next((at for at, row in enumerate(_rows(after, place)) if row not in had), None)
        if new is not None:
            return replace(place, page=new // (mappings if here.part is Part.MAPPINGS else items).ROWS_PER_PAGE)
    return here


def _rows(scene: Scene, place: Place) -> list[str]:
    """The ids of the rows that a list shows at a place."""
    there = replace(scene, place=place)
    if place.part is Part.MAPPINGS:
        return [each.item_id for each, _ in mappings.found(there)]
    part = ITEM_PARTS.get(place.part) if place.part else None
    return [Spot(part.part, group.key, row.item_id).value for group, row in items.found(part, there)] if part else []


def moved(scene: Scene, spot: Spot, step: int) -> JsonObject:
    """The draft with an item one step up (-1) or down (1); as it is where order means nothing."""
    move = of(spot).moved
    return move(scene, spot, step) if move else scene.session.draft
