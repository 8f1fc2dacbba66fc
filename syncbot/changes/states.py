"""The states of a change as a table.

              ┌──────────────────────────────► rejected, expired, cancelled, superseded, void
              │
proposed ─► awaiting_approval ─► approved ─► queued ─► applying ─► applied
    │                                          ▲  │        ├─────► conflicted, failed
    └──────────────────────────────────────────┘  │        └─────► unclear ─► applied, queued, failed
                                                  └► applied (already so), conflicted, failed, void
"""

from __future__ import annotations

from enum import StrEnum

from syncbot.errors import IllegalMove


class State(StrEnum):
    """Where a change stands."""

    PROPOSED = "proposed"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"
    QUEUED = "queued"
    APPLYING = "applying"
    APPLIED = "applied"
    CONFLICTED = "conflicted"
    FAILED = "failed"
    UNCLEAR = "unclear"
    REJECTED = "rejected"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    VOID = "void"


_WITHDRAWN = frozenset({State.REJECTED, State.EXPIRED, State.CANCELLED, State.SUPERSEDED, State.VOID})

MOVES: dict[State, frozenset[State]] = {
    State.PROPOSED: _WITHDRAWN | {State.AWAITING_APPROVAL, State.QUEUED},
    State.AWAITING_APPROVAL: _WITHDRAWN | {State.AWAITING_APPROVAL, State.APPROVED},
    State.APPROVED: _WITHDRAWN | {State.QUEUED},
    State.QUEUED: frozenset({State.APPLYING, State.APPLIED, State.CONFLICTED, State.FAILED, State.VOID}),
    State.APPLYING: frozenset({State.APPLYING, State.APPLIED, State.CONFLICTED, State.FAILED, State.UNCLEAR}),
    State.UNCLEAR: frozenset({State.APPLIED, State.QUEUED, State.FAILED}),
} | {state: frozenset() for state in _WITHDRAWN | {State.APPLIED, State.CONFLICTED, State.FAILED}}
"""From each state, where it may go.

`awaiting_approval` to itself is one vote of several; `applying` to itself a new attempt.
"""

UNDER_WAY = frozenset({State.APPROVED, State.QUEUED, State.APPLYING})
"""States in which a worker has it, or is about to."""

_WORDS = {
    **dict.fromkeys(UNDER_WAY, "being worked on"),
    State.AWAITING_APPROVAL: "waiting for approval",
    State.CONFLICTED: "in conflict with what others changed",
    State.FAILED: "not applied",
    State.SUPERSEDED: "replaced by a newer one",
}

ENDED = frozenset(state for state, targets in MOVES.items() if not targets)
"""States that nothing leaves."""


def in_words(state: State) -> str:
    """The state as the end of a sentence: "This request is …"."""
    return _WORDS.get(state, state.value)


def check_move(before: State, after: State) -> None:
    """Raise IllegalMove, and do nothing, unless the table has this move."""
    if after not in MOVES[before]:
        msg = f"A change that is {before} cannot become {after}."
        raise IllegalMove(msg)
