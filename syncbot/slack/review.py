"""The review: every change in words before anything is written. View and reader; `reviewing` listens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from syncbot.changes.review import Review
from syncbot.slack import answers, blocks
from syncbot.slack.blocks import Block
from syncbot.slack.calls import Payload, ViewCall
from syncbot.slack.controls import carried
from syncbot.slack.text import escape, pieces, sentences, shorten
from syncbot.slack.upcoming import Upcoming
from syncbot.slack.whole_values import AT_MOST, HEADING
from syncbot.sync.fields import Part
from syncbot.sync.whole_words import where_words_are_alike

CALLBACK = "review"
PAGE = "review_page"
FIX = "review_fix"
REASON = "reason"
REASON_BLOCK = "reason"
EMERGENCY = "emergency"
EMERGENCY_BLOCK = "emergency"
PAUSE_NOW = "pause_now"
STOP_RUN = "stop_run"

TITLE = "Review changes"
APPLY = "Apply"
REQUEST = "Request approval"
BACK = "Back"
NOW = "Takes effect now"
NOW_MOMENT = "As soon as it is written."
NEXT_RUN = "Takes effect on the next run"
MIND = "Mind"
MEND = "To mend first"
NOTHING = "Nothing changed, so there is nothing to write."
NEEDS_APPROVAL = "This needs approval by {count} of: {who}."
NEEDS_THE_ONE = "This needs approval by {who}."
REASON_LABEL = "Reason"
REASON_HINT = "Stands in the history and, where approval is needed, in the request."
EMERGENCY_LABEL = "In an emergency"
RUN_LABEL = "The run in progress"
PAUSE_NOW_TEXT = "Pause now, ask for approval afterwards"
STOP_RUN_TEXT = "Stop that run too"
PAGE_OF = "Page {page} of {pages}. {action} stands on the last page."
CHARACTERS_A_PAGE = 12_000
LINES_A_PAGE = 40
SECTION_CHARACTERS = 2_800
FIXES_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Form:
    """What a person confirmed.

    Attributes:
        session_id, revision, plan_hash: What the view showed.
    """

    session_id: str
    revision: int
    plan_hash: str
    reason: str
    emergency: bool
    stop_run: bool


def meta(review: Review) -> str:
    """What the view carries: an opaque id, a number and a hash."""
    return f"{review.session.session_id}:{review.session.revision}:{review.plan.hash}"


@carried
def read_meta(text: str) -> tuple[str, int, str]:
    """Session id, revision and plan hash. Raises Gone."""
    session_id, revision, plan_hash = text.rsplit(":", 2)
    return session_id, int(revision), plan_hash


def view(review: Review, runs: Upcoming, *, page: int = 0, who: str = "", close: str = BACK) -> Payload:
    """The review; the submit stands on the last page, and only when there is something to write and nothing to mend."""
    pages = _pages(_lines(review, runs, who))
    page = min(max(page, 0), len(pages) - 1)
    parts = [blocks.header(review.name), *_sections(pages[page])]
    last = page == len(pages) - 1
    writable = bool(review.plan.items) and not review.plan.faults and not review.nothing
    action = REQUEST if review.approvals_needed else APPLY
    if last and review.plan.faults:
        parts += [_fault_buttons(review)]
    if last and writable:
        parts += _inputs(review)
    if len(pages) > 1:
        parts += [blocks.context(PAGE_OF.format(page=page + 1, pages=len(pages), action=action)), _turns(page, pages)]
    modal = blocks.Modal(CALLBACK, TITLE, meta=meta(review), submit=action if last and writable else "", close=close)
    return blocks.view(modal, parts)


def _lines(review: Review, runs: Upcoming, who: str) -> list[str]:
    """The paragraphs one after the other, an empty line between two."""
    return [line for paragraph in _paragraphs(review, runs, who) for line in ("", *paragraph)]


def _paragraphs(review: Review, runs: Upcoming, who: str) -> Iterator[list[str]]:
    plan = review.plan
    if not plan.items:
        yield [NOTHING]
        return
    if plan.now:
        yield [f"*{NOW}*", f"_{NOW_MOMENT}_", *_bullets(item.line for item in plan.now), *runs.schedule]
    if plan.next_run:
        yield [f"*{NEXT_RUN}*", f"_{runs.next_run}_", *_bullets(item.line for item in plan.next_run)]
    if alike := where_words_are_alike(plan.items):
        yield [HEADING, *_bullets(shorten(line, AT_MOST) for line in alike)]
    if plan.faults:
        yield [f"*{MEND}*", *_bullets(fault.text for fault in plan.faults)]
    minds = [mind.text for mind in plan.minds]
    if minds or review.theirs or review.notes:
        yield [f"*{MIND}*", *_bullets((*review.theirs, *minds, *review.notes))]
    if review.approvals_needed:
        yield [_needed(review.approvals_needed, who)]
    yield [sentences(plan.nothing_else, 1500)]


def _needed(count: int, who: str) -> str:
    is_one_person = count == 1 and who.startswith("@") and "," not in who
    needs = NEEDS_THE_ONE if is_one_person else NEEDS_APPROVAL
    return escape(needs.format(count="one" if count == 1 else count, who=who), 600)


def _bullets(texts: Iterable[str]) -> Iterator[str]:
    """A list; each of them whole, in as many lines as that takes, because it is what is confirmed."""
    for text in texts:
        first, *more = [piece for line in text.splitlines() or [""] for piece in pieces(line, 2_700)]
        yield f"• {first}"
        yield from more


def _pages(lines: list[str]) -> list[list[str]]:
    """Lines in pages that stay far below what a view may hold."""
    pages: list[list[str]] = [[]]
    for line in lines:
        if pages[-1] and (len(pages[-1]) >= LINES_A_PAGE or sum(map(len, pages[-1])) + len(line) > CHARACTERS_A_PAGE):
            pages.append([])
        pages[-1].append(line)
    return pages


def _sections(lines: list[str]) -> list[Block]:
    """Each paragraph in as few sections as hold it, so that Slack keeps paragraphs apart."""
    gathered: list[list[str]] = [[]]
    for line in lines:
        length = sum(map(len, gathered[-1])) + len(gathered[-1]) + len(line)
        if not line or length > SECTION_CHARACTERS:
            gathered.append([])
        if line:
            gathered[-1].append(line)
    return [blocks.section(*group) for group in gathered if group]


def _fault_buttons(review: Review) -> Block:
    parts = list(dict.fromkeys(fault.part for fault in review.plan.faults))
    session_id = review.session.session_id
    return blocks.actions(
        *(
            blocks.button(f"Edit {part}", f"{FIX}:{index}", f"{session_id}:{part}")
            for index, part in enumerate(parts[:FIXES_AT_MOST])
        )
    )


@carried
def read_fix(value: str) -> tuple[str, Part]:
    """From the value of *Edit PART*: the session's id and the part. Raises Gone."""
    session_id, _, part = value.rpartition(":")
    return session_id, Part(part)


