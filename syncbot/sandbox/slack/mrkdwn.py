"""Slack's text as the words that a person reads.

What is live, and would be live when somebody smuggles it into a value, stays visible as such: a mention of a whole
channel or group reads `@channel (notifies)`, a link reads `label (link: https://…)`, `:heart:` is `(picture heart)`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from syncbot.sandbox.slack.answers import Json

_TOKEN = re.compile(r"<([^<>\n]+)>")
_CODE = re.compile(r"```(.+?)```|`([^`\n]+)`", re.DOTALL)
_MARKS = [
    re.compile(rf"(?<!{m})(?<![^\W_]){m}(?=\S)([^{m}\n]+?)(?<=\S){m}(?!{m})(?![^\W_])") for m in (r"\*", "_", "~")
]
_EMOJI = re.compile(r":(100|1234|[+-]1|[a-z0-9_+'-]*[a-z_][a-z0-9_+'-]*):")
_KEPT = re.compile("\ue000(\\d+)\ue001")
_FORMATS = re.compile(r"\{(\w+)\}")
_RELATIVE = {0: "today", -1: "yesterday", 1: "tomorrow"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: what names stand for ids, in which time zone, and when."""

    names: Mapping[str, str]
    zone: str
    now: float


def spoken(text: Json | None, reader: Reader) -> str:
    """The words of a text object; an empty string for none."""
    if not text:
        return ""
    return words(text["text"], reader) if text["type"] == "mrkdwn" else html.unescape(text["text"])


def words(text: str, reader: Reader) -> str:
    """The words of mrkdwn."""
    kept: list[str] = []

    def keep(found: str) -> str:
        kept.append(found)
        return f"\ue000{len(kept) - 1}\ue001"

    text = _TOKEN.sub(lambda token: keep(_token(token.group(1), reader)), text)
    text = _CODE.sub(lambda code: keep(html.unescape(code.group(1) or code.group(2))), text)
    for mark in _MARKS:
        text = mark.sub(r"\1", text)
    text = _EMOJI.sub(r"(picture \1)", text)
    return _put_back(html.unescape(text), kept)


def _put_back(text: str, kept: list[str]) -> str:
    while _KEPT.search(text):
        text = _KEPT.sub(lambda found: kept[int(found.group(1))], text)
    return text


def _token(token: str, reader: Reader) -> str:
    if token.startswith("!date^"):
        return _date(token, reader)
    target, _, label = token.partition("|")
    if target[0] == "@":
        return f"@{reader.names.get(target[1:], html.unescape(label) or target[1:])}"
    if target[0] == "#":
        return f"#{reader.names.get(target[1:], html.unescape(label) or target[1:])}"
    if target.startswith("!subteam^"):
        group_id = target.removeprefix("!subteam^")
        return f"@{reader.names.get(group_id, group_id).removeprefix('@')} (notifies)"
    if target[0] == "!":
        return f"@{target[1:].partition('^')[0]} (notifies)"
    address = html.unescape(target)
    return f"{html.unescape(label)} (link: {address})" if label else f"{address} (link)"


def _date(token: str, reader: Reader) -> str:
    parts, _, fallback = token.partition("|")
    pieces = parts.split("^")
    try:
        moment = datetime.fromtimestamp(int(pieces[1]), UTC).astimezone(ZoneInfo(reader.zone))
        shape = pieces[2]
    except (ValueError, IndexError):
        return html.unescape(fallback)
    today = datetime.fromtimestamp(reader.now, UTC).astimezone(ZoneInfo(reader.zone))
    return _FORMATS.sub(lambda name: _formatted(name.group(1), moment, today), shape)


def _formatted(name: str, moment: datetime, today: datetime) -> str:
    base = name.removesuffix("_pretty")
    relative = _RELATIVE.get((moment.date() - today.date()).days)
    if base != name and relative:
        return relative
    form = _DATES.get(base)
    return form(moment, today) if form else "{" + name + "}"


def _ago(moment: datetime, today: datetime) -> str:
    passed = today - moment
    amount = abs(passed)
    for length, unit in ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute")):
        if amount >= length:
            count = amount // length
            said = f"{count} {unit}{'' if count == 1 else 's'}"
            return f"{said} ago" if passed > timedelta() else f"in {said}"
    return "just now"


_DATES: Mapping[str, Callable[[datetime, datetime], str]] = {
    "date_num": lambda moment, _: f"{moment:%Y-%m-%d}",
    "date": lambda moment, _: f"{moment:%B} {moment.day}, {moment.year}",
    "date_short": lambda moment, _: f"{moment:%b} {moment.day}, {moment.year}",
    "date_long": lambda moment, _: f"{moment:%A}, {moment:%B} {moment.day}, {moment.year}",
    "time": lambda moment, _: f"{moment:%H:%M}",
    "time_secs": lambda moment, _: f"{moment:%H:%M:%S}",
    "ago": _ago,
}
