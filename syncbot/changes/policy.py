"""Which changes need whose yes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from syncbot.sync.fields import rows_named
from syncbot.sync.plan import Plan

ALL: Final = "all"
NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of approval.

    Attributes:
        approval_required: Names as `syncbot.sync.fields.rows_named` understands them (`active`, `Mappings`), or `all`,
            or `none`.
        approvals_needed: How many different people, at least 1, where approval is required.
        self_approval: Whether the requester may be one of them.
        ttl_seconds: After how long an undecided request ends.
        emergency: Whether a pause may be applied first and decided afterwards, by those who may.
    """

    approval_required: frozenset[str] = frozenset({"active"})
    approvals_needed: int = 1
    self_approval: bool = False
    ttl_seconds: float = 259_200
    emergency: bool = True

    @property
    def is_ever_needed(self) -> bool:
        """Whether any change needs approval at all."""
        return {name.strip().lower() for name in self.approval_required} not in (set(), {NONE})

    def left_out(self, requester: str) -> str:
        """Who is not asked for a yes, though an approver: the requester, or empty where they may decide it."""
        return "" if self.self_approval else requester

    def could_be_approved(self, requesters: frozenset[str], approvers: frozenset[str]) -> bool:
        """Whether anybody's request could get the approvals that it needs; ids that are no person count as another."""
        if self.self_approval:
            return len(approvers) >= self.approvals_needed
        return any(len(approvers - {requester}) >= self.approvals_needed for requester in requesters)

    def approvals_needed_for(self, plan: Plan) -> int:
        """How many approvals this plan needs; 0 when none."""
        names = {name.strip().lower() for name in self.approval_required}
        if NONE in names or not plan.items:
            return 0
        required = {row.key for name in names for row in rows_named(name)}
        touched = {item.row for item in plan.items}
        return self.approvals_needed if ALL in names or required & touched else 0
