"""Blocks: what each holds, and on which surfaces it may stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from syncbot.sandbox.slack.rules.check import (
    Breach,
    Check,
    Table,
    anything,
    array,
    boolean,
    both,
    choice,
    integer,
    string,
    table,
    tagged,
)
from syncbot.sandbox.slack.rules.composition import URL_STRING, plain, text
from syncbot.sandbox.slack.rules.elements import (
    ACTIONS_ELEMENTS,
    ELEMENTS,
    ID,
    INPUT_ELEMENTS,
    SECTION_ACCESSORIES,
    only,
)

MARKDOWN = 12_000
TABLE_CHARACTERS = 10_000


class Surface(StrEnum):
    """Where blocks are shown."""

    MODAL = "modal"
    HOME = "home"
    MESSAGE = "message"


def _block(kind: str, required: Table, optional: Table | None = None, *across: Check) -> Check:
    return both(table({"type": choice(kind), **required}, {"block_id": ID, **(optional or {})}), *across)


def _says_something(value: object, at: str) -> Iterator[Breach]:
    if isinstance(value, dict) and not value.get("text") and not value.get("fields"):
        yield Breach("must provide text or fields", at)


def _rows_even(value: object, at: str) -> Iterator[Breach]:
    if not isinstance(value, dict):
        return
    if len({len(row) for row in value["rows"]}) > 1:
        yield Breach("rows must have the same length", f"{at}/rows")
    if sum(len(str(cell.get("text", cell))) for row in value["rows"] for cell in row) > TABLE_CHARACTERS:
        yield Breach(f"cells must be less than {TABLE_CHARACTERS + 1} characters together", f"{at}/rows")


_CONTEXT: Table = {
    "plain_text": text(),
    "mrkdwn": text(),
    "image": ELEMENTS["image"],
}

BLOCKS: dict[str, Check] = {
    "section": _block(
        "section",
        {},
        {
            "text": text(),
            "fields": array(text(2000), 1, 10),
            "accessory": tagged(only(SECTION_ACCESSORIES), "element"),
            "expand": boolean,
        },
        _says_something,
    ),
    "header": _block("header", {"text": plain(150)}, {"level": integer(1, 6)}),
    "divider": _block("divider", {}),
    "image": _block(
        "image", {"alt_text": string(2000)}, {"image_url": URL_STRING, "slack_file": anything, "title": plain(2000)}
    ),
    "context": _block("context", {"elements": array(tagged(_CONTEXT, "element"), 1, 10)}),
    "actions": _block("actions", {"elements": array(tagged(only(ACTIONS_ELEMENTS), "element"), 1, 25)}),
    "input": _block(
        "input",
        {"label": plain(2000), "element": tagged(only(INPUT_ELEMENTS), "element")},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": _block("rich_text", {"elements": array(anything, 1, 1000)}),
    "markdown": _block("markdown", {"text": string(MARKDOWN)}),
    "video": _block(
        "video",
        {"alt_text": string(2000), "title": plain(199), "thumbnail_url": URL_STRING, "video_url": URL_STRING},
        {"title_url": URL_STRING, "description": plain(200), "author_name": string(50), "provider_name": string(50)},
    ),
    "alert": _block("alert", {"text": text(200)}, {"level": choice("default", "info", "success", "warning", "error")}),
    "card": _block("card", {}, {"title": text(150), "subtitle": text(150), "body": text(200), "actions": anything}),
    "carousel": _block("carousel", {"elements": array(anything, 1, 10)}),
    "container": _block(
        "container",
        {"child_blocks": array(anything, 1, 10)},
        {
            "title": plain(150),
            "rich_text_title": anything,
            "width": choice("narrow", "standard", "wide", "full"),
            "is_collapsible": boolean,
        },
    ),
    "context_actions": _block("context_actions", {"elements": array(anything, 1, 5)}),
    "table": _block(
        "table",
        {"rows": array(array(anything, 1, 20), 1, 100)},
        {"column_settings": array(anything, 1, 20)},
        _rows_even,
    ),
    "data_table": _block(
        "data_table",
        {"caption": string(2000), "rows": array(array(anything, 1, 20), 2, 101)},
        {"page_size": integer(1, 100), "row_header_column_index": integer(0, 19)},
        _rows_even,
    ),
    "data_visualization": anything,
    "plan": anything,
    "task_card": anything,
}

_EVERYWHERE = frozenset(Surface)
_NOT_MODAL = frozenset({Surface.MESSAGE, Surface.HOME})
_MESSAGE_ONLY = frozenset({Surface.MESSAGE})

SURFACES: Mapping[str, frozenset[Surface]] = {
    **dict.fromkeys(
        ("actions", "card", "context", "divider", "header", "image", "input", "rich_text", "section", "video"),
        _EVERYWHERE,
    ),
    **dict.fromkeys(("carousel", "table", "data_table"), _NOT_MODAL),
    **dict.fromkeys(
        ("container", "context_actions", "data_visualization", "markdown", "plan", "task_card"), _MESSAGE_ONLY
    ),
    "alert": frozenset({Surface.MODAL}),
}

BLOCK = tagged(BLOCKS, "block")
