"""What syncbot asks of Slack's Web API, with Slack's errors translated.

Three clients: a quick one that never retries, for what a trigger opens (a trigger lives 3 s); one that reads who is
who; a patient one, which waits out rate limits, for everything else.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from syncbot.changes.timepiece import Timepiece
from syncbot.errors import SlackFault
from syncbot.observe import Part, Told, untold, watched
from syncbot.slack.calls import Payload
from syncbot.slack.chosen_file import NOT_READ, is_slacks, read_file
from syncbot.slack.tokens import app_token_refused, bot_token_refused
from syncbot.slack.web import NO_ANSWER as UNANSWERED
from syncbot.slack.web import RateLimits, WebClient, keeping_session

TRIGGER_TIMEOUT_SECONDS = 2
PATIENT_TIMEOUT_SECONDS = 15
# A view pushed by an acknowledgement exists once Slack has read it: updates before that answer not_found.
UPDATE_WAITS_SECONDS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
NO_ANSWER = "no answer"
UNSENT = "Slack did not take what syncbot wanted to show ({code})."
UNSENT_NEXT = "Try again in a moment."
TOO_LATE = "Slack lets an app open a window within three seconds, and they were over."
NOT_OPENED = "Nothing was changed."
TOO_LATE_NEXT = "Do it once more."
TRIGGER_OVER = frozenset({"expired_trigger_id", "exchanged_trigger_id"})
REFUSED = re.compile(r'\s*\{"ok":\s*false')
DELETED_MESSAGE = "message_not_found"
CLOSED_VIEW = frozenset({"not_found", "view_not_found"})
SCOPES_HEADER = "x-oauth-scopes"


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose token it is.

    Attributes:
        team, user: The workspace's name and the bot's.
        scopes: What the token may; empty where Slack does not say.
    """

    team_id: str
    team: str
    user_id: str
    user: str
    scopes: frozenset[str]


@asynccontextmanager
async def _translated(*, not_done: str = "") -> AsyncIterator[None]:
    try:
        yield
    except SlackApiError as exc:
        code = str(exc.response.get("error", "unknown"))
        if code in TRIGGER_OVER:
            raise SlackFault(TOO_LATE, code=code, not_done=not_done, next_step=TOO_LATE_NEXT) from exc
        raise SlackFault(UNSENT.format(code=code), code=code, not_done=not_done, next_step=UNSENT_NEXT) from exc
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, json.JSONDecodeError) as exc:
        what = UNSENT.format(code=NO_ANSWER)
        raise SlackFault(what, code=UNANSWERED, not_done=not_done, next_step=UNSENT_NEXT) from exc


