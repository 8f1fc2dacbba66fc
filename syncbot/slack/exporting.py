"""`export`: the mappings of a sync as a CSV file in a direct message, the same that *Add several* takes."""

from __future__ import annotations

import re

from syncbot.changes.noticing import read_sync
from syncbot.changes.permission import look
from syncbot.changes.reading import known_of, shape_in
from syncbot.slack import blocks
from syncbot.slack.answering import decided, tell
from syncbot.slack.bot import Bot
from syncbot.slack.calls import Call, Payload
from syncbot.slack.command import Command
from syncbot.slack.linking import linked
from syncbot.slack.locating import LIST_WAIT_SECONDS
from syncbot.slack.text import escape
from syncbot.sync.document import JsonObject, configuration
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
    count = counted(total, "mapping")
    if total:
        channel, _ = await bot.screens.post(call.user_id, _message(bot, FILE, count, raw))
        await bot.screens.upload(channel, file_name(name), mapping_csv(doc, known))
    await tell(bot, call, _message(bot, SENT if total else EMPTY, count, raw), replace=replace)


def _message(bot: Bot, sentence: str, count: str, doc: JsonObject) -> Payload:
    sync_id = str(doc.get("id") or "")
    text = sentence.format(count=count, name=escape(str(doc.get("name") or sync_id), _NAME_LENGTH))
    return linked(blocks.message(text, [blocks.section(text)]), bot.home.sync_url(sync_id))


def file_name(name: str) -> str:
    """A sync's name as the name of a file."""
    return FILE_NAME.format(name=re.sub(r"[^\w .-]+", "-", name).strip(" .-")[:80] or "sync")
