"""Values of every kind that Slack shows, with the same text wherever one of a person or of Polytomic goes."""

from __future__ import annotations

from typing import Any

from syncbot.changes.model import Attempt, Change, Decision, Outcome, Result, Session, Side, Verdict, Way
from syncbot.changes.review import Review
from syncbot.changes.runs import Run, RunStatus
from syncbot.changes.states import State
from syncbot.slack.listing import Listed
from syncbot.sync.document import JsonObject, Shape, configuration
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.plan import make_plan
from tests.slack.scenes import MODEL, mapping, sync

MANY = 31
ID = "5353a730-b5fe-5f55-b686-a541944e3575"
URL = f"https://polytomic.example.com/syncs/{ID}"
CHANNEL = "C0APPROVALS"
AT = 1_795_435_200.0
_ENDS = {
    Result.NOT_APPLIED: State.FAILED,
    Result.CONFLICT: State.CONFLICTED,
    Result.UNCLEAR: State.UNCLEAR,
}


def document(text: str, many: int = MANY) -> JsonObject:
    """A sync with the text in every place that holds one, and many of everything."""
    source = {"model_id": text, "field": text}
    conditions = [{"source": source, "function": text, "value": text, "label": "A"}] * many
    on_target = [{"field": text, "function": "Equality", "value": [text], "value_source": source}] * many
    return sync(
        name=text,
        mode=text,
        fields=[mapping(f"{text}{at}", f"{text}{at}", sync_mode=text, override_value=text) for at in range(many)],
        model_filters={"conditions": conditions, "logic": text},
        target_filters={"conditions": on_target},
        overrides=[{"field": source, "function": text, "value": {text: text}, "override": text}] * many,
        override_fields=[{"target": f"{text}{at}", "override_value": text, "sync_mode": text} for at in range(many)],
        identities={"mappings": [{"source": source, "target": text, "function": text}] * many, "strategy": text},
        policies=[f"{text}{at}" for at in range(many)],
        target={"connection_id": text, "object": text, "configuration": {f"{text}{at}": text for at in range(many)}},
        schedule={"frequency": "runafter", "run_after": {"sync_ids": [f"{text}{at}" for at in range(150)]}},
        problems=[{"message": text, "code": text}] * many,
        organization_id=text,
        unheard={text: text},
    )


def changed(text: str) -> tuple[JsonObject, JsonObject]:
    """A sync, and a draft of it in which everything is otherwise."""
    base = document(text)
    other = sync(name="other", fields=[mapping("a", "A", encryption_enabled=True)], target={"connection_id": MODEL})
    return base, configuration({**other, "active": False}, Shape.GROUPED)


def change(text: str, state: State = State.AWAITING_APPROVAL, result: Result | None = None, **more: Any) -> Change:
    """A change with many long lines, decided by several, in conflict over many fields."""
    base, draft = changed(text)
    sides = tuple(Side(text, text, text, text, text) for _ in range(MANY))
    outcome = Outcome(result, text, sides, field=text, quoted=text, after=base, changed_by=text) if result else None
    given: dict[str, Any] = {
        "reason": text,
        "decisions": (Decision("U0BEN", Verdict.APPROVED, AT, text),) * 5,
        "attempt": Attempt(base, draft, draft, Way.ACTIVATE, "key-12345", AT, refused=text),
        "outcome": outcome,
        "lines": (f"Mappings: {text}",) * MANY,
        "expires_at": AT,
        "ended_at": AT,
        "approvals_needed": 2,
        **more,
    }
    return Change(ID, ID, text, "U0ANNA", state, base, draft, plan_hash="hash", created_at=AT, **given)


def changes(text: str) -> list[Change]:
    """A change in every state and with every result, and those of an emergency pause."""
    emergency = [change(text, emergency=True, stop_run=True), change(text, about="other", emergency=True)]
    return [*(change(text, state) for state in State), *ended(text), *emergency]


def ended(text: str) -> list[Change]:
    """A change with every result, and an emergency pause that was written."""
    pause = change(text, State.APPLIED, Result.APPLIED, emergency=True)
    return [*(change(text, _ENDS.get(result, State.APPLIED), result) for result in Result), pause]


def review(text: str, **more: Any) -> Review:
    """A review of many changes, with what others changed and notes."""
    base, draft = changed(text)
    session = Session(ID, "U0ANNA", ID, base, draft, 3, AT)
    given: dict[str, Any] = {
        "plan": make_plan(base, draft, NOTHING_KNOWN, shape=Shape.GROUPED),
        "theirs": (text,) * MANY,
        "clashes": (),
        "approvals_needed": 1,
        "emergency_possible": True,
        "running": True,
        "next_run_at": AT,
        "nothing": False,
        "reason": text,
        "notes": (text,) * 5,
        "changed_by": text,
        **more,
    }
    return Review(session, name=text, **given)


def run(text: str, status: str = "failed") -> Run:
    """A run that says a lot."""
    return Run("run-1", status, AT, AT, AT, dict.fromkeys(("total", "insert", "error"), 10**15), (text,) * MANY)


def runs(text: str) -> list[RunStatus]:
    """What can be known of a sync's runs."""
    return [RunStatus(), RunStatus(run(text, "running"), run(text), AT), RunStatus(None, run(text, text), None)]


def rows(text: str, count: int) -> list[Listed]:
    """Syncs of a list."""
    return [Listed(ID, text, active=bool(at % 2), schedule=text, target=text, run=text, url=URL) for at in range(count)]
