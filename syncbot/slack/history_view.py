"""The history of a sync in a modal: a page of entries, and one entry whole. Views only; `recalling` listens."""

from __future__ import annotations

from syncbot.changes.account import effects
from syncbot.changes.history import Page
from syncbot.changes.model import Change, Outcome, Result
from syncbot.changes.undo import is_from_outside
from syncbot.slack import blocks, endings, outcome
from syncbot.slack.blocks import Block, Element
from syncbot.slack.calls import Payload
from syncbot.slack.controls import carried
from syncbot.slack.fitting import pages_of
from syncbot.slack.text import code, escape, moment, person, pieces, sentences, span
from syncbot.slack.undo_button import named, undo_buttons
from syncbot.slack.whole_values import whole
from syncbot.sync.fields import Effect, Part, row
from syncbot.sync.phrases import capital

CALLBACK = "history"
DETAILS = "history_details"
DETAILS_PAGE = "history_details_page"
NEWER = "history_newer"
OLDER = "history_older"

TITLE = "History"
DETAILS_TITLE = "Details"
SINCE = "syncbot knows this sync since {moment}. What was changed before is not known."
NEVER = "syncbot has not read this sync before, so nothing of its past is known."
NOTHING = "Nothing was changed since then."
NOTHING_PART = "Nothing of {part} was changed since then."
ONLY = "Only what touches {part}."
PAGE_OF = "Page {page}"
THROUGH = "*{result}*: {person}, {moment}"
OUTSIDE = "*{span}, in Polytomic{who}*"
BY = ", last saved by {name}"
WHY = "Why: {reason}"
NO_WHY = "No reason was given."
APPROVED = "Approved by {person} {moment}."
REJECTED = "Rejected by {person} {moment}. Why: {why}"
ASKED = "Confirmed {moment}."
EFFECTS = {Effect.NOW: "Took effect at once: {what}.", Effect.NEXT_RUN: "Took effect on the next run: {what}."}
WAY = {
    "put": "Written as a whole, with everything else as it was.",
    "activate": "Only the on/off switch was written.",
}
NORMALISED = "Polytomic keeps it in another form"
OVERWRITTEN = "Someone else wrote over it"
IDS = "Sync {sync_id}, change {change_id}."
LINES_IN_LIST = 3
LINES_A_PAGE = 25


def view(page: Page) -> Payload:
    """One page of entries, the newest first."""
    since = SINCE.format(moment=moment(page.since)) if page.since is not None else NEVER
    only = [ONLY.format(part=page.part)] if page.part else []
    parts: list[Block] = [blocks.section(f"*{escape(page.name, 150)}*"), blocks.context(since, *only)]
    for place, entry in enumerate(page.entries):
        parts += _entry(entry, place)
    if not page.entries:
        parts.append(blocks.section(NOTHING_PART.format(part=page.part) if page.part else NOTHING))
    if turns := _turns(page):
        parts += [blocks.context(PAGE_OF.format(page=page.number + 1)), blocks.actions(*turns)]
    return blocks.view(blocks.Modal(CALLBACK, TITLE), parts)


def _entry(entry: Change, place: int) -> list[Block]:
    lines = outcome.changes_in_words(entry.lines, LINES_IN_LIST)
    return [
        blocks.section(headline(entry), *lines),
        blocks.actions(
            blocks.button("Details", f"{DETAILS}:{place}", entry.change_id, label=f"Details: {named(entry)}"),
            *undo_buttons(entry, place=place),
        ),
    ]


def headline(entry: Change) -> str:
    """Who and when, or between which times and by whom last, as finished mrkdwn."""
    if not is_from_outside(entry):
        ended = moment(entry.ended_at or entry.created_at)
        return THROUGH.format(result=escape(endings.headline(entry)), person=person(entry.actor), moment=ended)
    name = entry.outcome.changed_by if entry.outcome else ""
    who = BY.format(name=escape(name)) if name else ""
    when = span(entry.created_at, entry.ended_at or entry.created_at)
    return OUTSIDE.format(span=capital(when), who=who)


