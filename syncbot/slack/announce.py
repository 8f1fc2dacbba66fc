"""Brings what Slack shows in line with a change: the modal, the request, the direct message, the log line.

Each place is brought up to date on its own and noted at once, so that a repetition adds only what is missing.
After a lost answer of Slack a message may stand twice, saying the same.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from syncbot.changes.model import Change
from syncbot.errors import SlackFault
from syncbot.slack import confirmed, outcome, outcome_window, reminding
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Payload
from syncbot.slack.linking import linked
from syncbot.slack.outcome_window import SETTLED
from syncbot.slack.request_places import RequestPlaces

NOT_SHOWN = "A request is not shown yet, so nothing can be told under it."
GONE_FOR_GOOD = frozenset({"channel_not_found", "is_archived", "not_in_channel", "message_not_found", "user_not_found"})
"""Answers of Slack that trying again does not mend; the other places still tell."""


@dataclass(frozen=True, slots=True)
class SlackAnnouncer:
    """The `Announcer` port."""

    bot: Bot
    request: RequestPlaces

    async def announce(self, change: Change) -> None:
        """Show the present state of `change` in every place; how it ended is left as it stands where it was shown.

        Raises:
            SlackFault: A place could not be reached and may be later, or none told the outcome; the others are done.
        """
        shown = f"{change.state}:{change.version}"
        if change.state in SETTLED and change.places.told == shown:
            return
        faults: list[SlackFault] = []
        gone: list[SlackFault] = []
        for step in self._steps:
            try:
                change = await step(change)
            except SlackFault as fault:
                (gone if fault.code in GONE_FOR_GOOD else faults).append(fault)
        if change.state in SETTLED and not (change.places.person_ts or change.places.log_ts):
            faults += gone
        if faults:
            raise faults[0]
        await self.request.note(change, told=shown)

    @property
    def _steps(self) -> tuple[Callable[[Change], Awaitable[Change]], ...]:
        """One a place, in the order in which people should read them."""
        asked = (self.request.message, self.request.reminder, self.request.story, self.request.requester)
        return (self._modal, *asked, self._person, self._log)

    async def tell_moved(self, seen: Change, pending: tuple[Change, ...]) -> None:
        """Tell what moved from outside: in the threads of the pending requests, else in the log channel.

        Raises:
            SlackFault: It could not be told now; also while a request is not shown yet.
        """
        if any(not change.places.told for change in pending):
            raise SlackFault(NOT_SHOWN, code="not_shown")
        threads = [change.places for change in pending if change.places.request_ts]
        for place in threads:
            message = self._linked(reminding.moved(seen, with_buttons=False), seen)
            await self.bot.screens.post(place.request_channel, message, thread_ts=place.request_ts)
        if not threads and self.bot.home.log_channel:
            message = self._linked(reminding.moved(seen, with_buttons=True), seen)
            await self.bot.screens.post(self.bot.home.log_channel, message)

    async def _modal(self, change: Change) -> Change:
        if change.places.view_id:
            await outcome_window.show(self.bot, change, change.places.view_id)
        return change

    async def _person(self, change: Change) -> Change:
        there = (change.places.person_channel, change.places.person_ts)
        if (message := self._message(change, outcome.direct_message, there)) is None:
            return change
        channel, ts = await self.bot.screens.stand(there, change.actor, message)
        return (
            change if (channel, ts) == there else await self.request.note(change, person_channel=channel, person_ts=ts)
        )

    async def _log(self, change: Change) -> Change:
        there = (change.places.log_channel, change.places.log_ts)
        if not self.bot.home.log_channel or (message := self._message(change, outcome.log_message, there)) is None:
            return change
        channel, ts = await self.bot.screens.stand(there, self.bot.home.log_channel, message)
        return change if (channel, ts) == there else await self.request.note(change, log_channel=channel, log_ts=ts)

    def _message(
        self, change: Change, told: Callable[[Change, str], Payload], there: tuple[str, str]
    ) -> Payload | None:
        """How it ended; where an unclear outcome stands that is applied again, that; else nothing to tell yet."""
        if change.state in SETTLED:
            return self._linked(told(change, self.bot.home.approval_channel), change)
        return self._linked(confirmed.again_message(change), change) if there[1] else None

    def _linked(self, shown: Payload, change: Change) -> Payload:
        return linked(shown, self.bot.home.sync_url(change.sync_id))
