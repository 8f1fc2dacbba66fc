"""The part *Mappings*: a paged list with *Find*, and for each mapping *Edit*, *Remove* or *Put back*."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias, TypeVar

from syncbot.slack import blocks
from syncbot.slack.blocks import Asked, Block, Element, Json
from syncbot.slack.paging import page_of
from syncbot.slack.parts.item_list import FIND, FIND_LABEL, FIND_LENGTH, STATES, refresh
from syncbot.slack.scene import Scene, part_view, token
from syncbot.slack.text import escape, plain
from syncbot.sync import edits
from syncbot.sync.difference import Kind
from syncbot.sync.document import same
from syncbot.sync.edits import Mapping
from syncbot.sync.fields import Part
from syncbot.sync.known import Model, Target
from syncbot.sync.mapping_view import mapping_rows
from syncbot.sync.naming import Naming, naming
from syncbot.sync.phrases import counted, value_words
from syncbot.sync.remembered import remembered
from syncbot.sync.vocabulary import FIELD_SWITCHES, WRITES, coded

PART = Part.MAPPINGS

ADD = "mappings_add"
ADD_SEVERAL = "mappings_add_several"
FILL = "mappings_fill"
EDIT = "mapping_edit"
REMOVE = "mapping_remove"
PUT_BACK = "mapping_put_back"

ROWS_PER_PAGE = 20
ARROW = "→"

FIND_HINT = "A source field, a target field or a label. Press Enter to search; empty shows all."
FOUND = "{found} of {total} match “{find}”."
FOUND_ONE = "1 of {total} matches “{find}”."
NONE_FOUND = "No mapping matches “{find}”."
FILL_IN = "Fill in the {count} that match by name"
FILL_IN_ONE = "Fill in the one that matches by name"
REQUIRED = "{target} requires fields that nothing writes yet: {fields}."
WRITES_FIXED = "writes the fixed value {value}"
GONE = "*Not in {target}*: choose another target field, or remove it"
GONE_COUNT = "{mappings} to fields that {target} does not have."

_NAME_LENGTH = 120
_REQUIRED_NAMED = 5
_REQUIRED_LENGTH = 500
_LABEL_LENGTH = 60


Key = TypeVar("Key")
Row: TypeAlias = tuple[Mapping, Kind | None]
"""A mapping, and what the draft did to it; None for nothing."""


def shown(scene: Scene) -> list[Row]:
    """Every mapping of the draft in its order, the removed ones where they were."""
    touched = {item.key for item in scene.changed if item.part is PART}
    if not touched:
        return [(mapping, None) for mapping in edits.mappings(scene.session.draft)]
    rows = mapping_rows(scene.session.draft, scene.base)
    return [(now, None) if now and now is was else _shown(now, was, touched) for now, was in rows]


def _shown(now: Mapping | None, was: Mapping | None, touched: AbstractSet[str]) -> Row:
    if now is None:
        return was or Mapping("", {}), Kind.REMOVED
    if was is None:
        return now, Kind.ADDED
    if now.raw is was.raw:
        return now, None
    return now, Kind.CHANGED if now.target in touched and not same(now.raw, was.raw) else None


def found(scene: Scene) -> list[Row]:
    """The rows that hold what the place searches for, in a source, a target or a label; all when it is empty.

    On both sides of an arrow, where one is searched for.
    """
    wanted = " ".join(scene.place.find.split()).casefold()
    if not wanted:
        return shown(scene)
    source, arrow, target = (side.strip() for side in wanted.partition(ARROW))
    takes = _search(source, _source_words(*scene.known.models.values()))
    writes = _search(target if arrow else source, _target_words(scene.known.target))

    def is_found(mapping: Mapping) -> bool:
        model_id, field, to = mapping.ends
        taken = takes((model_id, field), field)
        return taken and writes(to, to) if arrow else taken or writes(to, to)

    return [row for row in shown(scene) if is_found(row[0])]


def _search(wanted: str, words: dict[Key, str]) -> Callable[[Key, str], bool]:
    """Whether the end of a mapping that has this key is searched for; by its name, where nothing is known of it.

    The words of all are searched beforehand, so that of each mapping only the keys have to be looked up.
    """
    hits = {key for key, said in words.items() if wanted in said}
    return lambda key, name: key in hits or (key not in words and wanted in name.casefold())


@remembered
def _source_words(*models: Model) -> dict[tuple[str, str], str]:
    return {
        (model.model_id, field.name): f"{model.name}.{field.name} {field.label}".casefold()
        for model in models
        for field in model.fields
    }


@remembered
def _target_words(target: Target | None) -> dict[str, str]:
    fields = target.fields if target else ()
    return {field.field_id: f"{field.field_id} {field.name}".casefold() for field in fields}


def view(scene: Scene) -> Json:
    """The part in the root view."""
    rows, find = found(scene), scene.place.find
    page = page_of(rows, scene.place.page, ROWS_PER_PAGE)
    asked = Asked(
        FIND_LABEL, FIND, scene.block_id("find", PART, token(find)), hint=FIND_HINT, optional=True, dispatch=True
    )
    return part_view(
        scene.turned_to(page.number),
        PART,
        [
            blocks.text_input(asked, find, max_length=FIND_LENGTH),
            blocks.actions(
                blocks.button("Add mapping", ADD),
                blocks.button("Add several", ADD_SEVERAL),
                *_fill(scene),
                *refresh(PART),
            ),
            blocks.context(_count(scene, len(rows)), *_required(scene), *_gone_count(scene)),
            *drawn(scene, page.rows),
        ],
        pages=page.count,
    )


def _fill(scene: Scene) -> list[Element]:
    """*Fill in …*, where something matches by name."""
    count = len(edits.matching_pairs(scene.session.draft, scene.known))
    words = FILL_IN_ONE if count == 1 else FILL_IN.format(count=count)
    return [blocks.button(words, FILL)] if count else []


def _required(scene: Scene) -> list[str]:
    """Which fields the target requires and nothing writes."""
    missing = [
        naming(scene.known).target(each.field_id) for each in edits.unmapped_required(scene.session.draft, scene.known)
    ]
    if not missing or scene.known.target is None:
        return []
    more = len(missing) - _REQUIRED_NAMED
    named = [*missing[:_REQUIRED_NAMED], *([f"and {more} more"] if more > 0 else [])]
    line = REQUIRED.format(target=scene.known.target.name or "The target", fields=", ".join(named))
    return [escape(line, _REQUIRED_LENGTH)]


def drawn(scene: Scene, rows: Sequence[Row]) -> list[Block]:
    """Rows in words, each with its buttons."""
    names = Naming(scene.known, several=len({*scene.known.models, *edits.models_of(scene.session.draft)}) > 1)
    is_gone, mark = _gone(scene), GONE.format(target=escape(scene.known.target_name))
    return [
        block
        for mapping, kind in rows
        for block in _row(mapping, names, kind, mark if is_gone(mapping) and kind is not Kind.REMOVED else "")
    ]


def _gone(scene: Scene) -> Callable[[Mapping], bool]:
    """Tells the mappings to fields that the object does not have, as after another object was chosen."""
    gone = edits.gone_targets(scene.session.draft, scene.known)
    if not gone:
        return lambda _: False
    return lambda mapping: mapping.target in gone and not mapping.new


def _gone_count(scene: Scene) -> list[str]:
    gone = edits.gone_targets(scene.session.draft, scene.known)
    count = sum(map(_gone(scene), edits.mappings(scene.session.draft))) if gone else 0
    if not count:
        return []
    return [GONE_COUNT.format(mappings=counted(count, "mapping"), target=escape(scene.known.target_name))]


def _row(mapping: Mapping, names: Naming, kind: Kind | None, mark: str) -> list[Block]:
    """One row; `mark` is what is wrong with it, finished mrkdwn."""
    label = plain(names.target(mapping.target), _LABEL_LENGTH)
    state = STATES[kind] if kind else ""
    details = " · ".join(part for part in (*map(escape, _details(mapping)), state, mark) if part)
    words = blocks.section(_arrow(mapping, names), details)
    if kind is Kind.REMOVED:
        return [words, blocks.actions(blocks.button("Put back", PUT_BACK, mapping.item_id, label=f"Put back {label}"))]
    edit = blocks.button("Edit", EDIT, mapping.item_id, label=f"Edit {label}")
    return [words, blocks.actions(edit, blocks.button("Remove", REMOVE, mapping.item_id, label=f"Remove {label}"))]


def _count(scene: Scene, matching: int) -> str:
    total = len(scene.session.draft.get("fields") or ())
    if not scene.place.find:
        return counted(total, "mapping")
    find = escape(scene.place.find)
    said = {0: NONE_FOUND, 1: FOUND_ONE}.get(matching, FOUND)
    return said.format(found=matching, total=total, find=find)


def _arrow(mapping: Mapping, names: Naming) -> str:
    source = names.source({"model_id": mapping.model_id, "field": mapping.field})
    return f"{escape(source, _NAME_LENGTH)} → *{escape(names.target(mapping.target), _NAME_LENGTH)}*"


def _details(mapping: Mapping) -> list[str]:
    """What is said of a mapping beside its fields, as plain text."""
    fixed = mapping.override_value
    return [
        *([f"write: {coded(mapping.write, WRITES)}"] if mapping.write else []),
        *([FIELD_SWITCHES["new"]] if mapping.new else []),
        *([FIELD_SWITCHES["encryption_enabled"]] if mapping.encrypt else []),
        *([WRITES_FIXED.format(value=value_words(fixed))] if fixed is not None else []),
    ]