def _turns(page: Page) -> list[Element]:
    turns = []
    if page.number > 0:
        turns.append(blocks.button("Newer", NEWER, turn_value(page, page.number - 1)))
    if page.more:
        turns.append(blocks.button("Older", OLDER, turn_value(page, page.number + 1)))
    return turns


def turn_value(page: Page, number: int) -> str:
    """What *Newer* and *Older* carry."""
    return f"{number}:{page.part or ''}:{page.sync_id}"


@carried
def read_turn(value: str) -> tuple[int, Part | None, str]:
    """The page asked for, the part, and the sync's id. Raises Gone."""
    number, part, sync_id = value.split(":", 2)
    return int(number), Part(part) if part else None, sync_id


def details_view(entry: Change, *, page: int = 0) -> Payload:
    """One entry whole: who, when, why, approvers, changes, effects, way taken, what Polytomic made of it, result."""
    lines = [piece for line in entry.lines for piece in pieces(f"• {line}")]
    told = pages_of([*lines, *whole(entry)], LINES_A_PAGE)
    pages = len(told)
    page = min(max(page, 0), pages - 1)
    parts: list[Block] = [blocks.section(f"*{escape(entry.sync_name, 150)}*", headline(entry))]
    parts += map(blocks.section, told[page])
    if page == pages - 1:
        parts += _story(entry)
    turns = [
        blocks.button(text, f"{DETAILS_PAGE}:{text.lower()}", f"{to}:{entry.change_id}")
        for text, to in (("Previous", page - 1), ("Next", page + 1))
        if 0 <= to < pages
    ]
    buttons = [*turns, *undo_buttons(entry)]
    if buttons:
        parts.append(blocks.actions(*buttons))
    return blocks.view(blocks.Modal(CALLBACK, DETAILS_TITLE, close="Back"), parts)


@carried
def read_details_turn(value: str) -> tuple[int, str]:
    """The page asked for, and the entry's id. Raises Gone."""
    page, change_id = value.split(":", 1)
    return int(page), change_id


def _story(entry: Change) -> list[Block]:
    if is_from_outside(entry):
        return [blocks.context(IDS.format(sync_id=code(entry.sync_id), change_id=code(entry.change_id)))]
    told = [
        ASKED.format(moment=moment(entry.created_at)),
        WHY.format(reason=escape(entry.reason, 1000)) if entry.reason else NO_WHY,
        *_decisions(entry),
        *_effects(entry),
        *([WAY[entry.attempt.way]] if entry.attempt else []),
    ]
    found = entry.outcome
    said = sentences(found.sentences, 2000) if found and found.sentences else ""
    ids = IDS.format(sync_id=code(entry.sync_id), change_id=code(entry.change_id))
    return [
        blocks.section(*told),
        *([blocks.section(said)] if said else []),
        *(_sides(found) if found else []),
        blocks.context(ids),
    ]


def _decisions(entry: Change) -> list[str]:
    return [
        (APPROVED if one.verdict == "approved" else REJECTED).format(
            person=person(one.approver), moment=moment(one.at), why=escape(one.why, 500)
        )
        for one in entry.decisions
    ]


def _effects(entry: Change) -> list[str]:
    if entry.attempt is None:
        return []
    return [EFFECTS[effect].format(what=", ".join(what)) for effect, what in effects_of(entry).items()]


def effects_of(entry: Change) -> dict[Effect, list[str]]:
    """When each field that was changed takes effect, by the label of the field; from what the review showed."""
    return {effect: [row(key).label for key in keys] for effect, keys in effects(entry).items()}


def _sides(found: Outcome) -> list[Block]:
    heading = {Result.NORMALISED: NORMALISED, Result.OVERWRITTEN: OVERWRITTEN}.get(found.result)
    return [blocks.section(f"*{heading}*"), *outcome.sides(found)] if heading and found.sides else []
