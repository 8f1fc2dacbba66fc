"""The command line: `syncbot …`, the same as `python -m syncbot …`."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import json
import logging
import signal
import sys
from collections.abc import Coroutine, Sequence
from typing import Any

from syncbot.errors import Misconfigured, SyncbotError
from syncbot.observe import set_up_logging
from syncbot.settings import Settings, read_settings

log = logging.getLogger(__name__)

FAULTS = "syncbot cannot start: {count} of the settings must be mended."
ABOUT = "Change Polytomic model syncs from Slack, safely."
SERVE = "serve Slack over HTTP, with a worker inside"
WORK = "only apply confirmed changes"
PASSPHRASE = "keep a sync's encryption passphrase, encrypted; it is sent with each full write of that sync"  # noqa: S105
DEMO = "try it without any account: stand-ins for Slack and Polytomic, the real bot between them"
NO_SOCKET_MODE = (
    "SLACK_SIGNING_SECRET is not set. This version takes Slack's requests over HTTP only, not by Socket Mode "
    "(SLACK_APP_TOKEN); set the signing secret, and the app's request URL in Slack."
)
APP_TOKEN_UNUSED = "SLACK_APP_TOKEN is not used: this version takes Slack's requests over HTTP only"  # noqa: S105 -- words
ASK_PASSPHRASE = "Passphrase of sync {sync_id} (not shown): "  # noqa: S105 -- a question
EMPTY_PASSPHRASE = "No passphrase was given, so nothing was kept."  # noqa: S105 -- a sentence
HISTORY = "what was changed of a sync, through syncbot and seen from outside, the newest first"
NO_HISTORY = "Nothing was changed of {sync_id} in the time that its history is kept, as far as syncbot has seen."
HISTORY_STEP = 50
KEPT = "Kept, encrypted. It is sent with every full write of {sync_id}."
FORGOTTEN = "Forgotten. Until one is set again, only pause and resume can be written to {sync_id}."
TOUR = "play a tour in the terminal and stop, instead of serving the page"
NO_BROWSER = "do not open the page in a browser"
PAGE_PORT = "where the page is (7300, or another one when that is in use)"
NO_PORT = "a port is a number between 0 and 65535; 0 takes one that is free"
INTERRUPTED = 128 + signal.SIGINT
LAST_PORT = 65535


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the process's exit code: 0 well, 1 a fault, 2 a wrong command line, 130 by Ctrl-C."""
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
    except KeyboardInterrupt:
        return INTERRUPTED
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="syncbot", description=ABOUT)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help=SERVE, description=SERVE)
    serve.add_argument("--no-worker", action="store_true", help="leave applying to `syncbot worker`")
    serve.set_defaults(run=_serve)
    worker = commands.add_parser("worker", help=WORK, description=WORK)
    worker.set_defaults(run=_work)
    demo = commands.add_parser("demo", help=DEMO, description=DEMO)
    demo.add_argument("--tour", action="store_true", help=TOUR)
    demo.add_argument("--no-browser", action="store_true", help=NO_BROWSER)
    demo.add_argument("--port", type=_port, metavar="PORT", help=PAGE_PORT)
    demo.set_defaults(run=_demo)
    passphrase = commands.add_parser("passphrase", help=PASSPHRASE, description=PASSPHRASE)
    passphrase.add_argument("sync", metavar="SYNC", help="the sync's id")
    passphrase.add_argument("--forget", action="store_true", help="forget the one that is kept")
    passphrase.set_defaults(run=_passphrase)
    history = commands.add_parser("history", help=HISTORY, description=HISTORY)
    history.add_argument("sync", metavar="SYNC", help="the sync's id, or a link to it")
    history.add_argument("--json", action="store_true", help="one JSON object a line, with the sync before and after")
    history.set_defaults(run=_history)
    return parser


