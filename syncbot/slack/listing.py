"""Syncs as rows: `/sync list`, *Which one?*, and the nearest names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from syncbot.slack import answers, blocks
from syncbot.slack.answers import Values
from syncbot.slack.asking import HINT, STILL_LOADING, TYPE_TO_NARROW
from syncbot.slack.blocks import Block, Choice, Element, Json
from syncbot.slack.controls import carried
from syncbot.slack.linking import link
from syncbot.slack.text import clip, code, escape, plain, shorten
from syncbot.sync.document import JsonObject

EDIT = "list_edit"
PAUSE = "list_pause"
RESUME = "list_resume"
SHOW = "list_show"
PREVIOUS = "list_previous"
NEXT = "list_next"
CHOOSE = "which_one_choose"
FIND_VIEW = "find_sync"
FIND_INPUT = "find_sync_choice"
FIND_BLOCK = "find_sync:choice"

ROWS_AT_MOST = 10

HEADING = "Syncs"
FAILED_HEADING = "Syncs that failed in the last 48 hours"
COUNT = "{first} to {last} of {total}"
NONE = "No sync matches."
NONE_NAMED = "No sync matches “{text}”."
NONE_FAILED = "No sync failed in the last 48 hours."
NONE_NEXT = "Write {command} list all to see all syncs."
SEVERAL = "{total} syncs match “{text}”. Which one?"
SEVERAL_UNNAMED = "Which one? There are {total} syncs."
MORE = "{more} more match. Write more of the name to narrow it."
ACTIVE, PAUSED = "Active", "Paused"
FIND_TITLE = "Find a sync"
FIND_LABEL = "Sync"
FIND_SUBMIT = "Open"


_TARGET_LENGTH = 120
_NAME_LENGTH = 250
_DETAILS_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Listed:
    """One sync in a list.

    Attributes:
        schedule: In words.
        target: In words: the connection and the object.
        url: Its page in Polytomic, or empty.
        run: How its last run ended, in words with the moment (finished mrkdwn), or empty when not known.
    """

    sync_id: str
    name: str
    active: bool
    schedule: str = ""
    target: str = ""
    run: str = ""
    url: str = ""

    @property
    def status(self) -> str:
        """Whether it runs by its schedule."""
        return ACTIVE if self.active else PAUSED


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list.

    Attributes:
        number: Starts at 0.
        about: Opaque, at most 100 characters: what the list was asked for, so that its buttons can ask again.
    """

    rows: Sequence[Listed]
    number: int
    total: int
    about: str = ""
    failed: bool = False


def listed(item: JsonObject, *, schedule: str = "", target: str = "", run: str = "", url: str = "") -> Listed:
    """A row for an item of the API's list, or for a whole sync."""
    return Listed(
        sync_id=str(item.get("id") or ""),
        name=str(item.get("name") or item.get("id") or ""),
        active=bool(item.get("active")),
        schedule=schedule,
        target=target or str(item.get("target_object") or ""),
        run=run,
        url=url,
    )


def message(page: Page, *, command: str, text: str = "", filtering: tuple[Block, str] | None = None) -> Json:
    """The answer to `list`.

    Args:
        page: What is shown.
        command: The slash command's name, "/sync".
        text: What was searched for.
        filtering: The menus of the filter, and what it shows in words.
    """
    menus: list[Block] = [filtering[0]] if filtering else []
    shown = [filtering[1]] if filtering and filtering[1] else []
    heading = FAILED_HEADING if page.failed else HEADING
    if not page.rows:
        nothing = NONE_FAILED if page.failed else NONE_NAMED.format(text=escape(text)) if text else NONE
        return blocks.message(
            nothing,
            [*menus, blocks.section(nothing, *shown, "" if page.failed else NONE_NEXT.format(command=command))],
        )
    first = page.number * ROWS_AT_MOST + 1
    count = COUNT.format(first=first, last=first + len(page.rows) - 1, total=page.total)
    parts: list[Block] = [blocks.header(heading), *menus]
    for row in page.rows[:ROWS_AT_MOST]:
        parts += [blocks.section(*_words(row)), _buttons(row)]
    parts.append(blocks.context(count, *shown))
    turning = _turning(page)
    return blocks.message(f"{heading}: {count}", [*parts, *([blocks.actions(*turning)] if turning else [])])


