from __future__ import annotations

import pytest

from syncbot.changes.policy import Policy
from syncbot.sync.document import Shape
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.plan import Plan, make_plan
from tests.changes.world import leads, mapped, paused


def _plan(*, pause: bool = False, mapping: bool = False) -> Plan:
    draft = leads()
    draft = paused(draft) if pause else draft
    draft = mapped("Phone", "phone")(draft) if mapping else draft
    return make_plan(leads(), draft, NOTHING_KNOWN, shape=Shape.GROUPED)


@pytest.mark.parametrize("name", ["active", "Active", " run options ", "all", "ALL"])
def test_a_pause_needs_approval_where_its_field_its_part_or_all_is_named(name: str) -> None:
    policy = Policy(approval_required=frozenset({name}), approvals_needed=2)
    assert policy.approvals_needed_for(_plan(pause=True)) == 2


@pytest.mark.parametrize("name", ["fields", "mappings", "none", "schedule", "nonsense"])
def test_a_pause_needs_none_where_something_else_is_named(name: str) -> None:
    assert Policy(approval_required=frozenset({name})).approvals_needed_for(_plan(pause=True)) == 0


def test_a_change_needs_approval_when_one_of_its_fields_does() -> None:
    policy = Policy(approval_required=frozenset({"active", "name"}))
    assert policy.approvals_needed_for(_plan(pause=True, mapping=True)) == 1
    assert policy.approvals_needed_for(_plan(mapping=True)) == 0


def test_nothing_needs_no_approval_whatever_is_required() -> None:
    assert Policy(approval_required=frozenset({"all"})).approvals_needed_for(_plan()) == 0


def test_none_wins_over_all() -> None:
    assert Policy(approval_required=frozenset({"all", "none"})).approvals_needed_for(_plan(pause=True)) == 0
