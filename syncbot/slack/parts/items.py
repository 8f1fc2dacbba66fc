"""A part of items in the root view: groups of rows, paged, with *Find*, and for each item its buttons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from syncbot.slack import blocks
from syncbot.slack.blocks import Asked, Block, Json
from syncbot.slack.paging import page_of
from syncbot.slack.parts.item_list import FIND, FIND_LABEL, FIND_LENGTH, STATES, refreshing
from syncbot.slack.parts.item_part import Button, Group, ItemPart, ItemRow, Spot
from syncbot.slack.scene import Scene, part_view, token
from syncbot.slack.text import escape, plain
from syncbot.sync.difference import Kind

ADD = "item_add"
EDIT = "item_edit"
REMOVE = "item_remove"
PUT_BACK = "item_put_back"
UP = "item_up"
DOWN = "item_down"

ROWS_PER_PAGE = 15
FEW = 10
"""So many rows are looked through at a glance: *Find* stands only above more."""
FIND_HINT = "Words of what you look for. Press Enter to search; empty shows all."
NONE_FOUND = "Nothing matches “{find}”."
NOTHING = "Nothing is set."

_WORDS_LENGTH = 300
_END_LENGTH = 120
_MORE_LENGTH = 200
_NAME_LENGTH = 55
_LINE_LENGTH = 400
_LINES = 4


def view(part: ItemPart, scene: Scene, above: Sequence[Block] = ()) -> Json:
    """The part in the root view; `above` are blocks of its own, at most 25."""
    groups, find = part.groups(scene), scene.place.find
    rows = [(group, row) for group in groups for row in group.rows if matches(row, find)]
    page = page_of(rows, scene.place.page, ROWS_PER_PAGE)
    many = sum(len(group.rows) for group in groups) > FEW
    return part_view(
        scene.turned_to(page.number),
        part.part,
        [
            *above,
            *([_find(part, scene)] if many or find else []),
            *([blocks.context(NONE_FOUND.format(find=escape(find)))] if find and not rows else []),
            *(
                block
                for group in groups
                for block in _group(part, group, [row for of, row in page.rows if of is group])
            ),
            *_context(part.notes(scene)),
            *refreshing(part.part),
        ],
        pages=page.count,
    )


def found(part: ItemPart, scene: Scene) -> list[tuple[Group, ItemRow]]:
    """The rows that hold what the place searches for."""
    return [(group, row) for group in part.groups(scene) for row in group.rows if matches(row, scene.place.find)]


def drawn(part: ItemPart, group: Group, row: ItemRow) -> list[Block]:
    """A row with its buttons."""
    spot, name = Spot(part.part, group.key, row.item_id).value, plain(row.name, _NAME_LENGTH)
    state = STATES[row.kind] if row.kind else ""
    more = " · ".join(each for each in (escape(row.more, _MORE_LENGTH) if row.more else "", state) if each)
    words = blocks.section(escape(_both_ends(row.words), _WORDS_LENGTH), more)
    if row.kind is Kind.REMOVED:
        return [words, blocks.actions(blocks.button("Put back", PUT_BACK, spot, label=f"Put back {name}"))]
    buttons = [
        *([blocks.button("Edit", EDIT, spot, label=f"Edit {name}")] if row.editable else []),
        blocks.button("Remove", REMOVE, spot, label=f"Remove {name}"),
        *([blocks.button("Up", UP, spot, label=f"Move {name} up")] if -1 in row.steps else []),
        *([blocks.button("Down", DOWN, spot, label=f"Move {name} down")] if 1 in row.steps else []),
    ]
    return [words, blocks.actions(*buttons)]


def matches(row: ItemRow, find: str) -> bool:
    """Whether a row holds these words."""
    return " ".join(find.split()).casefold() in f"{row.words} {row.more}".casefold()


def _both_ends(words: str) -> str:
    """The words without their middle where they are too long: an item begins with its field and ends with its value."""
    if len(words) <= _WORDS_LENGTH:
        return words
    return f"{words[: _WORDS_LENGTH - _END_LENGTH - 3]} … {words[-_END_LENGTH:]}"


def _find(part: ItemPart, scene: Scene) -> Block:
    find = scene.place.find
    block_id = scene.block_id("find", part.part.name, token(find))
    asked = Asked(FIND_LABEL, FIND, block_id, hint=FIND_HINT, optional=True, dispatch=True)
    return blocks.text_input(asked, find, max_length=FIND_LENGTH)


def _group(part: ItemPart, group: Group, here: list[ItemRow]) -> Iterator[Block]:
    if group.heading:
        yield blocks.section(f"*{escape(group.heading, _LINE_LENGTH)}*")
    yield from _context(group.lines if group.rows or group.lines else (NOTHING,))
    for row in here:
        yield from drawn(part, group, row)
    buttons = [
        blocks.button(
            each.text, f"{ADD}:{at}", Spot(part.part, group.key, each.item_id).value, label=_label(each, group)
        )
        for at, each in enumerate(group.buttons)
    ]
    if buttons:
        yield blocks.actions(*buttons)


def _label(button: Button, group: Group) -> str:
    """What a screen reader says where several groups have the same button."""
    return f"{button.text}: {group.heading}" if group.heading else ""


def _context(lines: Sequence[str]) -> list[Block]:
    shown = [escape(line, _LINE_LENGTH) for line in lines if line]
    return [blocks.context(*shown[at : at + _LINES]) for at in range(0, len(shown), _LINES)]
