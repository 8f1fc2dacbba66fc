"""Words of others made safe to show: names, values and sentences inside Slack's mrkdwn and plain text.

Lengths are counted in code points, as Slack's own models count them. Everything that comes from Polytomic or from a
person passes `escape` (or `code`) on its way into mrkdwn and `plain` on its way into plain text.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from datetime import UTC, datetime

ELLIPSIS = "…"
NAME_LENGTH = 80
"""How much of a name or value stands in a row of a list."""

_JOINER = "\u2060"
"""Word joiner: invisible, keeps `@here`, `*bold*` and `:smile:` from being read as markup."""

_GRAVE = "\u02cb"
"""Stands for a backtick, which would begin or end a code span."""

_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_HIDDEN = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters but those that break or space lines, halves of characters, marks that turn the direction."""
_MAYBE_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""The ranges in which all letters stand that are read from right to left."""
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_HALF = re.compile("[\ud800-\udfff]")
_BROADCAST = re.compile(r"@(?=(?:here|channel|everyone)\b)", re.IGNORECASE)
_FORMATTING = re.compile(r"(?<![\w*~])([*_~])(?=\S[^\n]{0,200}(?<=\S)\1(?!\w))")
_EMOJI = re.compile(r":(?=(?:100|1234):|(?!\d{1,100}:)[\w+'-]{1,100}:)")
"""The colon before a word that a colon ends, which Slack shows as a picture; a time of day is none."""
_ESCAPED_LENGTH = 7
"""How long one character can become, with what defuses it."""
_ENTITIES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_SHORT_FALLBACK = "%d %b %Y %H:%M UTC"


def shorten(text: str, length: int) -> str:
    """At most `length` code points; what is left out shows as an ellipsis."""
    return text if len(text) <= length else text[: length - 1].rstrip() + ELLIPSIS


def plain(text: str, length: int = NAME_LENGTH) -> str:
    """One line of visible text for a plain_text object; never empty, because Slack refuses empty text.

    Control characters and marks that turn the reading direction are taken out; text with letters that are read from
    right to left is isolated, so that it cannot reorder the words around it.
    """
    if text.isascii() and text.isprintable():  # as most names are: nothing hidden in it, nothing read from the right
        return shorten(" ".join(text.split()), length) or "-"
    line = " ".join(_HIDDEN.sub("", text).split())
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in _MAYBE_RIGHT_TO_LEFT.findall(line)):
        return f"{_ISOLATE}{shorten(line, length - 2)}{_POP_ISOLATE}"
    return shorten(line, length) or "-"


def escape(text: str, length: int = NAME_LENGTH) -> str:
    """`plain`, shortened before escaping, with everything defused that mrkdwn would read as markup."""
    line = _BROADCAST.sub(f"@{_JOINER}", plain(text, length)).replace("`", _GRAVE)
    line = _EMOJI.sub(f":{_JOINER}", line)
    return _FORMATTING.sub(rf"\1{_JOINER}", line).translate(_ENTITIES)


def code(text: str, length: int = NAME_LENGTH) -> str:
    """The text as a code span: ids and values whose every character counts."""
    return f"`{plain(text, length).replace('`', _GRAVE).translate(_ENTITIES)}`"


def sentences(text: str, length: int = 2900) -> str:
    """Whole sentences, line breaks kept, every line escaped."""
    lines = (escape(line, length) for line in text.splitlines() if line.strip())
    return clip("\n".join(lines), length) or "-"


def pieces(text: str, length: int = 2900) -> list[str]:
    """The whole of one line, nothing left out, as pieces of finished mrkdwn, each at most `length`."""
    found = [escape(text, len(text) + 2)]
    for width in (length - 100, length // _ESCAPED_LENGTH):
        if max(map(len, found)) <= length:
            break
        found = [escape(piece, len(piece) + 2) for piece in textwrap.wrap(text, width)]
    return found


def clip(mrkdwn: str, length: int) -> str:
    """At most `length` code points of finished mrkdwn, never cut inside an entity, a tag or an isolate."""
    if len(mrkdwn) <= length:
        return mrkdwn
    cut = mrkdwn[: length - 2]
    for opening, closing in (("&", ";"), ("<", ">")):
        start = cut.rfind(opening)
        if start >= 0 and closing not in cut[start:]:
            cut = cut[:start]
    open_isolates = cut.count(_ISOLATE) - cut.count(_POP_ISOLATE)
    return cut.rstrip() + ELLIPSIS + _POP_ISOLATE * open_isolates


def person(user_id: str) -> str:
    """A mention of a person by id."""
    return f"<@{user_id}>"


def moment(epoch_seconds: float) -> str:
    """A moment in the reader's own zone; the fallback says UTC."""
    fallback = datetime.fromtimestamp(epoch_seconds, UTC).strftime(_SHORT_FALLBACK)
    return f"<!date^{int(epoch_seconds)}^{{date_short_pretty}} {{time}}|{fallback}>"


def span(before: float, after: float) -> str:
    """Between which two moments; where a reader could not tell them apart, the moment."""
    return moment(after) if before // 60 == after // 60 else f"between {moment(before)} and {moment(after)}"


def in_input(text: str, length: int, *, multiline: bool = False) -> str:
    """What an input shows of `text`: Slack holds no line break in a single line, and no more than `length`.

    Half characters, which JSON can hold and nothing can send, show as the sign for what cannot be shown.
    """
    return _HALF.sub("\ufffd", text if multiline else " ".join(text.splitlines()))[:length]


def behind_input(text: str, length: int, *, multiline: bool = False) -> str:
    """What of `text` comes behind that which an input shows; empty where it shows all."""
    return (text if multiline else " ".join(text.splitlines()))[length:]
