"""`syncbot demo`: a page on this machine that behaves like the Slack workspace a team would use."""

from __future__ import annotations

import asyncio
import dataclasses
import errno
import logging
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Final

from syncbot.demo.borrowed import Store, a_redis
from syncbot.demo.bots import Bot
from syncbot.demo.browser import opened
from syncbot.demo.ending import TERMINATED, ended_by_sigterm
from syncbot.demo.runs import going_on
from syncbot.demo.town import Town, built
from syncbot.demo.trouble import Trouble
from syncbot.errors import OurFault
from syncbot.manifest import manifest
from syncbot.sandbox.page import Answer, NoSuchError, Page, Refusal
from syncbot.sandbox.polytomic.panel import Panel
from syncbot.sandbox.slack.page import CannotError, Seat

PORT: Final = 7300
"""Where the page is unless another port is asked for."""
CAST: Final[Mapping[str, tuple[str, str]]] = {
    "anna": ("editor", "edits syncs, and may approve what others ask for"),
    "ben": ("approver", "approves what others ask for, and looks"),
    "gus": ("guest", "is a guest here, and may read the help alone"),
}
READY: Final = "The demo workspace is at {url}"
ELSEWHERE: Final = "Port {port} is in use, so another one was taken."
OPENED: Final = "It was opened in your browser."
NOT_OPENED: Final = "No browser could be opened here: open the address in one yourself."
CLOSING: Final = "Redis: {words}.\nPress Ctrl-C to stop. Nothing of it stays on this machine."
STOPPED: Final = "Stopped. Nothing of the demo is left behind."
TAKEN: Final = "Port {port} is in use."
NOT_STARTED: Final = "Nothing was started."
OTHER_PORT: Final = "Name another one with --port, or none: then one that is free is taken."

_BEYOND: Final = ("random", "partners")
"""Conversations that show nothing here."""

Json = dict[str, Any]


async def workspace(bot: Bot, *, port: int | None, browser: bool) -> int:
    """Serve it until Ctrl-C or SIGTERM; the exit code.

    Args:
        bot: What serves its people.
        port: Where the page is; None takes `PORT`, or any that is free.
        browser: Whether to open one.

    Raises:
        SyncbotError: There is no Redis for it, or the port is taken; the sentence says what to do.
    """
    with _only_errors_logged(), ended_by_sigterm() as ended:
        try:
            async with a_redis() as redis, built(redis.url, bot) as town, served(town, port) as page:
                await _announce(page, redis, asked=port, browser=browser)
                await asyncio.Event().wait()
        except asyncio.CancelledError:
            _say(f"\n{STOPPED}")
            if ended:
                return TERMINATED
            raise
    return 0


@asynccontextmanager
async def served(town: Town, port: int | None) -> AsyncIterator[Page]:
    """The page of a town while the block runs."""
    _furnish(town)
    seats = {name: Seat(town.slack, name) for name in CAST}
    panel = Panel(town.polytomic)
    page = Page(
        feeds={"slack": lambda name: _seat(seats, name).shown() | _around(town), "polytomic": lambda _: panel.shown()},
        answers={"act": _acting(seats), "trouble": Trouble(town, panel).make, "look": _looking(panel)},
        files=lambda name, file_id: _file(_seat(seats, name), file_id),
    )
    town.slack.workspace.watch.listeners.append(page.bell.ring)
    town.polytomic.listeners.append(page.bell.ring)
    async with going_on(town.polytomic), _on_a_port(page, port):
        yield page


def _furnish(town: Town) -> None:
    """Let the guest see the approvals, so that one sees them refused; leave out what shows nothing.

    Everybody is called by the whole name, as on the page.
    """
    channels = town.slack.channels
    for name in _BEYOND:
        channels.by_id.pop(channels.find(name).channel_id)
    people = town.slack.people
    channels.find("approvals").members.add(people.named("gus").user_id)
    for one in tuple(people.users.values()):
        people.add(dataclasses.replace(one, display_name=one.real_name))


def _around(town: Town) -> Json:
    """What is the same for everybody."""
    commands = manifest()["features"]["slash_commands"]
    return {
        "commands": [
            {"name": one["command"], "about": one["description"], "usage": one.get("usage_hint", "")}
            for one in commands
        ],
        "cast": [
            {"id": town.slack.people.named(name).user_id, "name": name, "role": role, "about": about}
            for name, (role, about) in CAST.items()
        ],
    }


def _seat(seats: Mapping[str, Seat], name: object) -> Seat:
    if not isinstance(name, str) or name not in seats:
        raise NoSuchError
    return seats[name]


def _acting(seats: Mapping[str, Seat]) -> Answer:
    async def act(said: Json) -> Json:
        try:
            return await _seat(seats, said.get("as")).act(said)
        except (CannotError, NoSuchError) as exc:
            raise Refusal(str(exc)) from exc

    return act


def _looking(panel: Panel) -> Answer:
    async def look(said: Json) -> Json:
        found = panel.call(int(said["call"])) if "call" in said else panel.sync(str(said.get("sync")))
        return found or {}

    return look


def _file(seat: Seat, file_id: str) -> tuple[str, bytes]:
    try:
        file = seat.file(file_id)
    except CannotError as exc:
        raise NoSuchError from exc
    return file.name, file.content or b""


@asynccontextmanager
async def _on_a_port(page: Page, port: int | None) -> AsyncIterator[Page]:
    try:
        async with page.serve(port=PORT if port is None else port):
            yield page
            return
    except OSError as exc:
        if page.url or exc.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        if port is not None:
            raise OurFault(TAKEN.format(port=port), not_done=NOT_STARTED, next_step=OTHER_PORT) from exc
    async with page.serve():
        yield page


async def _announce(page: Page, redis: Store, *, asked: int | None, browser: bool) -> None:
    if asked is None and f":{PORT}/" not in page.url:
        _say(ELSEWHERE.format(port=PORT))
    _say(READY.format(url=page.url))
    if browser:
        _say(OPENED if await opened(page.url) else NOT_OPENED)
    _say(CLOSING.format(words=redis.words))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@contextmanager
def _only_errors_logged() -> Iterator[None]:
    """The terminal is for the address; what went wrong inside is printed all the same."""
    handler = logging.StreamHandler()
    handler.setLevel(logging.ERROR)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
