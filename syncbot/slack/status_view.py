"""`/sync status`: the last run, what its errors are about, what changed since the last good one, what runs now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from syncbot.changes.model import Change
from syncbot.changes.runs import Run, RunStatus
from syncbot.slack import blocks, run_buttons, run_words
from syncbot.slack.asking import plain_object
from syncbot.slack.blocks import Block, Element, Json
from syncbot.slack.linking import link
from syncbot.slack.listing import EDIT, PAUSE, RESUME
from syncbot.slack.run_buttons import FIX
from syncbot.slack.text import code, escape, moment, person, plain, sentences, shorten
from syncbot.slack.undo_button import named, undo_buttons
from syncbot.sync.fields import Part
from syncbot.sync.named import Named

ACTIVE, PAUSED = "Active", "Paused: no more runs until it is resumed"
LAST_RUN = "*Last run*"
RUN_NOW = "*Run in progress*"
NEVER_RAN = "It has not run yet."
NEXT_RUN = "Next run: {when}."
NO_NEXT = "Next run: not planned."
ABOUT_MAPPING = "It is about the mapping *{line}*."
ABOUT_PART = "It is about *{line}*, in {part}."
FIX_MAPPING = "Fix this mapping"
FIX_PART = "Fix {part}"
WHICH_RECORDS = "Polytomic shows which records it left out, and why: {link}"
SINCE = "*Changed since the last good run* ({when}):"
SINCE_NOTHING = "Nothing that is known changed since the last good run ({when})."
NO_GOOD_RUN = "No good run is known."
GOOD_NOT_SAID = "Polytomic did not say when the last good run was."
CHANGED_LATELY = "What was changed, the last first:"
BY_PERSON = "• {person} {when}: {what}"
BY_OUTSIDE = "• outside syncbot, by {name} {when}: {what}"
SOMEBODY = "somebody"
AND_MORE = " and {more} more"
FOLLOWED = "Its progress updates in a direct message until it ends."
PROBLEM = "Polytomic reports a problem with how it is set up: {text}"
MORE_PROBLEMS = "and {more} more, in Polytomic"
SUMMARY = "{name}: {result}"

UNDO = "Undo {name}'s change"

PROBLEMS_AT_MOST = 3
ABOUT_AT_MOST = 5
CHANGES_AT_MOST = 5
UNDO_AT_MOST = 3
_LINE_LENGTH = 200
_NAME_LENGTH = 150


@dataclass(frozen=True, slots=True)
class StatusReport:
    """What `status` tells.

    Attributes:
        named: For each error of the last run, of the first of them, the item that it is about, or None.
        since: The last good run, None when none is known.
        since_said: Whether Polytomic said what runs there were.
        changes: What changed since it, the last first.
        names: What the people who changed it are called, by id.
        problems: What Polytomic reports of the configuration.
        followed: Whether the run in progress is followed in a direct message.
    """

    sync_id: str
    name: str
    active: bool
    status: RunStatus
    url: str
    named: Sequence[Named | None] = ()
    since: Run | None = None
    changes: Sequence[Change] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[str] = ()
    followed: bool = False
    since_said: bool = True


def message(report: StatusReport) -> Json:
    """The answer."""
    last, current = report.status.last, report.status.current
    state = ACTIVE if report.active else PAUSED
    parts: list[Block] = [blocks.header(report.name), blocks.section(state, *_problems(report))]
    if current is not None:
        lines = (RUN_NOW, run_words.result(current), run_words.counts(current), FOLLOWED if report.followed else "")
        parts.append(blocks.section(*lines))
    if last is not None:
        parts += _last(report, last)
    elif current is None:
        parts.append(blocks.section(NEVER_RAN))
    next_at = report.status.next_at
    parts.append(blocks.context(NEXT_RUN.format(when=moment(next_at)) if next_at else NO_NEXT, link(report.url)))
    parts.append(blocks.actions(*buttons(report)))
    shown = current or last
    result = run_words.result(shown) if shown else NEVER_RAN
    return blocks.message(SUMMARY.format(name=escape(report.name, _NAME_LENGTH), result=result), parts)


def buttons(report: StatusReport) -> list[Element]:
    """What can be done about it."""
    name = shorten(plain(report.name), 60)
    switch = ("Pause", PAUSE) if report.active else ("Resume", RESUME)
    current = report.status.current
    run = run_buttons.of_run(report.sync_id, name, current) if current else [run_buttons.run_now(report.sync_id, name)]
    return [
        *run,
        blocks.button("Edit", EDIT, report.sync_id, label=f"Edit {name}"),
        blocks.button(switch[0], switch[1], report.sync_id, label=f"{switch[0]} {name}"),
    ]


def about(sync_id: str, index: int, named: Named, *words: str) -> Block:
    """The item that an error is about, with the button that leads to it; `words` stand above."""
    text = ABOUT_MAPPING if named.part is Part.MAPPINGS else ABOUT_PART
    button_text = FIX_MAPPING if named.part is Part.MAPPINGS else FIX_PART.format(part=named.part)
    return blocks.section(
        *words,
        text.format(line=escape(named.line, _LINE_LENGTH), part=named.part),
        accessory=blocks.button(
            button_text, f"{FIX}:{index}", fix_value(sync_id, named), label=f"{button_text}: {plain(named.name, 40)}"
        ),
    )


def fix_value(sync_id: str, named: Named) -> str:
    """What a button to an item carries."""
    return f"{sync_id}:{named.key}:{named.part}"


def read_fix(value: str) -> tuple[str, str, Part]:
    """The sync's id, the mapping's item id or empty, and the part."""
    sync_id, key, part = value.split(":", 2)
    return sync_id, key, Part(part)


def _problems(report: StatusReport) -> list[str]:
    more = len(report.problems) - PROBLEMS_AT_MOST
    shown = [PROBLEM.format(text=code(text, _LINE_LENGTH)) for text in report.problems[:PROBLEMS_AT_MOST]]
    return [*shown, *([MORE_PROBLEMS.format(more=more)] if more > 0 else [])]


def _last(report: StatusReport, last: Run) -> list[Block]:
    parts: list[Block] = [blocks.section(LAST_RUN, run_words.result(last), run_words.counts(last))]
    parts += _errors(report, last) if last.failed else _left_out(report)
    if last.record_errors:
        parts.append(blocks.section(WHICH_RECORDS.format(link=link(report.url))))
    if report.changes or not last.good:
        parts.append(blocks.section(*_since(report)))
        if undo := undo_of(report):
            parts.append(blocks.actions(*undo))
    return parts


def _errors(report: StatusReport, last: Run) -> list[Block]:
    """Each error in Polytomic's words, with the item that it is about."""
    named = [*report.named, *[None] * run_words.ERRORS_AT_MOST]
    parts = [
        blocks.section(run_words.quote(error))
        if one is None
        else about(report.sync_id, at, one, run_words.quote(error))
        for at, (error, one) in enumerate(zip(last.errors[: run_words.ERRORS_AT_MOST], named, strict=False))
    ]
    more = run_words.more_errors(last)
    return [*parts, *([blocks.section(*more)] if more else [])]


