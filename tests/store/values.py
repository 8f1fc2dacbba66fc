"""Values for the contracts: small, and with all that JSON libraries like to lose."""

from __future__ import annotations

import json
from typing import Any

from syncbot.changes.model import Attempt, Change, Decision, Outcome, Places, Result, Session, Side, Verdict, Way
from syncbot.changes.states import State

HARD: dict[str, Any] = {
    "zuletzt": "Grüße \U0001f600 \ud83d lone",
    "id": 2**70,
    "negative": -(2**63) - 1,
    "ten": 10.0,
    "tiny": 5e-324,
    "one": 1,
    "true": True,
    "null": None,
    "text": "3",
    "empty": [{}, [], ""],
    "a": {"b": [{"c": None, "\ud800": {"\x00": "\x00"}}]},
}


def a_session(session_id: str = "s1", **values: Any) -> Session:
    usual: dict[str, Any] = {
        "owner": "U1",
        "sync_id": "sync-1",
        "base": HARD,
        "draft": {**HARD, "name": "Leads"},
        "revision": 0,
        "based_at": 1_764_000_000.25,
        "screen": {"part": "mappings", "page": 2, "find": "\ud800mail"},
    }
    return Session(session_id=session_id, **{**usual, **values})


def a_change(change_id: str = "c1", **values: Any) -> Change:
    usual: dict[str, Any] = {
        "sync_id": "sync-1",
        "sync_name": "Leads to Salesforce",
        "actor": "U1",
        "state": State.QUEUED,
        "base": HARD,
        "draft": {**HARD, "name": "Leads"},
        "lines": ("Name: Lead → Leads", "Mappings: \ud83d"),
        "plan_hash": "abc",
        "created_at": 1_764_000_000.125,
    }
    return Change(change_id=change_id, **{**usual, **values})


def a_full_change() -> Change:
    attempt = Attempt(
        snapshot=HARD, meant=HARD, body=HARD, way=Way.ACTIVATE, key="k" * 8, written_by=1.5, number=2, fault=500
    )
    outcome = Outcome(
        result=Result.OVERWRITTEN,
        sentences="Someone wrote.",
        sides=(Side("Mappings", "Email", "a", "b", "c"),),
        field="fields",
        quoted="no",
        after=HARD,
        changed_by="Ann",
    )
    return a_change(
        decisions=(Decision("U2", Verdict.REJECTED, 3.5, "no"),),
        dependencies=("target", "*"),
        seen=("run",),
        attempt=attempt,
        outcome=outcome,
        expires_at=1e9,
        ended_at=2e9,
        emergency=True,
        about="c0",
        tries=3,
        approvals_needed=2,
    )


PLACES = Places(view_id="V1", log_ts="1.5")


def same(a: object, b: object) -> bool:
    """Equal, and equal to the letter once written."""
    return a == b and repr(a) == repr(b)


def letters(doc: Any) -> str:
    return json.dumps(doc)