def _inputs(review: Review) -> list[Block]:
    required = bool(review.approvals_needed)
    asked = blocks.Asked(REASON_LABEL, REASON, REASON_BLOCK, hint=REASON_HINT, optional=not required)
    parts: list[Block] = [blocks.text_input(asked, review.reason, multiline=True, max_length=1000)]
    choices = []
    if review.emergency_possible:
        choices.append(blocks.Choice(PAUSE_NOW, PAUSE_NOW_TEXT))
    if review.plan.only_toggle == "pause" and review.running:
        choices.append(blocks.Choice(STOP_RUN, STOP_RUN_TEXT))
    if choices:
        label = EMERGENCY_LABEL if review.emergency_possible else RUN_LABEL
        boxes = blocks.Asked(label, EMERGENCY, EMERGENCY_BLOCK, optional=True)
        parts.append(blocks.checkboxes(boxes, choices))
    return parts


def _turns(page: int, pages: list[list[str]]) -> Block:
    turns = [(text, to) for text, to in (("Previous", page - 1), ("Next", page + 1)) if 0 <= to < len(pages)]
    return blocks.actions(*(blocks.button(text, f"{PAGE}:{text.lower()}", str(to)) for text, to in turns))


def read(view: ViewCall) -> Form:
    """What the submitted review says."""
    session_id, revision, plan_hash = read_meta(view.meta)
    ticked = answers.ticked(view.values, EMERGENCY, frozenset())
    return Form(
        session_id=session_id,
        revision=revision,
        plan_hash=plan_hash,
        reason=answers.typed(view.values, REASON, "").strip(),
        emergency=PAUSE_NOW in ticked,
        stop_run=STOP_RUN in ticked,
    )
