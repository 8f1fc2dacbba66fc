"""The grammar of a filter logic: `AND` binds tighter than `OR`, operators in any case, labels in exactly one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from syncbot.errors import InvalidInput
from syncbot.sync.logic_tree import Either, Every, Name, Tree, group

LOGIC_FIELD = "filter_logic"
MAX_DEPTH = 50

STRANGE = "The logic has {found} at position {at}, which is neither a label, AND, OR nor a bracket."
EXPECTED = "The logic needs {wanted} at position {at}, and has {found} there."
A_MEMBER = "a label or an opening bracket"
AN_OPERATOR = "AND or OR"
A_CLOSING = "AND, OR or a closing bracket"
END = "its end"
OPENED = "The logic opens a bracket at position {at} and does not close it."
TOO_DEEP = "The logic has brackets in more than {depth} levels."
WRITE_SO = "Write it like A AND (B OR C)."

_TOKEN = re.compile(r"\s*(?:(?P<word>[^\W\d]\w*)|(?P<bracket>[()]))")


def parse(text: str) -> Tree | None:
    """Read logic; None when it is empty, which Polytomic reads as *all must hold*.

    Raises:
        InvalidInput: With the position, which starts at 1.
    """
    tokens = _tokens(text)
    if not tokens:
        return None
    tree, position = _either(tokens, 0, 0)
    if position < len(tokens):
        raise _unexpected(AN_OPERATOR, tokens, position)
    return tree


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    at: int

    @property
    def operator(self) -> str:
        """The token as an operator or bracket; for a label, its capitals mean nothing."""
        return self.text.upper()


def _tokens(text: str) -> tuple[_Token, ...]:
    found = []
    position = 0
    end = len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            strange = text[position:].lstrip()
            at = len(text) - len(strange) + 1
            raise InvalidInput(STRANGE.format(found=strange[0], at=at), next_step=WRITE_SO, field=LOGIC_FIELD)
        word = match.group("word") or match.group("bracket")
        found.append(_Token(word, match.end() - len(word) + 1))
        position = match.end()
    return tuple(found)


def _unexpected(wanted: str, tokens: tuple[_Token, ...], position: int) -> InvalidInput:
    """What is wrong at a token; past the last one it is the end of the text."""
    if position < len(tokens):
        found, at = tokens[position].text, tokens[position].at
    else:
        found, at = END, tokens[-1].at + len(tokens[-1].text)
    return InvalidInput(EXPECTED.format(wanted=wanted, found=found, at=at), next_step=WRITE_SO, field=LOGIC_FIELD)


def _is(tokens: tuple[_Token, ...], position: int, operator: str) -> bool:
    return position < len(tokens) and tokens[position].operator == operator


def _either(tokens: tuple[_Token, ...], position: int, depth: int) -> tuple[Tree, int]:
    first, position = _every(tokens, position, depth)
    members = [first]
    while _is(tokens, position, "OR"):
        member, position = _every(tokens, position + 1, depth)
        members.append(member)
    return group(Either, members) or first, position


def _every(tokens: tuple[_Token, ...], position: int, depth: int) -> tuple[Tree, int]:
    first, position = _member(tokens, position, depth)
    members = [first]
    while _is(tokens, position, "AND"):
        member, position = _member(tokens, position + 1, depth)
        members.append(member)
    return group(Every, members) or first, position


def _member(tokens: tuple[_Token, ...], position: int, depth: int) -> tuple[Tree, int]:
    if position >= len(tokens) or tokens[position].operator in {"AND", "OR", ")"}:
        raise _unexpected(A_MEMBER, tokens, position)
    if not _is(tokens, position, "("):
        return Name(tokens[position].text), position + 1
    if depth == MAX_DEPTH:
        raise InvalidInput(TOO_DEEP.format(depth=MAX_DEPTH), next_step=WRITE_SO, field=LOGIC_FIELD)
    tree, closing = _either(tokens, position + 1, depth + 1)
    if closing == len(tokens):
        raise InvalidInput(OPENED.format(at=tokens[position].at), next_step=WRITE_SO, field=LOGIC_FIELD)
    if not _is(tokens, closing, ")"):
        raise _unexpected(A_CLOSING, tokens, closing)
    return tree, closing + 1
