"""Where Slack shows that a change waits for approval: the request, its thread, and the requester's direct message."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from syncbot.changes.emergency import is_request
from syncbot.changes.model import Change, Places
from syncbot.changes.neighbours import beside, others_waiting
from syncbot.changes.ports import Changes
from syncbot.changes.states import State
from syncbot.errors import SlackFault
from syncbot.slack import reminding, request, waiting_message
from syncbot.slack.bot import Home
from syncbot.slack.calls import Payload
from syncbot.slack.linking import linked
from syncbot.slack.people import SlackPeople
from syncbot.slack.screens import Screens

PASSING = frozenset(
    {"no_answer", "ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable"}
    | {"request_timeout"}
)
"""Codes that say nothing of the channel: the same call is worth repeating at once, by the same job."""


@dataclass(frozen=True, slots=True)
class RequestPlaces:
    """Brings each of them up to date; each step is repeatable and notes at once what it did.

    Attributes:
        left_out: Whom of the approvers a requester's request does not ask, see `syncbot.changes.policy`.
    """

    screens: Screens
    people: SlackPeople
    changes: Changes
    home: Home
    left_out: Callable[[str], str]

    async def note(self, change: Change, **places: str) -> Change:
        """Store where something is shown."""
        await self.changes.note_places(change.change_id, Places(**places))
        return replace(change, places=replace(change.places, **places))

    async def message(self, change: Change) -> Change:
        """The request itself; none for what ended before anybody could see it.

        Where Slack does not take it, the code is noted, and the sweep has it tried again.

        Raises:
            SlackFault: It may be taken in a moment.
        """
        waits = change.state is State.AWAITING_APPROVAL
        unseen = not (waits or change.decisions or change.places.request_ts)
        if not change.approvals_needed or unseen:
            return change
        others = await others_waiting(self.changes, change) if waits else ()
        message = request.message(change, approvers=self._mentions(change), others=others)
        message = linked(message, self.home.sync_url(change.sync_id))
        change = await self.note(change, beside=beside(others))
        return await self._link(await self._show(change, message))

    async def _show(self, change: Change, message: Payload) -> Change:
        there = (change.places.request_channel, change.places.request_ts)
        try:
            channel, ts = await self.screens.stand(there, self.home.approval_channel, message)
        except SlackFault as fault:
            if there[1] or fault.code in PASSING:
                raise
            return await self.note(change, refused=fault.code)
        if (channel, ts) == there:
            return change
        over = {"refused": waiting_message.TAKEN} if change.places.refused else {}
        return await self.note(change, request_channel=channel, request_ts=ts, request_link="", **over)

    async def _link(self, change: Change) -> Change:
        """Note the request's address, for whatever names it elsewhere; it can be had later as well."""
        if change.places.request_link or not change.places.request_ts:
            return change
        with suppress(SlackFault):
            link = await self.screens.permalink(change.places.request_channel, change.places.request_ts)
            return await self.note(change, request_link=link)
        return change

    async def reminder(self, change: Change) -> Change:
        """The reminder in its thread, once it is due."""
        due = change.reminded_at is not None and change.state is State.AWAITING_APPROVAL
        if not due or not change.places.request_ts or change.places.reminder_ts:
            return change
        message = reminding.reminder(change, approvers=self._mentions(change))
        _, ts = await self.screens.post(change.places.request_channel, message, thread_ts=change.places.request_ts)
        return await self.note(change, reminder_ts=ts)

    async def story(self, change: Change) -> Change:
        """What was decided and how it ended, in its thread."""
        if not change.places.request_ts:
            return change
        for words in request.untold(change):
            await self.screens.post(change.places.request_channel, {"text": words}, thread_ts=change.places.request_ts)
            change = await self.note(change, story=words)
        return change

    async def requester(self, change: Change) -> Change:
        """The requester's message. After an emergency pause there is one only when nobody could be asked."""
        places, waits = change.places, change.state is State.AWAITING_APPROVAL
        if places.waiting_ts:
            if not waits or places.refused:
                await self.screens.edit(places.person_channel, places.waiting_ts, self._waiting(change))
            return change
        unasked = bool(places.refused) and not places.request_ts
        told_otherwise = is_request(change) and not unasked
        if not waits or told_otherwise or not (places.request_ts or unasked):
            return change
        channel, ts = await self.screens.post(change.actor, self._waiting(change))
        return await self.note(change, person_channel=channel, waiting_ts=ts)

    def _waiting(self, change: Change) -> Payload:
        if change.state is not State.AWAITING_APPROVAL:
            message = waiting_message.waited_message(change)
        else:
            message = waiting_message.waiting_message(change, channel=self.home.approval_channel)
        return linked(message, self.home.sync_url(change.sync_id))

    def _mentions(self, change: Change) -> str:
        return self.people.mention_approvers(besides=self.left_out(change.actor))
