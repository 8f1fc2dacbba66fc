"""`syncbot demo --tour`: three acts in the terminal, played by people on real screens, each checked."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from syncbot.demo import acts
from syncbot.demo.borrowed import a_redis
from syncbot.demo.ending import TERMINATED, ended_by_sigterm
from syncbot.demo.running_bot import RunningBot
from syncbot.demo.telling import Teller
from syncbot.demo.town import Town, built

TITLE: Final = "A tour of syncbot"
ABOUT: Final = (
    "Everything runs on this machine: a stand-in for Slack, a stand-in for Polytomic, and the real syncbot between "
    "them, which gets its requests signed and over HTTP as from Slack. No account is needed, no setting of yours is "
    "used, nothing leaves this machine. The frames hold what people would read in Slack; [words in brackets] are "
    "buttons."
)
PEOPLE: Final = (
    "Anna Ruiz    edits syncs, and may approve what others ask for",
    "Ben Okafor   approves",
    "Priya Shah   works in Polytomic itself, past syncbot",
)
REDIS: Final = "Redis: {words}."
CLOSING: Final = "What was shown"
SHOWN: Final = (
    "One field was re-mapped while somebody else renamed the sync: both edits stand. One sync was paused, by the yes "
    "of a second person. One write was answered with an error, and settled by reading."
)
LOOKED: Final = "The tour looked at Polytomic and Slack itself, and found:"
PLAYED: Final = "Every person saw every screen that they waited for."
STOPPED: Final = "A screen or call did not come."
ALL_HELD: Final = "All {count} checks held, in {seconds:.0f} s. Nothing of the tour is left behind."
SOME_FAILED: Final = "{failed} of {count} checks did not hold, each marked FAILED above."
INTERRUPTED: Final = "Stopped. Nothing of the tour is left behind."
LOGGED: Final = "What syncbot logged meanwhile:"
NOTHING: Final = "(nothing)"

_LOGGED_LINES: Final = 60


async def tour() -> int:
    """Play it; 0 when every check held, 1 when one did not, which is then named.

    Raises:
        SyncbotError: There is no Redis for it; the sentence says what to do.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that knows no frames shows question marks
    try:
        return await _told(Teller())
    except BrokenPipeError:  # whoever read has left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


async def _told(tell: Teller) -> int:
    begun = time.monotonic()
    with _logged() as log, ended_by_sigterm() as ended:
        try:
            trouble = await _play(tell)
        except asyncio.CancelledError:
            sys.stderr.write(f"\n{INTERRUPTED}\n")
            if ended:
                return TERMINATED
            raise
    _close(tell, trouble, time.monotonic() - begun)
    if tell.failed:
        tell.say(LOGGED)
        tell.lines(log.getvalue().splitlines()[-_LOGGED_LINES:] or [NOTHING])
    return 1 if tell.failed else 0


async def _play(tell: Teller) -> str:
    """Play every act; what stopped it, or an empty text."""
    async with a_redis() as redis:
        tell.heading(TITLE)
        tell.say(ABOUT)
        tell.lines(PEOPLE)
        tell.say(REDIS.format(words=redis.words))
        async with built(redis.url, RunningBot()) as town:
            try:
                await _acts(town, tell)
            except (AssertionError, TimeoutError) as fault:  # somebody did not see what they waited for
                return str(fault) or type(fault).__name__
    return ""


async def _acts(town: Town, tell: Teller) -> None:
    for act in (acts.remap, acts.pause, acts.reconcile):
        await act(town, tell)
    tell.acted()
    acts.keeps_every_rule(town, tell)


def _close(tell: Teller, trouble: str, seconds: float) -> None:
    """Say what was shown, what was found, and where it stopped."""
    tell.check(STOPPED if trouble else PLAYED, held=not trouble)
    tell.heading(CLOSING)
    tell.say(LOOKED if tell.failed else f"{SHOWN} {LOOKED}")
    tell.verdicts()
    tell.lines(trouble.splitlines())
    count, failed = len(tell.checks), len(tell.failed)
    tell.say(
        SOME_FAILED.format(failed=failed, count=count) if failed else ALL_HELD.format(count=count, seconds=seconds)
    )


@contextmanager
def _logged() -> Iterator[io.StringIO]:
    """Keep what is logged meanwhile instead of printing it between the screens."""
    kept = io.StringIO()
    handler = logging.StreamHandler(kept)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    try:
        yield kept
    finally:
        logging.getLogger().removeHandler(handler)