def _left_out(report: StatusReport) -> list[Block]:
    """The items that errors about records name; the errors themselves are not repeated."""
    seen = dict.fromkeys(named for named in report.named if named is not None)
    return [about(report.sync_id, at, named) for at, named in enumerate(list(seen)[:ABOUT_AT_MOST])]


def undo_of(report: StatusReport) -> list[Element]:
    """*Undo NAME's change* for the last that changed since the last good run."""
    found: list[Element] = []
    for place, change in enumerate(report.changes[:UNDO_AT_MOST]):
        for button in undo_buttons(change, place=place):
            name = report.names.get(change.actor)
            if name:
                text = UNDO.format(name=shorten(plain(name), 30))
                label = plain(f"{text}: {named(change)}", blocks.BUTTON_LENGTH)
                button |= {"text": plain_object(text, blocks.BUTTON_LENGTH), "accessibility_label": label}
            found.append(button)
    return found


def _since(report: StatusReport) -> list[str]:
    if report.since is None:
        return [
            NO_GOOD_RUN if report.since_said else GOOD_NOT_SAID,
            *([CHANGED_LATELY] if report.changes else []),
            *_changes(report.changes),
        ]
    at = run_words.when(report.since)
    return [SINCE.format(when=at), *_changes(report.changes)] if report.changes else [SINCE_NOTHING.format(when=at)]


def _changes(changes: Sequence[Change]) -> list[str]:
    shown = [_change(change) for change in changes[:CHANGES_AT_MOST]]
    more = len(changes) - len(shown)
    return [*shown, *([AND_MORE.format(more=more).strip()] if more > 0 else [])]


def _change(change: Change) -> str:
    first, *more = change.lines or ("",)
    what = sentences(first, _LINE_LENGTH) + (AND_MORE.format(more=len(more)) if more else "")
    at = moment(change.ended_at or change.created_at)
    if change.actor:
        return BY_PERSON.format(person=person(change.actor), when=at, what=what)
    name = change.outcome.changed_by if change.outcome else ""
    return BY_OUTSIDE.format(name=escape(name or SOMEBODY), when=at, what=what)
