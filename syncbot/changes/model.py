"""The values of a change: the draft it comes from, its attempt, its decisions, its outcome.

All are frozen; a step returns a new one. Documents inside are raw JSON objects as `syncbot.sync.document` decodes them.
Times are seconds since the epoch in the store's clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from syncbot.changes.states import State
from syncbot.sync.document import JsonObject


@dataclass(frozen=True, slots=True)
class Session:
    """A person's unfinished edit of one sync.

    Attributes:
        session_id: Opaque; what views carry.
        owner: The Slack user id it belongs to; nobody else may reach it.
        base: The sync as the person saw it.
        draft: What they made of it.
        revision: Starts at 0; one more with each stored edit.
        based_at: When `base` was read.
        direct: True for a command that went straight to review; such a session is not offered as a draft.
        reviewed_hash: The plan hash of the last review that was shown, or empty.
        screen: What the views need to draw themselves again (part, page, search), and what the next review goes by:
            `reason`, `notes`, `theirs`, and the keys `KEPT` of `conflict` and `SUPERSEDES` of `supersede`.
    """

    session_id: str
    owner: str
    sync_id: str
    base: JsonObject
    draft: JsonObject
    revision: int
    based_at: float
    direct: bool = False
    reviewed_hash: str = ""
    screen: dict[str, Any] = field(default_factory=dict)


class Way(StrEnum):
    """How a change is written."""

    PUT = "put"
    ACTIVATE = "activate"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One intended write, stored before it is sent.

    Attributes:
        snapshot: The sync as read just before, `updated_at` included.
        meant: The merged document that the write should lead to.
        body: The request body without secrets; for `ACTIVATE` `{"active": bool}`.
        key: The `Idempotency-Key`.
        written_by: When the write can no longer be in flight (send time plus its total deadline).
        number: Starts at 1; one more with each new key.
        sends: How often it was sent, with whatever key and way; starts at 1.
        refused: Polytomic's words when it refused the whole before the other way was taken, else empty.
        fault: The HTTP status answered to the write when it was an error, else None.
    """

    snapshot: JsonObject
    meant: JsonObject
    body: JsonObject
    way: Way
    key: str
    written_by: float
    number: int = 1
    fault: int | None = None
    sends: int = 1
    refused: str = ""


class Verdict(StrEnum):
    """What an approver said."""

    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Decision:
    """One person's verdict on a request.

    Attributes:
        operation_id: Of the click, so that its repeated delivery is known.
    """

    approver: str
    verdict: Verdict
    at: float
    why: str = ""
    operation_id: str = ""


class Result(StrEnum):
    """The first words that people read of an outcome; each value is those words."""

    APPLIED = "Applied"
    NORMALISED = "Applied, and Polytomic normalised"
    CANNOT_BE_READ_BACK = "Applied, cannot be read back"
    ALREADY_SO = "Already so"
    NOT_APPLIED = "Not applied"
    OVERWRITTEN = "Someone else wrote over it"
    CONFLICT = "Conflict"
    UNCLEAR = "Unclear"


@dataclass(frozen=True, slots=True)
class Side:
    """One field of a conflict, or one difference, in words.

    Attributes:
        part: The part's label.
        label: The field's label inside it.
        base, theirs, ours: The three values in words; what does not apply is empty.
        mark: Names a clash that waits for a side, see `syncbot.changes.conflict.mark`; else empty.
        both: Whether both sides can be kept.
    """

    part: str
    label: str
    base: str
    theirs: str
    ours: str
    mark: str = ""
    both: bool = False

    @property
    def place(self) -> str:
        """The part, and the field where that says more."""
        return self.part if self.part == self.label else f"{self.part}: {self.label}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a change ended.

    Attributes:
        result: The first words.
        sentences: What happened, what was not done, what to do next; may be empty for a plain `APPLIED`.
        sides: The fields in conflict, or what Polytomic normalised, or what someone else wrote.
        field: Path of the field that an error named, or None.
        quoted: Polytomic's own words, or empty.
        after: The sync as last read, or None.
        changed_by: Who saved last according to the API (`updated_by.name`), or empty.
    """

    result: Result
    sentences: str = ""
    sides: tuple[Side, ...] = ()
    field: str | None = None
    quoted: str = ""
    after: JsonObject | None = None
    changed_by: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Where Slack shows a change; each empty until it does.

    Attributes:
        view_id: The modal that waits for the outcome.
        request_channel, request_ts: The approval request.
        request_link: Its address for people.
        refused: Slack's code when it did not take the request; `-` once it did.
        person_channel: The direct messages with the actor.
        person_ts: The one that tells the outcome.
        waiting_ts: The one that waits for approval, with *Cancel request*.
        story: The last line of the thread under the request.
        log_channel, log_ts: The line in the log channel.
        reminder_ts: The reminder in the thread under the request.
        beside: The other requests that it shows, see `syncbot.changes.neighbours`.
        told: The last state that every place shows.
    """

    view_id: str = ""
    request_channel: str = ""
    request_ts: str = ""
    person_channel: str = ""
    person_ts: str = ""
    waiting_ts: str = ""
    story: str = ""
    log_channel: str = ""
    log_ts: str = ""
    told: str = ""
    reminder_ts: str = ""
    beside: str = ""
    request_link: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A confirmed edit on its way to Polytomic.

    Attributes:
        version: Starts at 1; one more with each stored move. What compare-and-set compares.
        lines: The changes in words exactly as reviewed, the riskiest first; what approvers read.
        dependencies: `syncbot.sync.plan.Plan.dependencies` at the confirm: what a yes is bound to.
        plan_hash: `Plan.hash` of what was confirmed.
        seen: Codes of the effects and warnings that the reviewer saw.
        approvals_needed: 0 when no approval is required.
        emergency: A pause applied at once and decided afterwards.
        about: For the request of an emergency pause, the id of the pause; for the resume that a rejection makes, the
            id of that request; else empty.
        stop_run: Also stop the run in progress.
        expires_at: When an undecided request ends, or None.
        reminded_at: When its approvers were reminded, or None.
        asked_again: How often the request was tried to be shown again, because Slack had not taken it.
        tries: How often a worker has begun this change.
        outcome: How it ended; in `applying`, what is known so far of a write that was not answered; else None.
    """

    change_id: str
    sync_id: str
    sync_name: str
    actor: str
    state: State
    base: JsonObject
    draft: JsonObject
    lines: tuple[str, ...]
    plan_hash: str
    created_at: float
    version: int = 1
    reason: str = ""
    dependencies: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    way: Way = Way.PUT
    approvals_needed: int = 0
    decisions: tuple[Decision, ...] = ()
    emergency: bool = False
    about: str = ""
    stop_run: bool = False
    expires_at: float | None = None
    reminded_at: float | None = None
    asked_again: int = 0
    tries: int = 0
    attempt: Attempt | None = None
    outcome: Outcome | None = None
    ended_at: float | None = None
    places: Places = Places()