class Screens:
    """Slack's surfaces: views, messages, answers to a response URL."""

    def __init__(self, *, token: str, base_url: str, timepiece: Timepiece | None = None, told: Told = untold) -> None:
        timepiece = timepiece or Timepiece()
        self._told = told
        self.quick = WebClient(
            timepiece, told, token=token, base_url=base_url, timeout=TRIGGER_TIMEOUT_SECONDS, retry_handlers=[]
        )
        # Connection errors are not retried here: after a lost answer a message would stand twice unnoticed. The job
        # that announces is repeated instead, which is counted.
        self.patient = WebClient(
            timepiece,
            told,
            token=token,
            base_url=base_url,
            timeout=PATIENT_TIMEOUT_SECONDS,
            retry_handlers=[RateLimits(told, at_most=2)],
        )
        # What is only read may be asked over a connection that Slack has closed meanwhile: then it is asked once more.
        self._reader = WebClient(
            timepiece, told, token=token, base_url=base_url, timeout=TRIGGER_TIMEOUT_SECONDS, retry_handlers=[]
        )

    def keeping_connections(self) -> AbstractAsyncContextManager[None]:
        """While the block runs, who is who is asked over connections that are kept, not over a new one each time."""
        return keeping_session(self._reader)

    async def identity(self) -> Identity:
        """Whose token it is and what it may, from auth.test. Raises SlackFault with what mends it."""
        try:
            async with _translated():
                answer = await self.quick.auth_test()
        except SlackFault as fault:
            raise bot_token_refused(fault.code, url=self.quick.base_url) from fault
        scopes = {name.lower(): value for name, value in answer.headers.items()}.get(SCOPES_HEADER, "")
        return Identity(
            team_id=str(answer["team_id"]),
            team=str(answer.get("team") or answer["team_id"]),
            user_id=str(answer["user_id"]),
            user=str(answer.get("user") or answer["user_id"]),
            scopes=frozenset(filter(None, (scope.strip() for scope in str(scopes).split(",")))),
        )

    async def connection_url(self, app_token: str) -> str:
        """Where one connection of Socket Mode can be opened, once and soon; by the app's token. Raises SlackFault."""
        try:
            async with _translated():
                answer = await self.patient.apps_connections_open(app_token=app_token)
        except SlackFault as fault:
            raise app_token_refused(fault.code, url=self.patient.base_url) from fault
        return str(answer["url"])

    async def open(self, trigger_id: str, view: Payload) -> str:
        """views.open; the new view's id."""
        async with _translated(not_done=NOT_OPENED):
            answer = await self.quick.views_open(trigger_id=trigger_id, view=view)
        return str(answer["view"]["id"])

    async def push(self, trigger_id: str, view: Payload) -> str:
        """views.push; the new view's id."""
        async with _translated(not_done=NOT_OPENED):
            answer = await self.quick.views_push(trigger_id=trigger_id, view=view)
        return str(answer["view"]["id"])

    async def update(self, view_id: str, view: Payload) -> bool:
        """views.update whatever its hash; False when the person has closed it."""
        return await self._updated(view, view_id=view_id)

    async def update_pushed(self, external_id: str, view: Payload) -> bool:
        """views.update of a view that an acknowledgement is about to push; False when it never came or was closed."""
        for wait in UPDATE_WAITS_SECONDS:
            if await self._updated(view, external_id=external_id):
                return True
            await asyncio.sleep(wait)
        return False

    async def _updated(self, view: Payload, **which: str) -> bool:
        try:
            async with _translated():
                await self.patient.views_update(view=view, **which)
        except SlackFault as fault:
            if fault.code in CLOSED_VIEW:
                return False
            raise
        return True

    async def post(self, channel: str, message: Payload, *, thread_ts: str | None = None) -> tuple[str, str]:
        """chat.postMessage; the channel id and the timestamp that name the message from now on."""
        async with _translated():
            answer = await self.patient.chat_postMessage(channel=channel, thread_ts=thread_ts, **message)
        return str(answer["channel"]), str(answer["ts"])

    async def permalink(self, channel: str, ts: str) -> str:
        """chat.getPermalink: the message's address for people."""
        async with _translated():
            answer = await self.patient.chat_getPermalink(channel=channel, message_ts=ts)
        return str(answer["permalink"])

    async def edit(self, channel: str, ts: str, message: Payload) -> None:
        """chat.update."""
        async with _translated():
            await self.patient.chat_update(channel=channel, ts=ts, text=message["text"], blocks=message["blocks"])

    async def stand(self, there: tuple[str, str], to: str, message: Payload) -> tuple[str, str]:
        """The message, changed where it stands (channel and timestamp), posted `to` where none does any more."""
        channel, ts = there
        if ts:
            try:
                await self.edit(channel, ts, message)
            except SlackFault as fault:
                if fault.code != DELETED_MESSAGE:
                    raise
            else:
                return there
        return await self.post(to, message)

    async def respond(self, response_url: str, message: Payload, *, replace: bool = False) -> None:
        """Answer the caller alone, through a response URL (five times within 30 minutes)."""
        hook = AsyncWebhookClient(response_url, timeout=PATIENT_TIMEOUT_SECONDS)
        with watched(self._told, Part.SLACK, "response_url"):
            async with _translated():
                answer = await hook.send(response_type="ephemeral", replace_original=replace, **message)
            if answer.status_code != HTTPStatus.OK or REFUSED.match(answer.body):  # the SDK does not raise here
                raise SlackFault(UNSENT.format(code=answer.body), code=str(answer.body))

    async def upload(self, channel: str, name: str, content: str) -> None:
        """A text file, shared in a channel that is given by its id."""
        async with _translated():
            await self.patient.files_upload_v2(channel=channel, filename=name, title=name, content=content)

    async def download(self, url: str) -> bytes:
        """A file that a person chose in a modal. The token is sent to Slack alone, whatever the address says."""
        if not is_slacks(url, self.patient.base_url):
            raise SlackFault(NOT_READ, code="not_slacks")
        with watched(self._told, Part.SLACK, "file"):
            async with _translated():
                return await read_file(url, str(self.patient.token), timeout_seconds=PATIENT_TIMEOUT_SECONDS)

    async def publish(self, person: str, view: Payload) -> None:
        """views.publish: a person's home of the app."""
        async with _translated():
            await self.patient.views_publish(user_id=person, view=view)

    async def whisper(self, channel: str, person: str, message: Payload, *, thread_ts: str = "") -> None:
        """chat.postEphemeral: for one person in a channel that both are in, or in a thread there."""
        async with _translated():
            await self.patient.chat_postEphemeral(channel=channel, user=person, thread_ts=thread_ts or None, **message)

    async def channel(self, channel_id: str) -> dict[str, Any]:
        """conversations.info's `channel`; needs channels:read, and groups:read for private ones."""
        async with _translated():
            answer = await self.quick.conversations_info(channel=channel_id)
        return dict(answer["channel"])

    async def user(self, user_id: str) -> dict[str, Any]:
        """users.info's `user`."""
        async with _translated():
            answer = await self._reader.users_info(user=user_id)
        return dict(answer["user"])

    async def group_members(self, group_id: str) -> frozenset[str]:
        """The user ids of a user group."""
        async with _translated():
            answer = await self._reader.usergroups_users_list(usergroup=group_id)
        return frozenset(answer["users"])

    async def group_handles(self) -> dict[str, str]:
        """Every user group's id to its handle."""
        async with _translated():
            answer = await self.quick.usergroups_list()
        return {str(group["id"]): str(group["handle"]) for group in answer["usergroups"]}
