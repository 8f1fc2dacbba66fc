"""What was typed after a slash command, as words: the punctuation of phones understood, quotes resolved.

Slack escapes `&`, `<` and `>` in the text of a command and may wrap links and mentions in angle brackets
(docs.slack.dev, *Slash commands*); phones turn quotes curly, `->` into `→`, `--` into `—`, and put non-breaking spaces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from syncbot.changes.find import SYNC_ID
from syncbot.errors import InvalidInput

UNCLOSED = "The quote that opens at {start} has no end."
QUOTES_NEXT = 'Put names in one pair of quotes, like "Leads to Salesforce".'
NOTHING_DONE = "Nothing was changed."

_STRAIGHT = '"'
_CURLY = "\u201c\u201d\u201e\u201f\u00ab\u00bb"
_OPENING_SINGLE = "'\u2018\u201a"
_CLOSING_SINGLE = "'\u2019\u2018"
_WRAPPED = re.compile(r"<((?:https?://|mailto:|tel:|@|#|!)[^|<>]*)(?:\|([^<>]*))?>")
_LINK = re.compile(r"https?://\S+")
_ARROW = re.compile(r"[→⇒➔➜⟶]|[-\u2013\u2014=]+>")
_DASH = re.compile(r"^[\u2013\u2014](?=[A-Za-z])")
_KEY = re.compile(r"[A-Za-z_][\w.-]*=")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Word:
    """One word or quoted text.

    Attributes:
        text: Without its quotes.
        quoted: True when it stood in quotes, and for an id, alone or taken from a link.
        key: For `KEY="…"` and `KEY=…`, the key, where keys were asked for; else empty.
        arrow: An arrow between a source and a target, where arrows were asked for.
    """

    text: str
    quoted: bool = False
    key: str = ""
    arrow: bool = False


def words(line: str, *, keys: bool = False, arrows: bool = False) -> tuple[Word, ...]:
    """Split a line; with `keys`, `KEY=VALUE` is one word; with `arrows`, an arrow divides even without spaces.

    Raises:
        InvalidInput: For a quote without an end.
    """
    rest = _tidy(line)
    found = []
    while rest:
        word, rest = (_keyed(rest) if keys else None) or (_arrow(rest) if arrows else None) or _next(rest, arrows)
        found.append(word)
        rest = rest.lstrip()
    return tuple(found)


def words_before(line: str, stop: str) -> tuple[tuple[Word, ...], str]:
    """The words before the bare word `stop`, whatever its case, and the text behind it as it was typed.

    Text that stands in one pair of quotes loses them.

    Raises:
        InvalidInput: For a quote without an end before `stop`.
    """
    rest = _tidy(line)
    found: list[Word] = []
    while rest:
        word, rest = _next(rest, arrows=False)
        rest = rest.lstrip()
        if not word.quoted and word.text.lower() == stop:
            return tuple(found), _unquoted(rest)
        found.append(word)
    return tuple(found), ""


def _unquoted(text: str) -> str:
    if text[:1] and text[0] in _STRAIGHT + _CURLY:
        try:
            inside, after = _quoted(text)
        except InvalidInput:
            return text
        return text if after else inside
    return text


def quote(text: str) -> str:
    """`text` in quotes, as Slack would send it; `words` reads it back."""
    return '"' + escaped(text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def escaped(text: str) -> str:
    """The three characters that Slack escapes in commands."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _tidy(line: str) -> str:
    line = " ".join(_WRAPPED.sub(_unwrapped, _INVISIBLE.sub("", line)).split())
    return line.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _unwrapped(found: re.Match[str]) -> str:
    """What Slack wrapped, as it was typed; a mention without a name was not wrapped by Slack, so it stays as it is."""
    inside, label = found[1], found[2] or ""
    if inside[0] in "@#!":
        return f"{inside[0]}{label}" if label else found[0]
    return inside if SYNC_ID.search(inside) else label or inside


def _keyed(rest: str) -> tuple[Word, str] | None:
    key = _KEY.match(rest)
    if key is None:
        return None
    value = rest[key.end() :]
    if value[:1] and value[0] in _STRAIGHT + _CURLY:
        text, rest = _quoted(value)
        return Word(text, quoted=True, key=key[0][:-1]), rest
    if value[:1] and value[0] in _OPENING_SINGLE and (single := _single_quoted(value)):
        return replace(single[0], key=key[0][:-1]), single[1]
    text, _, rest = value.partition(" ")
    return Word(text, key=key[0][:-1]), rest


def _arrow(rest: str) -> tuple[Word, str] | None:
    found = _ARROW.match(rest)
    return (Word(found[0], arrow=True), rest[found.end() :]) if found else None


def _next(rest: str, arrows: bool) -> tuple[Word, str]:  # noqa: FBT001 -- passed on as it came
    if rest[0] in _STRAIGHT + _CURLY:
        text, rest = _quoted(rest)
        return Word(text, quoted=True), rest
    single = _single_quoted(rest) if rest[0] in _OPENING_SINGLE else None
    return single or _bare(rest, arrows)


def _bare(rest: str, arrows: bool) -> tuple[Word, str]:  # noqa: FBT001 -- passed on as it came
    text = rest.partition(" ")[0]
    inner = _ARROW.search(text) if arrows else None
    text = text[: inner.start()] if inner else text
    after = rest[len(text) :]
    if _LINK.fullmatch(text) and (ids := SYNC_ID.findall(text)):
        return Word(str(ids[-1]), quoted=True), after  # that of the sync, whatever stands around it
    return Word(_DASH.sub("--", text), quoted=SYNC_ID.fullmatch(text) is not None), after


def _quoted(rest: str) -> tuple[str, str]:
    closing = _STRAIGHT if rest[0] == _STRAIGHT else _CURLY + _STRAIGHT
    text, at = [], 1
    while at < len(rest):
        char = rest[at]
        if char == "\\" and rest[at + 1 : at + 2] in ("\\", '"'):
            text.append(rest[at + 1])
            at += 2
            continue
        if char in closing:
            return "".join(text), rest[at + 1 :]
        text.append(char)
        at += 1
    raise InvalidInput(
        UNCLOSED.format(start=rest[:20].strip()), not_done=NOTHING_DONE, next_step=QUOTES_NEXT, field="quotes"
    )


def _single_quoted(rest: str) -> tuple[Word, str] | None:
    """Text in single quotes; None where the sign is an apostrophe, because nothing closes it at the end of a word."""
    for at in range(1, len(rest)):
        if rest[at] in _CLOSING_SINGLE and (at + 1 == len(rest) or rest[at + 1] == " " or _ARROW.match(rest, at + 1)):
            return Word(rest[1:at], quoted=True), rest[at + 1 :]
    return None
