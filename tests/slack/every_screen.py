"""Every screen and message that there is: by the function that builds it, what it builds of a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from syncbot.changes.failures import FAILED, INCOMPLETE, Basis, Failures
from syncbot.changes.find import Match
from syncbot.changes.history import Page as HistoryPage
from syncbot.changes.states import State
from syncbot.slack import (
    alert_view,
    card,
    confirmed,
    conflict_view,
    drafts_view,
    editor,
    exporting,
    failing_view,
    history_view,
    interim,
    items_table,
    list_filter,
    listing,
    outcome,
    problems,
    reminding,
    request,
    run_view,
    showing,
    status_view,
    waiting,
    waiting_message,
)
from syncbot.slack import help as help_text
from syncbot.slack.parts import mapping_lines
from syncbot.slack.verbs import Verb
from syncbot.sync.fields import Part
from tests.slack.every_sample import (
    BOT,
    Screen,
    at,
    clashes,
    detailed,
    failing,
    fault,
    followed,
    forms,
    homes,
    places,
    reports,
    reviews,
    shown,
)
from tests.slack.extremes import (
    AT,
    CHANNEL,
    ID,
    MANY,
    URL,
    change,
    changes,
    document,
    ended,
    rows,
    run,
)
from tests.slack.extremes import review as a_review

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
    "home_view.py:_home": homes,
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
    "outcome.py:view": lambda text: [outcome.view(each, CHANNEL) for each in ended(text)],
    "confirmed.py:working_view": lambda text: [confirmed.working_view(change(text, State.APPLYING))],
    "confirmed.py:waiting_view": lambda text: [confirmed.waiting_view(change(text), CHANNEL)],
    "confirmed.py:again_message": lambda text: [confirmed.again_message(change(text, State.QUEUED))],
    "outcome.py:direct_message": lambda text: [outcome.direct_message(each, CHANNEL) for each in ended(text)],
    "outcome.py:log_message": lambda text: [outcome.log_message(each, CHANNEL) for each in ended(text)],
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
    "status_view.py:message": lambda text: map(status_view.message, reports(text)),
    "waiting.py:loading_view": lambda _: [waiting.loading_view(ID)],
    "waiting.py:problem_view": lambda text: [waiting.problem_view(fault(text), ID)],
    "waiting.py:reading_view": lambda _: [waiting.reading_view("Review changes", external_id=ID, meta=ID)],
    "waiting.py:which_view": lambda text: [waiting.which_view((Match(ID, text),) * MANY, ID)],
    "waiting_message.py:waiting_message": lambda text: [
        waiting_message.waiting_message(each, channel=CHANNEL) for each in changes(text)
    ],
    "waiting_message.py:waited_message": lambda text: map(waiting_message.waited_message, changes(text)),
}
"""By the function that builds it: what it builds of a text, in all its forms."""
