"""The approval request: the message in the approval channel, and the question why.

Views and messages only; `approving` listens.
"""

from __future__ import annotations

from syncbot.changes.emergency import is_request
from syncbot.changes.model import Change, Decision, Verdict
from syncbot.changes.states import State
from syncbot.slack import blocks, endings, reminding
from syncbot.slack.blocks import Block, Element
from syncbot.slack.calls import Payload, ViewCall
from syncbot.slack.text import escape, moment, person

APPROVE = "request_approve"
REJECT = "request_reject"
DETAILS = "request_details"
READ = "request_read"
CANCEL = "request_cancel"
PAGE = "request_page"
REJECT_CALLBACK = "request_rejected"
READ_CALLBACK = "request_read_and_approved"
WHY_BLOCK = "why"
WHY = "why_text"

ASKS = "{person} asks to change {sync}"
ASKED = ASKS + ": {riskiest}"
ASKED_MORE = "{asked}, and {count} more"
PAUSED_ALREADY = "{person} paused {sync} already, and asks to keep it paused"
EMERGENCY = "The sync is paused already. *Approve* keeps it paused. *Reject* turns it on again at once."
ASKING = "{approvers}: please decide."
REASON = "Reason: {reason}"
NO_REASON = "No reason was given."
EXPIRES = "Without a decision this request ends {moment}. Nothing is written before it is approved."
STOPS_RUN = "It also stops the run that is in progress when it is applied, if there is one."
REJECT_PAUSED = "The sync turns on again at once when you reject this."
EXPIRES_PAUSED = "Without a decision this request ends {moment}, and the sync stays paused."
DECIDED = {
    Verdict.APPROVED: "Approved by {person} {moment}.",
    Verdict.REJECTED: "Rejected by {person} {moment}. Why: {why}",
}
VOTES = "{count} of {needed} approvals."
UNDER_WAY = frozenset({State.AWAITING_APPROVAL, State.APPROVED, State.QUEUED, State.APPLYING})
TOO_LONG = "The whole change is too long for a message: read it, the button is on its last page."
LINES_IN_MESSAGE = 20
LONGEST_LINE = 2_900
CHARACTERS_IN_MESSAGE = 8_000
WHY_LABEL = "Why"
WHY_HINT = "The requester reads this."
REJECT_TITLE = "Reject request"


def summary(change: Change) -> str:
    """One whole sentence, the riskiest change first: what a phone shows."""
    who, sync = person(change.actor), escape(change.sync_name, 150)
    if is_request(change):
        return PAUSED_ALREADY.format(person=who, sync=sync)
    riskiest = escape(change.lines[0], 300) if change.lines else ""
    asked = ASKED.format(person=who, sync=sync, riskiest=riskiest)
    return ASKED_MORE.format(asked=asked, count=len(change.lines) - 1) if len(change.lines) > 1 else asked


def _heading(change: Change) -> str:
    """The same where every change stands below it anyway: who asks, and of which sync."""
    if is_request(change) or not fits_a_message(change):
        return summary(change)
    return ASKS.format(person=person(change.actor), sync=escape(change.sync_name, 150))


def fits_a_message(change: Change) -> bool:
    """Whether every line of the change can stand in the message, word for word."""
    told = [len(escape(line, len(line) + 2)) for line in change.lines]
    return len(told) <= LINES_IN_MESSAGE and sum(told) <= CHARACTERS_IN_MESSAGE and max(told, default=0) <= LONGEST_LINE


def message(change: Change, *, approvers: str, others: tuple[Change, ...] = ()) -> Payload:
    """The request as it stands: with its buttons while it can be decided, with what came of it afterwards."""
    open_still = change.state is State.AWAITING_APPROVAL
    parts: list[Block] = [blocks.section(f"*{_heading(change)}*"), *_lines(change)]
    if change.stop_run:
        parts.append(blocks.section(STOPS_RUN))
    if is_request(change) and open_still:
        parts.append(blocks.section(EMERGENCY))
    parts.append(blocks.context(reason(change), *(decided(one) for one in change.decisions)))
    if open_still:
        parts.append(blocks.section(ASKING.format(approvers=approvers)))
        parts.append(blocks.context(*_open_notes(change), *reminding.beside(others)))
        parts.append(_buttons(change))
    else:
        parts.append(blocks.section(f"*{escape(endings.headline(change))}*", endings.told(change)))
        parts.append(blocks.actions(blocks.button("Details", DETAILS, change.change_id)))
    return blocks.message(summary(change), parts)


def _lines(change: Change) -> list[Block]:
    if not fits_a_message(change):
        return [blocks.section(TOO_LONG)]
    return [blocks.section(f"• {escape(line, len(line) + 2)}") for line in change.lines]


def reason(change: Change) -> str:
    """Why it was asked, in words."""
    return REASON.format(reason=escape(change.reason, 1000)) if change.reason else NO_REASON


def decided(one: Decision) -> str:
    """One verdict in words."""
    return DECIDED[one.verdict].format(person=person(one.approver), moment=moment(one.at), why=escape(one.why, 1000))


def _open_notes(change: Change) -> list[str]:
    notes = []
    if change.approvals_needed > 1:
        given = sum(one.verdict is Verdict.APPROVED for one in change.decisions)
        notes.append(VOTES.format(count=given, needed=change.approvals_needed))
    if change.expires_at:
        template = EXPIRES_PAUSED if is_request(change) else EXPIRES
        notes.append(template.format(moment=moment(change.expires_at)))
    return notes


def _buttons(change: Change) -> Block:
    name = change.sync_name
    if fits_a_message(change):
        first = blocks.button("Approve", APPROVE, change.change_id, label=f"Approve {name}", style="primary")
    else:
        first = blocks.button("Read and approve", READ, change.change_id, label=f"Read and approve {name}")
    return blocks.actions(
        first,
        reject_button(change),
        blocks.button("Details", DETAILS, change.change_id, label=f"Details of {name}"),
    )


def reject_button(change: Change) -> Element:
    """*Reject*, which asks why."""
    return blocks.button("Reject", REJECT, change.change_id, label=f"Reject {change.sync_name}", style="danger")


def story(change: Change) -> tuple[str, ...]:
    """The lines of the thread under the request up to the present state: each decision, then how it ended."""
    told = tuple(decided(one) for one in change.decisions)
    if change.state in UNDER_WAY or change.state is State.REJECTED:
        return told
    return (*told, f"*{escape(endings.headline(change))}*. {endings.told(change)}".strip())


def untold(change: Change) -> tuple[str, ...]:
    """Those that the thread does not have yet. A change may have moved on before what it was before was told."""
    lines, last = story(change), change.places.story
    if last in lines:
        return lines[lines.index(last) + 1 :]
    if last and change.state in UNDER_WAY:
        return ()
    return lines[-1:] if last else lines


def reject_view(change: Change) -> Payload:
    """Asks why."""
    return blocks.view(
        blocks.Modal(REJECT_CALLBACK, REJECT_TITLE, meta=change.change_id, submit="Reject", close="Back"),
        [
            blocks.section(f"*{summary(change)}*", *([REJECT_PAUSED] if is_request(change) else [])),
            blocks.text_input(blocks.Asked(WHY_LABEL, WHY, WHY_BLOCK, hint=WHY_HINT), multiline=True, max_length=1000),
        ],
    )


def read_why(view: ViewCall) -> str:
    """The reason given in the reject view."""
    return str(view.values.get(WHY_BLOCK, {}).get(WHY, {}).get("value") or "").strip()
