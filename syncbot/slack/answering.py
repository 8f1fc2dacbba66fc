"""Answers to the caller alone: where they go, *Which one?*, and a sync as a row of a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from syncbot.slack import listing
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Call, Payload
from syncbot.slack.command import Command
from syncbot.slack.lexer import quote
from syncbot.slack.locating import LIST_WAIT_SECONDS, PATIENCE_SECONDS, Located, Undecided, locate
from syncbot.sync.document import JsonObject
from syncbot.sync.schedule import describe


async def tell(bot: Bot, call: Call, message: Payload, *, replace: bool = False) -> None:
    """Answer where the call came from; a home or a shortcut has no such place, so there it is a direct message."""
    if call.response_url:
        await bot.screens.respond(call.response_url, message, replace=replace)
    else:
        await bot.screens.post(call.user_id, message)


async def every_sync(bot: Bot) -> list[JsonObject]:
    """The items of the list of syncs. Raises RemoteFault."""
    listed = await bot.desk.choices.syncs(wait_seconds=PATIENCE_SECONDS)
    return list(listed) if listed is not None else await bot.desk.polytomic.list_syncs()


@dataclass(frozen=True, slots=True)
class Reader:
    """By whose clock schedules are told: an IANA zone, and the present."""

    zone: str
    now: datetime


async def reader(bot: Bot, person: str) -> Reader:
    """A person as a reader."""
    return Reader(await bot.people.zone(person), datetime.fromtimestamp(await bot.desk.clock.now(), UTC))


async def row_of(bot: Bot, sync: JsonObject, by: Reader, run: str = "") -> listing.Listed:
    """A row for an item of the list; its schedule by the reader's clock and in UTC."""
    schedule = describe(sync["schedule"], by.zone, now=by.now) if isinstance(sync.get("schedule"), dict) else ""
    target = await target_name(bot, sync)
    url = bot.home.sync_url(str(sync.get("id") or ""))
    return listing.listed(sync, schedule=schedule, target=target, run=run, url=url)


async def target_name(bot: Bot, sync: JsonObject) -> str:
    """The connection that an item of the list, or a sync, writes to, and the object; empty where neither is known."""
    name = await bot.desk.choices.connection_name(connection_of(sync), wait_seconds=LIST_WAIT_SECONDS) or ""
    target_object = str(sync.get("target_object") or (sync.get("target") or {}).get("object") or "")
    return " · ".join(part for part in (name, target_object) if part)


def connection_of(sync: JsonObject) -> str:
    """The id of the connection that an item of the list writes to, or empty."""
    return str(sync.get("target_connection_id") or (sync.get("target") or {}).get("connection_id") or "")


async def decided(bot: Bot, call: Call, command: Command, *, replace: bool = False) -> Located | None:
    """The sync that the line means; None when several do, and *Which one?* was asked.

    Raises:
        InvalidInput, NotFound, RemoteFault: As `locate`.
    """
    found = await locate(bot, command)
    if not isinstance(found, Undecided):
        return found
    about = await bot.desk.sessions.remember_text(call.user_id, f"{command.verb} {quote(command.sync)}")
    syncs = {str(sync.get("id")): sync for sync in await every_sync(bot)}
    shown = found.matches[: listing.ROWS_AT_MOST]
    by = await reader(bot, call.user_id)
    rows = [await row_of(bot, syncs.get(one.sync_id, {"id": one.sync_id, "name": one.name}), by) for one in shown]
    which = listing.which_one(rows, total=len(found.matches), text=command.sync, about=about)
    await tell(bot, call, which, replace=replace)
    return None
