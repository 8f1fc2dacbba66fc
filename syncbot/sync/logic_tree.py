"""The tree of a filter logic: labels in groups of which all, or at least one, must hold.

A tree is in normal form when no group holds a group of its own kind, a repeated member, or fewer than two members;
`group` makes that form.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Name:
    """One condition, by its label."""

    label: str


@dataclass(frozen=True, slots=True)
class Every:
    """All members must hold."""

    members: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one member must hold."""

    members: tuple[Tree, ...]


Tree: TypeAlias = Name | Every | Either


def group(kind: type[Every | Either], members: Iterable[Tree]) -> Tree | None:
    """A group in normal form; its member when there is one, None when there is none."""
    flat: dict[Tree, None] = {}
    for member in members:
        inner = member.members if isinstance(member, Every | Either) and type(member) is kind else (member,)
        flat |= dict.fromkeys(inner)
    if len(flat) > 1:
        return kind(tuple(flat))
    return next(iter(flat), None)
