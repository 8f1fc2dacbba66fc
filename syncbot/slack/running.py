"""Runs: start one, of all records or of a few, and stop the one in progress."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial

from syncbot.changes.noticing import read_sync
from syncbot.changes.permission import Role, require
from syncbot.changes.reading import shape_in
from syncbot.changes.runs import Run, read_runs, start, stop
from syncbot.errors import InvalidInput, RemoteFault
from syncbot.slack import outcome_window, run_view, waiting
from syncbot.slack.answering import decided, every_sync, target_name, tell
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Answer, Call
from syncbot.slack.command import Command
from syncbot.slack.following import follow
from syncbot.slack.linking import linked
from syncbot.slack.locating import Located
from syncbot.slack.reviewing import after_ack
from syncbot.slack.stage import on_stage, open_stage
from syncbot.slack.verbs import Verb
from syncbot.sync.document import JsonObject, configuration
from syncbot.sync.few import NO_IDENTITY, NOT_STARTED, identified_by, read_records


@dataclass(frozen=True, slots=True)
class _Asked:
    """The sync that a command is about.

    Attributes:
        item: Of the list of syncs; empty where that is not known.
        current: Its run in progress.
    """

    sync_id: str
    name: str
    item: JsonObject
    current: Run | None


async def ask_to_run(bot: Bot, call: Call, command: Command, *, replace: bool = False) -> None:
    """`run`: the question before a run, or why there is none to ask."""
    asked = await _asked(bot, call, command, replace=replace)
    if asked is None:
        return
    if asked.current is not None:
        message = run_view.in_progress(asked.sync_id, asked.name, asked.current)
    else:
        target = await target_name(bot, asked.item)
        is_active = bool(asked.item.get("active", True))
        message = run_view.question(asked.sync_id, asked.name, target=target, active=is_active)
    await tell(bot, call, linked(message, bot.home.sync_url(asked.sync_id)), replace=replace)


async def ask_to_stop(bot: Bot, call: Call, command: Command, *, replace: bool = False) -> None:
    """`cancel`: the question before the run in progress is stopped, or that there is none."""
    asked = await _asked(bot, call, command, replace=replace)
    if asked is None:
        return
    if asked.current is None:
        message = run_view.said(run_view.NOTHING_RUNS, asked.name)
    else:
        message = run_view.stop_question(asked.sync_id, asked.name, asked.current)
    await tell(bot, call, linked(message, bot.home.sync_url(asked.sync_id)), replace=replace)


async def _asked(bot: Bot, call: Call, command: Command, *, replace: bool) -> _Asked | None:
    """What the command is about; None where the caller was asked which sync is meant."""
    await require(bot.desk, call.user_id, Role.EDIT)
    found = await decided(bot, call, command, replace=replace)
    if found is None:
        return None
    sync_id = found.command.sync
    current = read_runs(await bot.desk.polytomic.get_status(sync_id)).current
    item = await _item(bot, sync_id)
    return _Asked(sync_id, str(item.get("name") or found.name or sync_id), item, current)


async def run_pressed(bot: Bot, call: Call, *, replace: bool = False) -> Answer:
    """*Run now*."""

    async def then() -> None:
        run = await start(bot.desk, bot.runs, call.user_id, call.value, key=key_of(call))
        await _tell_of(bot, call, run, run_view.STARTED, replace=replace)

    return Answer(then=then)


async def run_here(bot: Bot, call: Call) -> Answer:
    """*Run now* in the window of an outcome: the question in its place."""
    await require(bot.desk, call.user_id, Role.EDIT)
    sync_id, view_id = call.value, call.shown.view_id
    await outcome_window.leave(bot, call.shown.meta, view_id)

    async def then() -> None:
        item = await _item(bot, sync_id)
        name = str(item.get("name") or sync_id)
        question = run_view.question_here(sync_id, name, target=await target_name(bot, item))
        await bot.screens.update(view_id, linked(question, bot.home.sync_url(sync_id)))

    return Answer(then=then)


async def run_here_asked(bot: Bot, call: Call) -> Answer:
    """*Run now* under that question."""
    sync_id, view_id = call.value, call.shown.view_id

    async def then() -> None:
        run = await start(bot.desk, bot.runs, call.user_id, sync_id, key=key_of(call))
        name = await name_of(bot, sync_id)
        await follow_run(bot, call.user_id, sync_id, run, name=name)
        await bot.screens.update(view_id, linked(run_view.started_here(name), bot.home.sync_url(sync_id)))

    return Answer(then=then)


async def stop_pressed(bot: Bot, call: Call, *, replace: bool = False) -> Answer:
    """*Stop this run*."""

    async def then() -> None:
        run = await stop(bot.desk, call.user_id, call.value)
        await _tell_of(bot, call, run, run_view.STOPPING, replace=replace)

    return Answer(then=then)


async def _tell_of(bot: Bot, call: Call, run: Run, words: str, *, replace: bool) -> None:
    """Follow the run of the sync that the button names, and say what is done with it."""
    name = await name_of(bot, call.value)
    await follow_run(bot, call.user_id, call.value, run, name=name)
    message = run_view.said(words, name)
    await tell(bot, call, linked(message, bot.home.sync_url(call.value)), replace=replace)


run_asked = partial(run_pressed, replace=True)
stop_asked = partial(stop_pressed, replace=True)


async def try_few(bot: Bot, call: Call) -> Answer:
    """*Try on a few records*: the form."""
    await require(bot.desk, call.user_id, Role.EDIT)
    found = Located(Command(Verb.RUN, sync=call.value, certain=True), "")

    async def fill(view_id: str, _retry_id: str) -> None:
        await show_few(bot, call.user_id, found, view_id)

    return Answer(then=partial(open_stage, bot, call, f"{Verb.RUN} {call.value}", fill))


async def show_few(bot: Bot, _actor: str, found: Located, view_id: str) -> None:
    """The form in a view that stands at *Loading…*."""
    doc = await _configured(bot, found.command.sync)
    sources = identified_by(doc)
    if not sources:
        raise InvalidInput(NO_IDENTITY, not_done=NOT_STARTED)
    form = run_view.few_view(doc, sources, target=await target_name(bot, doc))
    await bot.screens.update(view_id, linked(form, bot.home.sync_url(found.command.sync)))


async def run_few(bot: Bot, call: Call) -> Answer:
    """*Run these*: the run is started after the acknowledgement, and the view says so or why not."""
    await require(bot.desk, call.user_id, Role.EDIT)
    view = call.shown
    text, sync_id = run_view.read_few(view.values), view.meta
    read_records(text, ({"field": ""},))  # what needs no sync to be seen is said at the input
    retry_id = await bot.desk.sessions.remember_text(call.user_id, f"{Verb.RUN} {sync_id}")

    async def work() -> None:
        doc = await _configured(bot, sync_id)
        sources = identified_by(doc)
        records = read_records(text, sources)
        run = await start(
            bot.desk, bot.runs, call.user_id, sync_id, key=key_of(call), records=records, several=len(sources) > 1
        )
        name = str(doc.get("name") or sync_id)
        await follow_run(bot, call.user_id, sync_id, run, name=name)
        said = run_view.few_started(name, len(records))
        await bot.screens.update(view.view_id, linked(said, bot.home.sync_url(sync_id)))

    return Answer(
        ack={"response_action": "update", "view": waiting.loading_view(retry_id)},
        then=partial(on_stage, bot, view.view_id, retry_id, partial(after_ack, work)),
    )


def key_of(call: Call) -> str:
    """The Idempotency-Key of a press: the same for every delivery of it."""
    return "run-" + hashlib.sha256(call.operation_id.encode()).hexdigest()[:40]


async def name_of(bot: Bot, sync_id: str) -> str:
    """A sync's name, by the list of syncs; its id where that is not known."""
    return str((await _item(bot, sync_id)).get("name") or sync_id)


async def _configured(bot: Bot, sync_id: str) -> JsonObject:
    doc = await read_sync(bot.desk, sync_id)
    return {**configuration(doc, shape_in(bot.desk, doc)), "id": sync_id}


async def _item(bot: Bot, sync_id: str) -> JsonObject:
    try:
        listed = await every_sync(bot)
    except RemoteFault:
        return {}
    return next((sync for sync in listed if sync.get("id") == sync_id), {})


async def follow_run(bot: Bot, person: str, sync_id: str, run: Run, *, name: str) -> None:
    """Follow a run in a direct message to `person`."""
    await follow(bot.watches, bot.desk.clock, person=person, sync_id=sync_id, name=name, run_id=run.run_id)
