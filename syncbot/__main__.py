"""The command line: `syncbot …`, the same as `python -m syncbot …`."""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import re
import signal
import sys
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any

from syncbot.errors import Misconfigured, NotFound, SyncbotError

if TYPE_CHECKING:
    from syncbot.settings import Settings

log = logging.getLogger(__name__)

FAULTS = "syncbot cannot start: {count} of the settings must be mended."
ABOUT = "Change Polytomic model syncs from Slack, safely."
SERVE = "serve Slack, over HTTP or in Socket Mode, with a worker inside"
WORK = "only apply confirmed changes"
PASSPHRASE = "keep a sync's encryption passphrase, encrypted; it is sent with each full write of that sync"  # noqa: S105 -- help
DEMO = "try it without any account: stand-ins for Slack and Polytomic, the real bot between them"
HISTORY = "what was changed of a sync, through syncbot and seen from outside, the newest first"
CHECK = "say whether everything that syncbot needs is there, and what mends what is not; exit 1 on any fault"
MANIFEST = "print the manifest of the Slack app, and the link that creates the app from it"
OWN_URL = "where Slack reaches syncbot by HTTPS, for example https://syncbot.acme.com"
BY_SOCKET = "for Socket Mode, where Slack needs no address"
OWN_COMMAND = "the name of the slash command, /sync when it is left out"
WHICH = "the sync's id, a link to it, its name or a part of its name"
TOUR = "play a tour in the terminal and stop, instead of serving the page"
NO_BROWSER = "do not open the page in a browser"
PAGE_PORT = "where the page is (7300, or another one when that is in use)"
HEALTH_PORT = "serve health and metrics over HTTP there; nothing is served when it is left out"
LINGER = (
    "how long to go on serving after SIGTERM, while /readyz fails, so that a load balancer looks elsewhere (3; "
    "0 in Socket Mode)"
)
NO_SECONDS = "a number of seconds from 0 to 600"
NO_PORT = "a port is a number between 0 and 65535; 0 takes one that is free"
CRASHED = "syncbot is ended by an error that nobody expected"
WRONG_LINE = 2
INTERRUPTED = 128 + signal.SIGINT
LAST_PORT = 65535
LONGEST_LINGER = 600


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the process's exit code: 0 well, 1 a fault, 2 a wrong command line or sync, 130 by Ctrl-C."""
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        return int(given.run(given))
    except Misconfigured as exc:
        _say(FAULTS.format(count=len(exc.faults)))
        for fault in exc.faults:
            _say(f"  {fault}")
    except SyncbotError as exc:
        _say(exc.sentences)
        return WRONG_LINE if isinstance(exc, NotFound) else 1
    except KeyboardInterrupt:
        return INTERRUPTED
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="syncbot", description=ABOUT)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help=SERVE, description=SERVE)
    serve.add_argument("--no-worker", action="store_true", help="leave applying to `syncbot worker`")
    serve.add_argument("--linger", type=_seconds, metavar="SECONDS", help=LINGER)
    serve.set_defaults(run=_serve)
    worker = commands.add_parser("worker", help=WORK, description=WORK)
    worker.add_argument("--port", type=_port, metavar="PORT", help=HEALTH_PORT)
    worker.set_defaults(run=_work)
    demo = commands.add_parser("demo", help=DEMO, description=DEMO)
    demo.add_argument("--tour", action="store_true", help=TOUR)
    demo.add_argument("--no-browser", action="store_true", help=NO_BROWSER)
    demo.add_argument("--port", type=_port, metavar="PORT", help=PAGE_PORT)
    demo.set_defaults(run=_demo)
    passphrase = commands.add_parser("passphrase", help=PASSPHRASE, description=PASSPHRASE)
    passphrase.add_argument("sync", metavar="SYNC", help=WHICH)
    passphrase.add_argument("--forget", action="store_true", help="forget the one that is kept")
    passphrase.set_defaults(run=_passphrase)
    history = commands.add_parser("history", help=HISTORY, description=HISTORY)
    history.add_argument("sync", metavar="SYNC", help=WHICH)
    history.add_argument("--json", action="store_true", help="one JSON object a line, with the sync before and after")
    history.set_defaults(run=_history)
    check = commands.add_parser("check", help=CHECK, description=CHECK)
    check.set_defaults(run=_check)
    manifest = commands.add_parser("manifest", help=MANIFEST, description=MANIFEST)
    way = manifest.add_mutually_exclusive_group()
    way.add_argument("--url", default="", help=OWN_URL)
    way.add_argument("--socket", action="store_true", help=BY_SOCKET)
    manifest.add_argument("--command", default="", metavar="/NAME", help=OWN_COMMAND)
    manifest.set_defaults(run=_manifest)
    return parser