def _run(work: Coroutine[Any, Any, int]) -> int:
    from syncbot.server.serving import new_loop  # noqa: PLC0415 -- commands that serve nothing start faster

    with asyncio.Runner(loop_factory=new_loop()) as runner:
        return runner.run(work)


def _settings() -> Settings:
    settings = read_settings()
    set_up_logging(settings.log_level, settings.log_format, secrets=settings.secrets)
    return settings


def _serve(given: argparse.Namespace) -> int:
    from syncbot import bootstrap  # noqa: PLC0415 -- as above
    from syncbot.server.serving import serve  # noqa: PLC0415 -- as above

    settings = _settings()
    if settings.slack_signing_secret is None:
        raise Misconfigured((NO_SOCKET_MODE,))
    if settings.slack_app_token is not None:
        log.warning(APP_TOKEN_UNUSED)

    async def serving() -> int:
        async with bootstrap.composed(settings) as syncbot:
            await serve(syncbot.web(with_worker=not given.no_worker), port=settings.port)
        return 0

    return _run(serving())


def _work(_: argparse.Namespace) -> int:
    from syncbot import bootstrap  # noqa: PLC0415 -- as above

    settings = _settings()

    async def working() -> int:
        async with bootstrap.composed(settings) as syncbot:
            await syncbot.bot.people.learn_names()
            parts = (syncbot.worker, syncbot.watcher)
            for name in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().add_signal_handler(name, lambda: [part.stop() for part in parts])
            await asyncio.gather(*(part.run() for part in parts))
        return 0

    return _run(working())


def _demo(given: argparse.Namespace) -> int:
    from syncbot import demo  # noqa: PLC0415 -- as above

    if given.tour:
        return _run(demo.tour())
    return _run(demo.workspace(port=given.port, browser=not given.no_browser))


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > LAST_PORT:
        raise argparse.ArgumentTypeError(NO_PORT)
    return int(text)


def _passphrase(given: argparse.Namespace) -> int:
    from syncbot import bootstrap  # noqa: PLC0415 -- as above

    settings = _settings()
    text = "" if given.forget else _asked(given.sync)
    if not given.forget and not text:
        _say(EMPTY_PASSPHRASE)
        return 1

    async def keeping() -> int:
        connection = bootstrap.connect_store(settings)
        try:
            kept = bootstrap.open_passphrases(settings, connection)
            await (kept.forget(given.sync) if given.forget else kept.put(given.sync, text))
        finally:
            await connection.aclose()
        sys.stdout.write((FORGOTTEN if given.forget else KEPT).format(sync_id=given.sync) + "\n")
        return 0

    return _run(keeping())


def _history(given: argparse.Namespace) -> int:
    from syncbot import bootstrap  # noqa: PLC0415 -- as above
    from syncbot.changes.account import account, lines  # noqa: PLC0415 -- as above
    from syncbot.changes.find import sync_id_in  # noqa: PLC0415 -- as above

    settings = _settings()
    sync_id = sync_id_in(given.sync) or given.sync

    async def telling() -> int:
        skip = 0
        connection = bootstrap.connect_store(settings)
        try:
            past = bootstrap.open_history(settings, connection)
            while entries := await past.entries(sync_id, limit=HISTORY_STEP, skip=skip):
                told = ([json.dumps(account(entry))] if given.json else lines(entry) for entry in entries)
                sys.stdout.writelines(f"{line}\n" for entry in told for line in entry)
                skip += HISTORY_STEP
        finally:
            await connection.aclose()
        if not skip:
            _say(NO_HISTORY.format(sync_id=sync_id))
        return 0

    return _run(telling())


def _asked(sync_id: str) -> str:
    """The passphrase from the terminal without echo, or the whole of standard input without its last line break."""
    if sys.stdin.isatty():
        return getpass.getpass(ASK_PASSPHRASE.format(sync_id=sync_id))
    return sys.stdin.read().removesuffix("\n").removesuffix("\r")


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
