"""Brings what Slack shows in line with a change: the modal, the request, the direct message, the log line.

Each place is brought up to date on its own and noted at once, so that a repetition adds only what is missing.
After a lost answer of Slack a message may stand twice, saying the same.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from syncbot.changes.model import Change, Places
from syncbot.changes.neighbours import beside, others_waiting
from syncbot.changes.ports import Changes
from syncbot.changes.states import ENDED, State
from syncbot.errors import SlackFault
from syncbot.slack import outcome, reminding, request
from syncbot.slack.bot import Home
from syncbot.slack.linking import linked
from syncbot.slack.people import SlackPeople
from syncbot.slack.screens import Screens

SETTLED = ENDED | {State.UNCLEAR}
NOT_SHOWN = "A request is not shown yet, so nothing can be told under it."
GONE_FOR_GOOD = frozenset({"channel_not_found", "is_archived", "not_in_channel", "message_not_found", "user_not_found"})
"""Answers of Slack that trying again does not mend; the other places still tell."""


@dataclass(frozen=True, slots=True)
class SlackAnnouncer:
    """The `Announcer` port."""

    screens: Screens
    people: SlackPeople
    changes: Changes
    home: Home

    async def announce(self, change: Change) -> None:
        """Show the present state of `change` in every place.

        Raises:
            SlackFault: A place could not be reached and may be later; the other places are done.
        """
        faults = []
        for step in self._steps:
            try:
                change = await step(change)
            except SlackFault as fault:
                if fault.code not in GONE_FOR_GOOD:
                    faults.append(fault)
        if faults:
            raise faults[0]
        await self._note(change, told=f"{change.state}:{change.version}")

    @property
    def _steps(self) -> tuple[Callable[[Change], Awaitable[Change]], ...]:
        """One a place, in the order in which people should read them."""
        asked = (self._modal, self._request, self._reminder, self._story)
        return (*asked, self._waiting, self._person, self._log)

    async def tell_moved(self, seen: Change, pending: tuple[Change, ...]) -> None:
        """Tell what moved from outside: in the threads of the pending requests, else in the log channel.

        Raises:
            SlackFault: It could not be told now; also while a request is not shown yet.
        """
        if any(not change.places.told for change in pending):
            raise SlackFault(NOT_SHOWN, code="not_shown")
        threads = [change.places for change in pending if change.places.request_ts]
        for place in threads:
            message = reminding.moved(seen, with_buttons=False)
            await self.screens.post(place.request_channel, message, thread_ts=place.request_ts)
        if not threads and self.home.log_channel:
            await self.screens.post(self.home.log_channel, reminding.moved(seen, with_buttons=True))

    async def _note(self, change: Change, **places: str) -> Change:
        await self.changes.note_places(change.change_id, Places(**places))
        return replace(change, places=replace(change.places, **places))

    async def _modal(self, change: Change) -> Change:
        if not change.places.view_id:
            return change
        if change.state in SETTLED:
            await self.screens.update(change.places.view_id, outcome.view(change))
        elif change.state is State.APPLYING and change.outcome is not None:
            await self.screens.update(change.places.view_id, outcome.working_view(change))
        return change

    async def _request(self, change: Change) -> Change:
        if not change.approvals_needed:
            return change
        waits = change.state is State.AWAITING_APPROVAL
        others = await others_waiting(self.changes, change) if waits else ()
        url = self.home.sync_url(change.sync_id)
        message = linked(request.message(change, approvers=self.people.mention_approvers(), others=others), url)
        change = await self._note(change, beside=beside(others))
        if change.places.request_ts:
            await self.screens.edit(change.places.request_channel, change.places.request_ts, message)
            return change
        try:
            channel, ts = await self.screens.post(self.home.approval_channel, message)
        except SlackFault as fault:
            if fault.code not in GONE_FOR_GOOD:
                raise
            # Nobody is asked: the requester has to hear that.
            return replace(change, places=replace(change.places, request_channel=self.home.approval_channel))
        return await self._note(change, request_channel=channel, request_ts=ts)

    async def _reminder(self, change: Change) -> Change:
        due = change.reminded_at is not None and change.state is State.AWAITING_APPROVAL
        if not due or not change.places.request_ts or change.places.reminder_ts:
            return change
        message = reminding.reminder(change, approvers=self.people.mention_approvers())
        _, ts = await self.screens.post(change.places.request_channel, message, thread_ts=change.places.request_ts)
        return await self._note(change, reminder_ts=ts)

    async def _story(self, change: Change) -> Change:
        if not change.places.request_ts:
            return change
        for words in request.untold(change):
            await self.screens.post(change.places.request_channel, {"text": words}, thread_ts=change.places.request_ts)
            change = await self._note(change, story=words)
        return change

    async def _waiting(self, change: Change) -> Change:
        unshown = not change.places.request_ts
        if not change.approvals_needed or (request.is_decided_later(change) and not unshown):
            return change
        if not change.places.waiting_ts:
            if change.state is not State.AWAITING_APPROVAL or not change.places.request_channel:
                return change
            message = request.waiting_message(change, channel=self.home.approval_channel, unshown=unshown)
            channel, ts = await self.screens.post(change.actor, message)
            return await self._note(change, person_channel=channel, waiting_ts=ts)
        if change.state is not State.AWAITING_APPROVAL:
            await self.screens.edit(
                change.places.person_channel, change.places.waiting_ts, request.waited_message(change)
            )
        return change

    async def _person(self, change: Change) -> Change:
        if change.state not in SETTLED:
            return change
        message = linked(outcome.direct_message(change), self.home.sync_url(change.sync_id))
        if change.places.person_ts:
            await self.screens.edit(change.places.person_channel, change.places.person_ts, message)
            return change
        channel, ts = await self.screens.post(change.actor, message)
        return await self._note(change, person_channel=channel, person_ts=ts)

    async def _log(self, change: Change) -> Change:
        if change.state not in SETTLED or not self.home.log_channel:
            return change
        message = linked(outcome.log_message(change), self.home.sync_url(change.sync_id))
        if change.places.log_ts:
            await self.screens.edit(change.places.log_channel, change.places.log_ts, message)
            return change
        channel, ts = await self.screens.post(self.home.log_channel, message)
        return await self._note(change, log_channel=channel, log_ts=ts)
