"""`list`: every sync, those that a person's filter shows, or what failed lately."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from syncbot.changes.failures import FAILED, INCOMPLETE, Failure, newest_failures, recent_failures
from syncbot.changes.permission import look
from syncbot.errors import RemoteFault
from syncbot.slack import failing_view, list_filter, listing
from syncbot.slack.answering import connection_of, every_sync, reader, row_of, tell
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Answer, Call
from syncbot.slack.command import Command
from syncbot.slack.list_filter import Filter
from syncbot.slack.locating import LIST_WAIT_SECONDS
from syncbot.slack.paging import page_of
from syncbot.slack.status_view import StatusReport
from syncbot.slack.statuses import report_of
from syncbot.slack.text import moment
from syncbot.sync.document import JsonObject

REMEMBERED_SECONDS = 90 * 24 * 3600
READ_AT_ONCE = 3
FAILED_ONCE, FAILED_TIMES = "Failed {when}", "Failed {times} times in 48 hours, the last time {when}"
LEFT_OUT_ONCE = "Left records out {when}"
LEFT_OUT_TIMES = "Left records out {times} times in 48 hours, the last time {when}"
SAID = {FAILED: (FAILED_ONCE, FAILED_TIMES), INCOMPLETE: (LEFT_OUT_ONCE, LEFT_OUT_TIMES)}


async def list_syncs(bot: Bot, call: Call, command: Command) -> None:
    """`list`: what is typed is remembered; nothing typed shows what was remembered."""
    await look(bot.desk, call.user_id)
    if command.failed:
        await _failed(bot, call, page=0, replace=False)
        return
    wanted = await _remembered(bot, call.user_id)
    if command.text:
        wanted = list_filter.read_text(command.text)
        await _remember(bot, call.user_id, wanted)
    await _listed(bot, call, wanted, page=0, replace=False)


async def filter_list(bot: Bot, call: Call) -> Answer:
    """A choice in *State* or *Target*, or *Show all*."""
    await look(bot.desk, call.user_id)
    wanted = list_filter.chosen(await _remembered(bot, call.user_id), call.action_id, call.value)
    await _remember(bot, call.user_id, wanted)
    return Answer(then=partial(_listed, bot, call, wanted, page=0, replace=True))


async def turn_list(bot: Bot, call: Call) -> Answer:
    """*Previous* and *Next* of a list."""
    await look(bot.desk, call.user_id)
    page, about = listing.read_turn(call.value)
    if about == failing_view.FAILED_ABOUT:
        return Answer(then=partial(_failed, bot, call, page=page, replace=True))
    wanted = await _remembered(bot, call.user_id)
    return Answer(then=partial(_listed, bot, call, wanted, page=page, replace=True))


async def see_failed(bot: Bot, call: Call) -> Answer:
    """*See what failed*: the same as `list failed`."""
    await look(bot.desk, call.user_id)
    return Answer(then=partial(_failed, bot, call, page=0, replace=False))


async def failing_rows(bot: Bot, found: Sequence[Failure], syncs: Sequence[JsonObject]) -> list[failing_view.Row]:
    """A row for each failure, read now, a few at once."""
    limit = asyncio.Semaphore(READ_AT_ONCE)
    names = {str(sync.get("id")): str(sync.get("name") or sync.get("id")) for sync in syncs}

    async def row(failure: Failure) -> failing_view.Row:
        report: StatusReport | None = None
        async with limit:
            with suppress(RemoteFault):
                report = await report_of(bot, failure.sync_id)
        name = names.get(failure.sync_id, failure.sync_id)
        return failing_view.Row(failure, name, report, bot.home.sync_url(failure.sync_id))

    return list(await asyncio.gather(*map(row, found)))


async def _failed(bot: Bot, call: Call, *, page: int, replace: bool) -> None:
    syncs = await every_sync(bot)
    failures = await recent_failures(bot.desk, bot.runs, bot.kept, syncs)
    shown = page_of(failures.found, page, failing_view.ROWS_AT_MOST)
    rows = await failing_rows(bot, shown.rows, syncs)
    await tell(bot, call, failing_view.message(failures, rows, shown.number), replace=replace)


async def _listed(bot: Bot, call: Call, wanted: Filter, *, page: int, replace: bool) -> None:
    syncs = await every_sync(bot)
    targets = await _targets(bot, syncs)
    failed = await _failed_lately(bot)
    found = list_filter.ordered(list_filter.matching(wanted, syncs, targets), failed)
    shown = page_of(found, page, listing.ROWS_AT_MOST)
    by = await reader(bot, call.user_id)
    rows = [await row_of(bot, sync, by, failed.get(str(sync.get("id")), "")) for sync in shown.rows]
    made = listing.Page(rows=rows, number=shown.number, total=len(found))
    filtering = (list_filter.menus(wanted, targets), list_filter.said(wanted, targets))
    message = listing.message(made, command=bot.home.command, text=wanted.text, filtering=filtering)
    await tell(bot, call, message, replace=replace)


async def _failed_lately(bot: Bot) -> dict[str, str]:
    """What to say of each sync that failed in the last 48 hours, by id; of none where Polytomic is slow to say."""

    async def of_kind(kind: str) -> dict[str, str]:
        found: tuple[Failure, ...] | None = None
        with suppress(TimeoutError):
            async with asyncio.timeout(LIST_WAIT_SECONDS):
                found = await newest_failures(bot.desk, bot.runs, bot.kept, kind)
        once, often = SAID[kind]
        said = ((one, often if one.count > 1 else once) for one in found or ())
        return {one.sync_id: words.format(when=moment(one.at), times=one.count) for one, words in said}

    left_out, failed = await asyncio.gather(of_kind(INCOMPLETE), of_kind(FAILED))
    return {**left_out, **failed}


async def _targets(bot: Bot, syncs: Sequence[JsonObject]) -> dict[str, str]:
    """The names of the connections that the syncs write to, by id; from the cache of all connections."""
    ids = {connection_of(sync) for sync in syncs} - {""}
    known = await bot.desk.choices.connections(wait_seconds=LIST_WAIT_SECONDS) or ()
    names = {one.connection_id: one.name for one in known if one.connection_id in ids}
    return {connection_id: names.get(connection_id) or connection_id for connection_id in ids}


async def _remembered(bot: Bot, person: str) -> Filter:
    kept = await bot.kept.get(_key(person))
    return Filter(**kept[0]) if kept is not None else Filter()


async def _remember(bot: Bot, person: str, wanted: Filter) -> None:
    await bot.kept.put(_key(person), wanted.plain(), ttl_seconds=REMEMBERED_SECONDS)


def _key(person: str) -> str:
    return f"list:{person}"
