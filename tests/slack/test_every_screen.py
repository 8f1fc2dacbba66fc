"""Every screen and message keeps Slack's rules and stays under 100 blocks and 250 KB, whatever the names are.

The table has an entry for each function that builds one; a screen that is not in it fails.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from syncbot.changes.failures import FAILED, INCOMPLETE, Basis, Failure, Failures
from syncbot.changes.find import Match
from syncbot.changes.history import Page as HistoryPage
from syncbot.changes.model import Result, Side
from syncbot.changes.present import Present
from syncbot.changes.states import State
from syncbot.changes.watch import Pace, Watch, WatchKind
from syncbot.errors import InvalidInput, SyncbotError
from syncbot.slack import (
    alert_view,
    blocks,
    card,
    conflict_view,
    drafts_view,
    editor,
    exporting,
    failing_view,
    following,
    history_view,
    home,
    interim,
    items_table,
    list_filter,
    listing,
    outcome,
    problems,
    reminding,
    request,
    request_details,
    review,
    run_view,
    showing,
    status_view,
    waiting,
    waiting_message,
)
from syncbot.slack import help as help_text
from syncbot.slack.bot import Home
from syncbot.slack.parts import item_view, items, mapping_lines, mappings
from syncbot.slack.parts.item_part import Spot, spot_of
from syncbot.slack.scene import Place, Presence, Scene, saying
from syncbot.slack.status_view import Told
from syncbot.slack.upcoming import Upcoming
from syncbot.slack.verbs import Verb
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
    rows,
    run,
    runs,
)
from tests.slack.extremes import review as a_review
from tests.slack.scenes import (
    EXTREMES,
    assert_message_keeps_the_rules,
    assert_view_keeps_the_rules,
    elements,
    known,
    scene,
)

Screen = Mapping[str, Any]
BYTES_AT_MOST = 250_000
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


def told(text: str) -> Iterable[Told]:
    named = [Named(Part.MAPPINGS, "key", text, text), None] * MANY
    for status in runs(text):
        for active in (True, False):
            yield Told(
                *(ID, text, active, status, URL, named, run(text), [change(text, State.APPLIED)] * MANY),
                names={ID: text},
                problems=[text] * MANY,
                followed=active,
            )


def failing(text: str) -> list[failing_view.Row]:
    failure = Failure(ID, "run-1", AT, 10**6)
    return [failing_view.Row(failure, text, each, URL) for each in (None, *told(text))][: failing_view.ROWS_AT_MOST]


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
    full = home.Home(
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
    yield home.view(full)
    yield home.view(replace(full, drafts=[], requests=[], waiting=[], failing=None, incomplete=[], recent=[]))


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


ALL = tuple(PARTS)
SCREENS: Mapping[str, Callable[[str], Iterable[Screen]]] = {
    "alert_view.py:message": lambda text: [
        alert_view.message(row, kind=kind, times=times, recovered=ended)
        for row in failing(text)
        for ended in (None, run(text))
        for kind, times in ((FAILED, 1), (INCOMPLETE, 1), (INCOMPLETE, 10**6))
    ],
    "alert_view.py:again": lambda _: [alert_view.again(kind, AT) for kind in (FAILED, INCOMPLETE)],
    "alert_view.py:well": lambda text: [alert_view.well(run(text, "completed"))],
    "card.py:message": lambda text: [
        card.message([card.Card(row, URL, text) for row in rows(text, count)]) for count in (1, MANY)
    ],
    "card.py:view": lambda text: [
        card.view([card.Card(row, URL, text) for row in rows(text, count)], note=text[:3000]) for count in (0, 1, MANY)
    ],
    "conflict_view.py:view": lambda text: [
        conflict_view.view(a_review(text, clashes=clashes(text, both=both)), close="Back") for both in (True, False)
    ],
    "drafts_view.py:message": lambda text: [
        drafts_view.message(
            [drafts_view.Draft(ID, ID, text, AT, (text,) * MANY)] * count,
            [change(text)] * count,
            command="/sync",
            url_of=lambda _: URL,
        )
        for count in (0, 1, MANY)
    ],
    "drafts_view.py:discarded": lambda text: [drafts_view.discarded(text)],
    "editor.py:overview": lambda text: map(editor.view, places(text, None)),
    "exporting.py:_message": lambda text: [
        exporting._message(BOT, sentence, "3 mappings", document(text))  # noqa: SLF001 -- without sending it
        for sentence in (exporting.FILE, exporting.SENT, exporting.EMPTY)
    ],
    "failing_view.py:message": lambda text: [
        failing_view.message(
            Failures(tuple(row.failure for row in failing(text)), basis, 10**6, AT), failing(text), page
        )
        for basis in Basis
        for page in (0, 1, 99)
    ],
    "following.py:_message": followed,
    "help.py:message": lambda text: [
        help_text.message("/sync", about=about, note=text[:3000]) for about in (None, *Verb)
    ],
    "history_view.py:view": lambda text: [
        history_view.view(HistoryPage(ID, text, tuple(found[at : at + 10]), 1, more=True, since=AT, part=part))
        for found in [changes(text)]
        for at in range(0, len(found), 10)
        for part in (None, Part.FILTERS)
    ],
    "history_view.py:details_view": lambda text: [
        history_view.details_view(each, page=page) for each in changes(text)[::2] for page in (0, 99)
    ],
    "home.py:_home": homes,
    "interim.py:draft_there": lambda text: [interim.draft_there(ID, text, (text,) * MANY, AT)],
    "items_table.py:view": lambda text: map(editor.view, places(text, Part.SCHEDULE, Part.NAME_AND_MODE)),
    "listing.py:message": lambda text: [
        listing.message(
            listing.Page(rows(text, count), 1, 30, about="a" * 100, failed=failed),
            command="/sync",
            text=text,
            filtering=(list_filter.menus(list_filter.Filter(text, "active", ID), {ID: text, "x": text}), text[:600]),
        )
        for count in (0, 10)
        for failed in (True, False)
    ],
    "listing.py:which_one": lambda text: [listing.which_one(rows(text, MANY), total=MANY, text=text, about="a" * 100)],
    "listing.py:find_view": lambda text: [listing.find_view("a" * 100, note=text[:3000])],
    "outcome.py:view": lambda text: map(outcome.view, filter(lambda each: each.outcome, changes(text))),
    "outcome.py:working_view": lambda text: [outcome.working_view(change(text, State.APPLYING))],
    "outcome.py:waiting_view": lambda text: [outcome.waiting_view(change(text), "C0APPROVALS")],
    "outcome.py:direct_message": lambda text: map(
        outcome.direct_message, filter(lambda each: each.outcome, changes(text))
    ),
    "outcome.py:log_message": lambda text: map(outcome.log_message, filter(lambda each: each.outcome, changes(text))),
    "parts/item_view.py:view": forms,
    "parts/items.py:view": lambda text: map(editor.view, places(text, *sorted(items_table.ITEM_PARTS))),
    "parts/mapping_lines.py:view": lambda text: [
        mapping_lines.view(next(iter(at(text, Part.MAPPINGS))), said) for said in (None, fault(text))
    ],
    "parts/mapping_lines.py:reading": lambda _: [mapping_lines.reading(ID)],
    "parts/mapping_lines.py:taken": lambda text: [
        mapping_lines.taken(ID, text, changed=changed) for changed in (True, False)
    ],
    "parts/mappings.py:view": lambda text: map(editor.view, places(text, Part.MAPPINGS)),
    "parts/read_only.py:view": lambda text: map(editor.view, places(text, Part.ENCRYPTION, Part.ORGANIZATION)),
    "parts/run_options.py:view": lambda text: map(editor.view, places(text, Part.RUN_OPTIONS)),
    "problems.py:view": lambda text: [problems.view(fault(text))],
    "reminding.py:moved": lambda text: [
        reminding.moved(each, with_buttons=buttons) for each in changes(text) for buttons in (True, False)
    ],
    "request.py:message": lambda text: [
        request.message(each, approvers="<@U0BEN>", others=(change(text),) * 9) for each in changes(text)
    ],
    "request.py:reject_view": lambda text: map(request.reject_view, changes(text)),
    "request_details.py:_view": detailed,
    "review.py:view": reviews,
    "run_view.py:_here": lambda text: [
        run_view.question_here(ID, text, target=text),
        run_view.started_here(text),
    ],
    "run_view.py:question": lambda text: [
        run_view.question(ID, text, target=text, active=active) for active in (True, False)
    ],
    "run_view.py:stop_question": lambda text: [run_view.stop_question(ID, text, run(text))],
    "run_view.py:in_progress": lambda text: [run_view.in_progress(ID, text, run(text))],
    "run_view.py:said": lambda text: [run_view.said("{name} was started.", text)],
    "run_view.py:few_view": lambda text: [
        run_view.few_view(document(text), [{"model_id": text, "field": text}] * count, target=text)
        for count in (1, MANY)
    ],
    "run_view.py:few_started": lambda text: [run_view.few_started(text, 1000)],
    "scene.py:root_view": lambda text: map(editor.view, places(text, None)),
    "scene.py:part_view": lambda text: map(editor.view, places(text, Part.SCHEDULE)),
    "showing.py:message": lambda text: [showing.message(shown(text), page) for page in (0, 1, 99)],
    "status_view.py:message": lambda text: map(status_view.message, told(text)),
    "waiting.py:loading_view": lambda _: [waiting.loading_view(ID)],
    "waiting.py:problem_view": lambda text: [waiting.problem_view(fault(text), ID)],
    "waiting.py:reading_view": lambda _: [waiting.reading_view("Review changes", external_id=ID, meta=ID)],
    "waiting.py:which_view": lambda text: [waiting.which_view((Match(ID, text),) * MANY, ID)],
    "waiting_message.py:waiting_message": lambda text: [
        waiting_message.waiting_message(each, channel="C0APPROVALS") for each in changes(text)
    ],
    "waiting_message.py:waited_message": lambda text: map(waiting_message.waited_message, changes(text)),
}
"""By the function that builds it: what it builds of a text, in all its forms."""


def builders() -> set[str]:
    """Every function that makes a view, a home or a message."""
    room = Path(blocks.__file__).parent
    return {
        f"{path.relative_to(room).as_posix()}:{made.name}"
        for path in room.rglob("*.py")
        for made in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(made, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(map(_makes, ast.walk(made)))
    }


def _makes(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = ast.unparse(node.func)
    return called in ("blocks.view", "blocks.message", "blocks.home", "root_view", "part_view")


def test_every_function_that_builds_a_screen_is_in_the_table() -> None:
    assert builders() == set(SCREENS)


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("text", [*EXTREMES, "Leads"], ids=range(len(EXTREMES) + 1))
def test_a_screen_keeps_slacks_rules_whatever_the_names_are(name: str, text: str) -> None:
    screens = list(SCREENS[name](text))
    assert screens
    for screen in screens:
        assert len(json.dumps(screen)) < BYTES_AT_MOST  # every character outside ASCII escaped, as the client sends it
        (assert_view_keeps_the_rules if "type" in screen else assert_message_keeps_the_rules)(screen)