def which_one(matches: Sequence[Listed], *, total: int, text: str, about: str) -> Json:
    """*Which one?*, up to ten with a button each. `about` is opaque: what goes on with the one that is picked."""
    question = SEVERAL.format(total=total, text=escape(text)) if text else SEVERAL_UNNAMED.format(total=total)
    shown = matches[:ROWS_AT_MOST]
    more = total - len(shown)
    return blocks.message(
        question,
        [
            blocks.section(question),
            *(_choice(row, about) for row in shown),
            *([blocks.context(MORE.format(more=more))] if more > 0 else []),
        ],
    )


def read_choice(value: str) -> tuple[str, str]:
    """From a *Which one?* button's value: what goes on (opaque), and the sync's id."""
    about, _, sync_id = value.rpartition(":")
    return about, sync_id


@carried
def read_turn(value: str) -> tuple[int, str]:
    """From the value of *Previous* and *Next*: the page, and what the list was asked for (opaque). Raises Gone."""
    number, _, about = value.partition(":")
    return int(number), about


def find_view(about: str = "", *, note: str = "") -> Json:
    """*Find a sync*: a menu that searches while typing. `about` is opaque: what goes on with the one that is picked."""
    notes: list[Block] = [blocks.section(note)] if note else []
    return blocks.view(
        blocks.Modal(FIND_VIEW, FIND_TITLE, meta=about, submit=FIND_SUBMIT),
        [*notes, blocks.external_select(blocks.Asked(FIND_LABEL, FIND_INPUT, FIND_BLOCK))],
    )


def read_found(values: Values) -> str:
    """The id of the sync picked in the menu; empty when none is, or a line that only tells something."""
    picked = answers.chosen(values, FIND_INPUT, "")
    return "" if picked == HINT else picked


def sync_options(found: Sequence[Listed] | None, *, total: int) -> Json:
    """The answer to an options request of the menu; None when the list of syncs is not known yet."""
    if found is None:
        return blocks.options([Choice(HINT, STILL_LOADING)])
    shown = found[: blocks.OPTIONS_AT_MOST - 1]
    more = total - len(shown)
    hint = [Choice(HINT, TYPE_TO_NARROW.format(more=more))] if more > 0 else []
    return blocks.options([*(Choice(row.sync_id, row.name, f"{row.status}, {row.target}") for row in shown), *hint])


def _words(row: Listed) -> tuple[str, ...]:
    """Lines of finished mrkdwn, short enough for ten rows in a message whatever has to be escaped in them."""
    details = (row.status, row.schedule and escape(row.schedule), row.target and escape(row.target, _TARGET_LENGTH))
    said = " · ".join(part for part in details if part)
    below = f" · {link(row.url)}" if row.url else ""
    name = f"*{clip(escape(row.name), _NAME_LENGTH)}*"
    return name, clip(said, _DETAILS_LENGTH) + below, clip(row.run, _DETAILS_LENGTH)


def _buttons(row: Listed) -> Block:
    name = shorten(plain(row.name), 60)
    switch: Element = (
        blocks.button("Pause", PAUSE, row.sync_id, label=f"Pause {name}")
        if row.active
        else blocks.button("Resume", RESUME, row.sync_id, label=f"Resume {name}")
    )
    return blocks.actions(
        blocks.button("Edit", EDIT, row.sync_id, label=f"Edit {name}"),
        switch,
        blocks.button("Show", SHOW, row.sync_id, label=f"Show {name}"),
    )


def _turning(page: Page) -> list[Element]:
    turning = []
    if page.number > 0:
        turning.append(blocks.button("Previous", PREVIOUS, f"{page.number - 1}:{page.about}"))
    if (page.number + 1) * ROWS_AT_MOST < page.total:
        turning.append(blocks.button("Next", NEXT, f"{page.number + 1}:{page.about}"))
    return turning


def _choice(row: Listed, about: str) -> Block:
    label = f"Choose {shorten(plain(row.name), 60)}"
    button = blocks.button("Choose", CHOOSE, f"{about}:{row.sync_id}", label=label)
    return blocks.section(*_words(row), code(row.sync_id), accessory=button)
