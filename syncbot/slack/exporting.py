"""`export`: the mappings of a sync as a CSV file in a direct message, the same that *Add several* takes."""

from __future__ import annotations

import re

from syncbot.changes.noticing import read_sync
from syncbot.changes.permission import look
from syncbot.changes.reading import known_of, shape_in
from syncbot.slack import blocks
from syncbot.slack.answering import decided, tell
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Call
from syncbot.slack.command import Command
from syncbot.slack.locating import LIST_WAIT_SECONDS
from syncbot.slack.text import escape
from syncbot.sync.document import configuration
from syncbot.sync.edits import mappings
from syncbot.sync.mapping_table import mapping_csv
from syncbot.sync.phrases import counted

SENT = "The {count} of *{name}* are in a direct message, as a CSV file."
FILE = "{count} of {name}. The editor takes the same lines under *Add several*."
EMPTY = "*{name}* has no mappings, so there is no file."
FILE_NAME = "{name} mappings.csv"

_NAME_LENGTH = 150


async def export(bot: Bot, call: Call, command: Command, *, replace: bool = False) -> None:
    """`export`: the file goes to the person alone, whatever channel it was asked in."""
    await look(bot.desk, call.user_id)
    found = await decided(bot, call, command, replace=replace)
    if found is None:
        return
    raw = await read_sync(bot.desk, found.command.sync)
    doc = configuration(raw, shape_in(bot.desk, raw))
    known = await known_of(bot.desk, doc, wait_seconds=LIST_WAIT_SECONDS)
    name = str(doc.get("name") or found.command.sync)
    total = len(mappings(doc))
    said = SENT if total else EMPTY
    count = counted(total, "mapping")
    if total:
        comment = blocks.message(FILE.format(count=count, name=escape(name, _NAME_LENGTH)), [])
        channel, _ = await bot.screens.post(call.user_id, comment)
        await bot.screens.upload(channel, file_name(name), mapping_csv(doc, known))
    await tell(bot, call, {"text": said.format(count=count, name=escape(name, _NAME_LENGTH))}, replace=replace)


def file_name(name: str) -> str:
    """A sync's name as the name of a file."""
    return FILE_NAME.format(name=re.sub(r"[^\w .-]+", "-", name).strip(" .-")[:80] or "sync")
