"""What screens are made of, with a text in place of every name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from syncbot.changes.failures import Failure
from syncbot.changes.model import Result, Side
from syncbot.changes.present import Present
from syncbot.changes.states import State
from syncbot.changes.watch import Pace, Watch, WatchKind
from syncbot.errors import InvalidInput, SyncbotError
from syncbot.slack import (
    drafts_view,
    editor,
    failing_view,
    following,
    home_view,
    items_table,
    request_details,
    review,
    showing,
)
from syncbot.slack.bot import Home
from syncbot.slack.parts import item_view, items, mappings
from syncbot.slack.parts.item_part import Spot, spot_of
from syncbot.slack.scene import Place, Presence, Scene, saying
from syncbot.slack.status_view import StatusReport
from syncbot.slack.upcoming import Upcoming
from syncbot.sync.document import Shape, configuration
from syncbot.sync.fields import PARTS, Part
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.named import Named
from syncbot.sync.plan import make_plan
from tests.slack.extremes import (
    AT,
    ID,
    MANY,
    URL,
    change,
    changed,
    changes,
    document,
    run,
    runs,
)
from tests.slack.extremes import review as a_review
from tests.slack.scenes import (
    elements,
    known,
    scene,
)

Screen = Mapping[str, Any]
BOT: Any = SimpleNamespace(home=Home("T1"))


def at(text: str, part: Part | None, page: int = 0, find: str = "") -> Iterable[Scene]:
    """The editor at a place: on the sync as it is, and with a draft in which everything is otherwise."""
    base, draft = changed(text)
    others = tuple(Presence("U0CLEO", text, AT) for _ in range(20))
    status = {"current_execution": {"status": text}, "last_execution": {"status": text, "completed_at": text}}
    for shown in (
        scene(base, known(), place=Place(part, page, find)),
        scene(base, known((text, text), targets=((text, text),)), place=Place(part, page, find), draft=draft),
    ):
        session = saying(replace(shown.session, screen={**shown.session.screen, "theirs": [text] * 9}), text)
        yield replace(shown, session=session, others=others, status=status, url=URL, passphrase_kept=page == 0)


def places(text: str, *parts: Part | None) -> Iterable[Scene]:
    for part in parts:
        for page, find in ((0, ""), (1, ""), (99, text[:200])):
            yield from at(text, part, page, find)


def forms(text: str) -> Iterable[Screen]:
    """Every form of an item that can be opened, as it is and with something said above it."""
    for part in PARTS:
        for there in (scene(document(text, 3), around, place=Place(part)) for around in (known(), NOTHING_KNOWN)):
            for element in elements(editor.view(there)):
                action, value = element["action_id"].partition(":")[0], element.get("value", "")
                spot = Spot(Part.MAPPINGS, item_id=value) if action in (mappings.ADD, mappings.EDIT) else None
                if action in (items.ADD, items.EDIT) or spot:
                    at_spot = spot or spot_of(value)
                    yield item_view.view(items_table.form_of(at_spot), there, at_spot, text)


def followed(text: str) -> Iterable[Screen]:
    nobody: Any = None
    follower = following.RunFollower(nobody, nobody, nobody, Home("T1"), Pace())
    watch = Watch("w", WatchKind.RUN, ID, "run-1", "U0ANNA", since=AT, noted={"name": text})
    for status in (None, run(text), run(text, "running"), run(text, text)):
        for over in (True, False):
            yield follower._message(watch, status, over=over)  # noqa: SLF001 -- what it shows, without sending it


def reports(text: str) -> Iterable[StatusReport]:
    named = [Named(Part.MAPPINGS, "key", text, text), None] * MANY
    for status in runs(text):
        for active in (True, False):
            yield StatusReport(
                *(ID, text, active, status, URL, named, run(text), [change(text, State.APPLIED)] * MANY),
                names={ID: text},
                problems=[text] * MANY,
                followed=active,
            )


def failing(text: str) -> list[failing_view.Row]:
    failure = Failure(ID, "run-1", AT, 10**6)
    return [failing_view.Row(failure, text, each, URL) for each in (None, *reports(text))][: failing_view.ROWS_AT_MOST]


def shown(text: str) -> showing.Shown:
    return showing.Shown(
        document(text),
        NOTHING_KNOWN,
        Shape.GROUPED,
        text,
        changes(text),
        change(text, State.APPLIED, Result.APPLIED),
        "Europe/Berlin",
        AT,
        URL,
    )


def homes(text: str) -> Iterable[Screen]:
    draft = drafts_view.Draft(ID, ID, text, AT, (text,) * MANY)
    failures = [Failure(ID, "run-1", AT)] * MANY
    full = home_view.HomeTab(
        drafts=[draft] * MANY,
        requests=[change(text)] * MANY,
        waiting=[change(text)] * MANY,
        failing=failures,
        incomplete=failures,
        names={ID: text},
        recent=changes(text),
        now=AT,
        url_of=lambda _: URL,
        command="/sync",
    )
    yield home_view.view(full)
    yield home_view.view(replace(full, drafts=[], requests=[], waiting=[], failing=None, incomplete=[], recent=[]))


def reviews(text: str) -> Iterable[Screen]:
    runs_to_come = Upcoming(text[:300], (text[:300],) * 5)
    base, draft = changed(text)
    told = configuration({**base, "name": "other", "mode": "remove", "policies": [text]}, Shape.GROUPED)
    fields = [{**each, "override_value": "other"} for each in told["fields"]]
    for after, page in ((draft, 0), ({**told, "fields": fields}, 99), ({**base, "active": False}, 0)):
        found = a_review(text, plan=make_plan(base, after, NOTHING_KNOWN, shape=Shape.GROUPED))
        yield review.view(found, runs_to_come, page=page, who=text[:600], close="Back")
    yield review.view(a_review(text, nothing=True, theirs=(), approvals_needed=0, next_run_at=None), runs_to_come)


def clashes(text: str, *, both: bool) -> tuple[Side, ...]:
    return tuple(Side(text, text, text, text, text, mark=f"{at:020}", both=both) for at in range(40))


def detailed(text: str) -> Iterable[Screen]:
    for found in (change(text), change(text, State.APPLIED, Result.NORMALISED), change(text, emergency=True)):
        for page in (0, 99):
            reading = request_details.Reading("U0BEN", page, deciding=page == 99, now=AT)
            yield request_details.loading_view(found, reading)
            yield request_details.view(Present(found, document(text), moved=(text,) * MANY), reading)
            yield request_details.view(Present(found, why_not=text), reading)


def fault(text: str) -> SyncbotError:
    return InvalidInput(text, not_done=text, next_step=text)
