"""`status`: what is known of a sync's runs; the one in progress is followed, an error leads to what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from syncbot.changes.model import Change
from syncbot.changes.noticing import read_sync
from syncbot.changes.permission import Role, look, require
from syncbot.changes.reading import known_of, shape_in
from syncbot.changes.runs import Run, read_runs
from syncbot.changes.since import changed_since, last_good
from syncbot.errors import RemoteFault, SlackFault
from syncbot.slack import status_view
from syncbot.slack.answering import decided, tell
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Answer, Call, Payload
from syncbot.slack.command import Command
from syncbot.slack.editing import open_editor
from syncbot.slack.following import follow
from syncbot.slack.locating import LIST_WAIT_SECONDS
from syncbot.slack.stage import open_stage
from syncbot.slack.status_view import StatusReport
from syncbot.slack.verbs import Verb
from syncbot.sync.document import JsonObject, configuration
from syncbot.sync.entries import listed
from syncbot.sync.named import Named, named_in

ERRORS_AT_MOST = 50
"""Of one run: a thousand records may be left out for the same reason."""


async def tell_status(bot: Bot, call: Call, command: Command, *, replace: bool = False) -> None:
    """`status`: to the caller alone; a run in progress is followed in a direct message."""
    await look(bot.desk, call.user_id)
    found = await decided(bot, call, command, replace=replace)
    if found is not None:
        await tell(bot, call, await status_message(bot, call.user_id, found.command.sync), replace=replace)


async def status_message(bot: Bot, actor: str, sync_id: str) -> Payload:
    """What `status` tells; a run in progress is followed for `actor` from now on."""
    report = await report_of(bot, sync_id)
    if report.status.current is not None:
        run_id = report.status.current.run_id
        await follow(bot.watches, bot.desk.clock, person=actor, sync_id=sync_id, name=report.name, run_id=run_id)
    return status_view.message(report)


async def report_of(bot: Bot, sync_id: str) -> StatusReport:
    """Gather it: two calls to Polytomic, three where the last run was not good.

    What was changed while the last good run went on counts as changed since: a run goes on with what it began with.
    """
    doc = await read_sync(bot.desk, sync_id)
    status = read_runs(await bot.desk.polytomic.get_status(sync_id))
    last = status.last
    good: Run | None = None
    good_said = True
    changes: tuple[Change, ...] = ()
    if last is not None:
        try:
            good = last if last.good else await last_good(bot.runs, sync_id)
        except RemoteFault:
            good_said = False
        changes = await changed_since(bot.desk, sync_id, (good.began or 0) if good else 0)
    return StatusReport(
        sync_id=sync_id,
        name=str(doc.get("name") or sync_id),
        active=bool(doc.get("active")),
        status=status,
        url=bot.home.sync_url(sync_id),
        named=await named_of(bot, doc, last),
        since=good,
        since_said=good_said,
        changes=changes,
        names=await names_of(bot, changes),
        problems=[str(one.get("message") or one.get("code") or "") for one in listed(doc.get("problems"))],
        followed=status.current is not None,
    )


async def names_of(bot: Bot, changes: Sequence[Change]) -> dict[str, str]:
    """What the people are called who made the changes; those that Slack does not name now are left out."""
    names = {}
    for actor in {change.actor for change in changes if change.actor}:
        with suppress(SlackFault):
            names[actor] = (await bot.people.profile(actor)).name
    return names


async def named_of(bot: Bot, doc: JsonObject, run: Run | None) -> list[Named | None]:
    """For each error of a run, of the first of them, the item that it is about."""
    if run is None or not run.errors:
        return []
    known = await known_of(bot.desk, doc, wait_seconds=LIST_WAIT_SECONDS)
    meant = configuration(doc, shape_in(bot.desk, doc))
    return [named_in(error, meant, known) for error in run.errors[:ERRORS_AT_MOST]]


async def status_pressed(bot: Bot, call: Call) -> Answer:
    """*Status* beside a sync."""
    return Answer(then=partial(tell_status, bot, call, Command(Verb.STATUS, sync=call.value, certain=True)))


async def fix_pressed(bot: Bot, call: Call) -> Answer:
    """*Fix this mapping*, *Fix PART*: the editor at the item that an error is about."""
    await require(bot.desk, call.user_id, Role.EDIT)
    sync_id, item_id, part = status_view.read_fix(call.value)

    async def show(view_id: str, _retry_id: str) -> None:
        await open_editor(bot, call.user_id, sync_id, view_id, part=part, item_id=item_id)

    return Answer(then=partial(open_stage, bot, call, f"{Verb.EDIT} {sync_id} {part.lower()}", show))
