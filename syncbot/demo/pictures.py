"""Screens, documents and calls as plain lines of text. Everything is pure."""

from __future__ import annotations

import difflib
import json
import re
import textwrap
from collections.abc import Iterator, Sequence

from syncbot.sandbox.polytomic.calls import Call
from syncbot.sandbox.polytomic.panel import in_the_order_of
from syncbot.sandbox.slack import Screen
from syncbot.sync.document import JsonObject

CONTEXT_LINES = 3
"""How much is shown around lines that differ."""
SHORTENED = "… {count} lines more"
LEFT_OUT = "…"
NO_ANSWER = "no answer"
UNCHANGED = "(nothing differs)"

_UUID = re.compile(r"([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_LINK = re.compile(r" \(link: [^)]*\)")
_TOP_LINES = 2


def box(title: str, lines: Sequence[str], width: int) -> list[str]:
    """Lines in a frame of `width` characters, wrapped where they are longer."""
    inner = width - 4
    wrapped = [part for line in lines for part in _wrapped(line, inner)]
    top = f"┌─ {title} ".ljust(width - 1, "─") + "┐"
    return [top, *(f"│ {line.ljust(inner)} │" for line in wrapped), f"└{'─' * (width - 2)}┘"]


def _wrapped(line: str, width: int) -> list[str]:
    return textwrap.wrap(line, width, subsequent_indent="  ", break_on_hyphens=False) or [""]


def screen_lines(screen: Screen, focus: Sequence[str] = ()) -> list[str]:
    """What a screen reads; with `focus`, its first and last lines, those that contain one of the words, and the next.

    Addresses of links are left out, and so is a modal's title, which stands in the frame.
    """
    text = _LINK.sub("", screen.text).replace("───", "")
    lines = [line for line in text.splitlines() if line.strip()]
    if screen.kind == "modal":
        lines = lines[1:]
    if not focus:
        return lines
    wanted = {*range(_TOP_LINES), len(lines) - 1}
    for at, line in enumerate(lines):
        if any(word in line for word in focus):
            wanted |= {at, at + 1}
    return list(_folded(lines, wanted))


def _folded(lines: Sequence[str], wanted: set[int]) -> Iterator[str]:
    skipped = 0
    for at, line in enumerate(lines):
        if at not in wanted:
            skipped += 1
            continue
        if skipped:
            yield SHORTENED.format(count=skipped) if skipped > 1 else lines[at - 1]
        skipped = 0
        yield line


def differing(before: JsonObject, after: JsonObject) -> list[str]:
    """The lines of two documents that differ, `-` before and `+` after, with a few around them.

    The order of keys says nothing in JSON, so both are shown in the order of `before`.
    """
    ordered = in_the_order_of(before, after)
    old, new = (json.dumps(one, indent=2, ensure_ascii=False).splitlines() for one in (before, ordered))
    lines = list(difflib.unified_diff(old, new, lineterm="", n=CONTEXT_LINES))[2:]
    shown = [f"  {LEFT_OUT}" if line.startswith("@@") else line[:1] + " " + line[1:] for line in lines]
    return shown or [UNCHANGED]


def called(calls: Sequence[Call]) -> list[str]:
    """A line a call: method, path with shortened ids, status, milliseconds."""
    paths = [_UUID.sub(rf"\1{LEFT_OUT}", call.path) for call in calls]
    width = max(map(len, paths), default=0)
    return [
        f"{call.method:<4} {path:<{width}}  {call.status or NO_ANSWER}  {_milliseconds(call)}"
        for call, path in zip(calls, paths, strict=True)
    ]


def _milliseconds(call: Call) -> str:
    return "" if call.seconds is None else f"{call.seconds * 1000:6.1f} ms"
