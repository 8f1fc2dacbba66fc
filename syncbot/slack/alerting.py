"""Failure alerts: looks at the events, and brings one message for each failing sync and day in line with them."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from syncbot.changes.failures import FAILING, FULL_PAGE, PAGES_AT_MOST, Failure
from syncbot.changes.runs import RunEvent
from syncbot.changes.watch import Pace, Watch, WatchKind
from syncbot.errors import Forbidden, Missing, RemoteFault, SlackFault
from syncbot.slack import alert_view
from syncbot.slack.announce import GONE_FOR_GOOD
from syncbot.slack.blocks import Json
from syncbot.slack.bot import Bot
from syncbot.slack.failing_view import Row
from syncbot.slack.running import name_of
from syncbot.slack.statuses import report_of

log = logging.getLogger(__name__)

ALERTS = Watch("alerts", WatchKind.ALERTS)
"""The one watch of the events: whoever takes it looks for all."""

OVERLAP_SECONDS = 600.0
"""Events come unordered: each look also reads this much of what the last one read."""

KEPT_SECONDS = 2 * 24 * 3600
WELL = "sync.completed"
RUNS_KEPT = 50
DELETED = frozenset({"message_not_found", "cant_update_message"})


@dataclass(frozen=True, slots=True)
class Alerted:
    """What was told of a sync.

    Attributes:
        day: The UTC date of its message.
        runs: Runs that are told already.
        times: Failures of that day.
        failed_at, recovered_at: Of the newest; 0 for none.
    """

    day: str = ""
    channel: str = ""
    ts: str = ""
    runs: list[str] = field(default_factory=list)
    times: int = 0
    failed_at: float = 0.0
    recovered_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Alerting:
    """The `Watchman` of the events."""

    bot: Bot
    pace: Pace

    async def look(self, watch: Watch) -> tuple[Watch, float] | None:
        """Tell what the events since the last look say. The first look tells nothing: what failed before is known."""
        if not self.bot.home.alert_channel:
            return None
        now = await self.bot.desk.clock.now()
        if not watch.since:
            return replace(watch, since=now, noted={"from": now}), self.pace.alerts
        try:
            events = await self._events(watch)
        except (Missing, Forbidden):
            return await self._once(watch, now, "no_events", self.bot.home.alert_channel), self.pace.alerts
        except RemoteFault:
            return watch, self.pace.alerts
        for event in sorted(events, key=lambda one: one.at):
            watch = await self._heard(watch, event, now)
        kept = {key: told for key, told in _syncs(watch).items() if now - told["failed_at"] < KEPT_SECONDS}
        return replace(watch, since=now, noted={**watch.noted, "syncs": kept}), self.pace.alerts

    async def _events(self, watch: Watch) -> list[RunEvent]:
        """What is new, by its kind: runs that went well are many, and matter only while some sync is failing."""
        after = max(watch.noted["from"], watch.since - OVERLAP_SECONDS)
        kinds = (*FAILING, *((WELL,) if any(_failing(told) for told in _syncs(watch).values()) else ()))
        return [event for kind in kinds for event in await self._of_kind(kind, after)]

    async def _of_kind(self, kind: str, after: float) -> list[RunEvent]:
        events: list[RunEvent] = []
        before: float | None = None
        for _ in range(PAGES_AT_MOST):
            page = await self.bot.runs.events(kind, after=after, before=before)
            events += page
            if len(page) < FULL_PAGE:
                break
            before = min(event.at for event in page)
        return events

    async def _heard(self, watch: Watch, event: RunEvent, now: float) -> Watch:
        told = Alerted(**_syncs(watch).get(event.sync_id, {}))
        mark = f"{event.kind}:{event.run_id or event.event_id}"
        failing = event.kind in FAILING
        well = event.kind == WELL and _failing(_plain(told))
        if mark in told.runs or not (failing or (well and event.at > told.failed_at)):
            return watch
        told = replace(told, runs=[*told.runs, mark][-RUNS_KEPT:])
        try:
            told = await (self._failed(told, event) if failing else self._recovered(told, event))
        except SlackFault as fault:
            if fault.code not in GONE_FOR_GOOD:
                raise
            return await self._once(watch, now, fault.code, self.bot.home.log_channel)
        watch = replace(watch, noted={**watch.noted, "syncs": {**_syncs(watch), event.sync_id: _plain(told)}})
        await self.bot.watches.put(watch, due_in=self.pace.hold)
        return watch

    async def _failed(self, told: Alerted, event: RunEvent) -> Alerted:
        day = datetime.fromtimestamp(event.at, UTC).date().isoformat()
        same = told.day == day and bool(told.ts)
        told = replace(told, day=day, times=told.times + 1 if same else 1, failed_at=max(told.failed_at, event.at))
        message = await self._message(told, event)
        if same and await self._brought_up_to_date(told, message):
            await self.bot.screens.post(told.channel, alert_view.again(event.kind, event.at), thread_ts=told.ts)
            return told
        channel, ts = await self.bot.screens.post(self.bot.home.alert_channel, message)
        return replace(told, channel=channel, ts=ts)

    async def _brought_up_to_date(self, told: Alerted, message: Json) -> bool:
        """Edit the day's message; False where somebody deleted it, which is no fault of the channel."""
        try:
            await self.bot.screens.edit(told.channel, told.ts, message)
        except SlackFault as fault:
            if fault.code not in DELETED:
                raise
            return False
        return True

    async def _recovered(self, told: Alerted, event: RunEvent) -> Alerted:
        told = replace(told, recovered_at=event.at)
        row = await self._row(told, event)
        last = row.report.status.last if row.report else None
        if last is None or not last.good:
            return told
        message = alert_view.message(row, kind=event.kind, times=told.times, recovered=last)
        if await self._brought_up_to_date(told, message):
            await self.bot.screens.post(told.channel, alert_view.well(last), thread_ts=told.ts)
        return told

    async def _message(self, told: Alerted, event: RunEvent) -> Json:
        return alert_view.message(await self._row(told, event), kind=event.kind, times=told.times, recovered=None)

    async def _row(self, told: Alerted, event: RunEvent) -> Row:
        failure = Failure(event.sync_id, event.run_id, told.failed_at)  # how often stands in the heading
        url = self.bot.home.sync_url(event.sync_id)
        try:
            now = await report_of(self.bot, event.sync_id)
        except RemoteFault:
            return Row(failure, await name_of(self.bot, event.sync_id), None, url)
        return Row(failure, now.name, now, url)

    async def _once(self, watch: Watch, now: float, code: str, channel: str) -> Watch:
        """Say once a day why nothing can be told."""
        day = datetime.fromtimestamp(now, UTC).date().isoformat()
        if watch.noted.get("silent") == [code, day] or not channel:
            return watch
        home = self.bot.home
        words = (
            alert_view.NO_EVENTS.format(command=home.command)
            if code == "no_events"
            else alert_view.CHANNEL_GONE.format(channel=home.alert_channel, code=code)
        )
        log.error("Failing syncs are not told: %s", code)
        try:
            await self.bot.screens.post(channel, {"text": words})
        except SlackFault as fault:
            log.warning("Nobody could be told that alerts are silent: %s", fault.code)
        return replace(watch, noted={**watch.noted, "silent": [code, day]})


def _failing(told: dict[str, Any]) -> bool:
    """Whether what was told of a sync is that it fails, so that its recovery would be news."""
    return bool(told["ts"]) and told["failed_at"] > told["recovered_at"]


def _syncs(watch: Watch) -> dict[str, Any]:
    found: dict[str, Any] = watch.noted.get("syncs", {})
    return found


def _plain(told: Alerted) -> dict[str, Any]:
    return {name: getattr(told, name) for name in Alerted.__slots__}