def _run(work: Coroutine[Any, Any, int]) -> int:
    from syncbot.server.serving import new_loop

    with asyncio.Runner(loop_factory=new_loop()) as runner:
        return runner.run(work)


@contextmanager
def _loading() -> Iterator[None]:
    """Collect no garbage while what stays for good is loaded, and never look through that again.

    Measured: a sixth of the time to load, and the pauses of later collections.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _settings() -> Settings:
    from syncbot.observe import set_up_logging
    from syncbot.settings import read_settings

    settings = read_settings()
    set_up_logging(settings.log_level, settings.log_format, secrets=settings.secrets)
    sys.excepthook = _crashed
    return settings


def _crashed(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    """Tell of an error that ends the process in the log, whose lines hold no secret, as Python's own report might."""
    log.critical(CRASHED, exc_info=(kind, error, traceback))


def _serve(given: argparse.Namespace) -> int:
    with _loading():
        from syncbot import bootstrap
        from syncbot.bootstrap.standing import log_findings
        from syncbot.server import LINGER_SECONDS, Departure, serve

    settings = _settings()

    async def serving() -> int:
        async with bootstrap.composed(settings) as syncbot:
            departure = Departure()
            linger = given.linger if given.linger is not None else LINGER_SECONDS if syncbot.slack else 0.0
            app = syncbot.web(with_worker=not given.no_worker, departure=departure)

            def examined() -> None:
                syncbot.bot.tasks.spawn(log_findings(settings), name="examination")

            await serve(app, port=settings.port, departure=departure, linger_seconds=linger, listening=examined)
        return 0

    return _run(serving())


def _work(given: argparse.Namespace) -> int:
    with _loading():
        from syncbot import bootstrap
        from syncbot.server.serving import serve

    settings = _settings()

    async def working() -> int:
        async with bootstrap.composed(settings) as syncbot:
            if given.port is not None:
                await serve(syncbot.health(), port=given.port)
                return 0
            await syncbot.bot.people.learn_names()
            parts = (syncbot.worker, syncbot.watcher)
            for name in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().add_signal_handler(name, lambda: [part.stop() for part in parts])
            await asyncio.gather(*(part.run() for part in parts))
        return 0

    return _run(working())


def _demo(given: argparse.Namespace) -> int:
    if given.tour:
        from syncbot.demo.playing import tour

        return _run(tour())
    from syncbot.demo.bots import BotProcess

    with BotProcess() as bot:  # which starts while the rest is imported
        from syncbot.demo.workspace import workspace

        return _run(workspace(bot, port=given.port, browser=not given.no_browser))


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > LAST_PORT:
        raise argparse.ArgumentTypeError(NO_PORT)
    return int(text)


def _seconds(text: str) -> float:
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", text) or float(text) > LONGEST_LINGER:
        raise argparse.ArgumentTypeError(NO_SECONDS)
    return float(text)


def _passphrase(given: argparse.Namespace) -> int:
    from syncbot.commands import passphrase

    return _run(passphrase.keep(_settings(), given))


def _history(given: argparse.Namespace) -> int:
    from syncbot.commands import history

    return _run(history.tell(_settings(), given))


def _check(_: argparse.Namespace) -> int:
    from syncbot.commands.check import check

    return _run(check())


def _manifest(given: argparse.Namespace) -> int:
    from syncbot.commands import manifest

    return manifest.tell(url=given.url, socket=given.socket, command=given.command)


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
