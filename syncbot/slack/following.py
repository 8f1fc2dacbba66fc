"""Follows a run in a direct message until its end."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace

from syncbot.changes.ports import Clock
from syncbot.changes.runs import Run, Runs, read_run
from syncbot.changes.watch import Pace, Watch, Watches, WatchKind
from syncbot.errors import Missing, RemoteFault, SlackFault
from syncbot.slack import blocks, run_buttons, run_words
from syncbot.slack.announce import GONE_FOR_GOOD
from syncbot.slack.blocks import Json
from syncbot.slack.bot import Home
from syncbot.slack.linking import link
from syncbot.slack.screens import Screens
from syncbot.slack.text import escape

HEADING = "*Run of {name}*"
GONE = "Polytomic does not know this run any more, so it is not followed further."
NO_LONGER = "It has gone on for a day and is not followed further here; *Status* tells how it stands."
UPDATES = "This message updates until the run ends."
SUMMARY = "{name}: {result}"
SLOWER_AFTER_SECONDS = 300

_NAME_LENGTH = 150


async def follow(watches: Watches, clock: Clock, *, person: str, sync_id: str, name: str, run_id: str) -> None:
    """Begin to follow a run for a person; once, however often it is asked."""
    watch = Watch(
        watch_id=f"run:{run_id}:{person}",
        kind=WatchKind.RUN,
        sync_id=sync_id,
        run_id=run_id,
        person=person,
        since=await clock.now(),
        noted={"name": name},
    )
    await watches.add(watch, due_in=0)


@dataclass(frozen=True, slots=True)
class RunFollower:
    """The `Watchman` of runs."""

    runs: Runs
    screens: Screens
    clock: Clock
    home: Home
    pace: Pace

    async def look(self, watch: Watch) -> tuple[Watch, float] | None:
        """Bring the message in line with the run; None at the run's end, or when nobody can be told any more."""
        try:
            run = read_run(await self.runs.get_run(watch.sync_id, watch.run_id))
        except Missing:
            run = None
        except RemoteFault:
            return watch, self.pace.later
        age = await self.clock.now() - watch.since
        over = age > self.pace.longest
        try:
            watch = await self._shown(watch, self._message(watch, run, over=over))
        except SlackFault as fault:
            if fault.code in GONE_FOR_GOOD:
                return None
            raise
        if run is None or run.ended or over:
            return None
        return watch, self.pace.first if age < SLOWER_AFTER_SECONDS else self.pace.later

    async def _shown(self, watch: Watch, message: Json) -> Watch:
        mark = hashlib.sha256(json.dumps(message, sort_keys=True).encode()).hexdigest()
        if watch.noted.get("shown") == mark:
            return watch
        channel, ts = watch.channel, watch.ts
        if ts:
            await self.screens.edit(channel, ts, message)
        else:
            channel, ts = await self.screens.post(watch.person, message)
        return replace(watch, channel=channel, ts=ts, noted={**watch.noted, "shown": mark})

    def _message(self, watch: Watch, run: Run | None, *, over: bool) -> Json:
        name = str(watch.noted.get("name") or watch.sync_id)
        heading = HEADING.format(name=escape(name, _NAME_LENGTH))
        below = blocks.context(link(self.home.sync_url(watch.sync_id)))
        if run is None:
            return blocks.message(
                SUMMARY.format(name=escape(name), result=GONE), [blocks.section(heading, GONE), below]
            )
        result = run_words.result(run)
        note = NO_LONGER if over and not run.ended else "" if run.ended else UPDATES
        lines = (heading, result, run_words.counts(run), *run_words.quoted(run), note)
        buttons = [run_buttons.status(watch.sync_id, name)]
        buttons += run_buttons.of_run(watch.sync_id, name, run)
        parts = [blocks.section(*lines), below, blocks.actions(*buttons)]
        return blocks.message(SUMMARY.format(name=escape(name, _NAME_LENGTH), result=result), parts)
