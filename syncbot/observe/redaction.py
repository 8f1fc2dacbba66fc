"""Takes secrets out of texts that are about to be written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

HIDDEN: Final = "[hidden]"

_SHORTEST_SECRET: Final = 6

_PATTERNS: Final = (
    (re.compile(r"\b(?:xox[a-z]|xapp|xoxe\.xox[a-z])-[\w.-]+"), HIDDEN),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{12,}"), rf"\1 {HIDDEN}"),
    (re.compile(r"(?i)(\b\w+://[^\s:/@]*:)[^\s@]+@"), rf"\1{HIDDEN}@"),
    (
        re.compile(
            r"""(?ix) (["']? (?:encryption_passphrase|api_key|signing_secret|authorization) ["']?
            \s* [:=] \s*) (?: "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' | [^\s,}"']+ )""",
        ),
        rf"\1{HIDDEN}",
    ),
)


class Redaction:
    """Takes secrets out of a text: those it was told, and what looks like one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """Begin with these; texts shorter than six characters would hide half of every line and are left out."""
        told = {secret for secret in secrets if len(secret) >= _SHORTEST_SECRET}
        self._told = tuple(sorted(told, key=len, reverse=True))

    def __call__(self, text: str) -> str:
        """The text without them."""
        for secret in self._told:
            text = text.replace(secret, HIDDEN)
        for pattern, instead in _PATTERNS:
            text = pattern.sub(instead, text)
        return text
