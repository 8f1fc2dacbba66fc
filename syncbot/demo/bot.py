"""The bot of the demo as a process of its own, which can be killed: `python -m syncbot.demo.bot`.

It reads one line of JSON, `{"port": …, "variables": {…}, "passphrases": {SYNC_ID: TEXT}}`, prints where it listens, and
ends when its input does, with whoever started it.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from collections.abc import Mapping

from syncbot.bootstrap import composed
from syncbot.demo.keeping import keep
from syncbot.errors import SyncbotError
from syncbot.observe import set_up_logging
from syncbot.server.serving import new_loop, running
from syncbot.settings import read_settings


def main() -> None:
    """Wait for the settings, then serve until the input ends."""
    line = sys.stdin.readline()
    if not line:  # it was never needed
        return
    given = json.loads(line)
    try:
        with asyncio.Runner(loop_factory=new_loop()) as runner:
            runner.run(_serve(given["variables"], given["passphrases"], port=given["port"]))
    except SyncbotError as exc:
        sys.exit(exc.sentences)


async def _serve(variables: Mapping[str, str], passphrases: Mapping[str, str], *, port: int) -> None:
    settings = read_settings(variables)
    set_up_logging("error", "text", secrets=settings.secrets)
    await keep(settings, passphrases)
    async with composed(settings) as syncbot, running(syncbot.web(with_worker=True), port=port) as url:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        threading.Thread(target=_end_with_the_input, daemon=True).start()
        await asyncio.Event().wait()


def _end_with_the_input() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
