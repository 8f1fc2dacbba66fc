"""The logic of filters: which labelled conditions must hold together.

Trees come from `parse` and stay in normal form (see `logic_tree`). None stands for no condition at all. Conditions are
referred to by label, and Polytomic reports labels by position: whoever removes or moves a condition rewrites the logic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from syncbot.errors import InvalidInput
from syncbot.sync.logic_grammar import LOGIC_FIELD, parse
from syncbot.sync.logic_tree import Either, Every, Name, Tree, group

__all__ = [
    "Either",
    "Every",
    "Name",
    "Tree",
    "by_position",
    "check",
    "every",
    "extend_all",
    "extend_any",
    "labels",
    "parse",
    "position_label",
    "read",
    "relabel",
    "render",
    "without",
]

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

UNKNOWN = "The logic names {label}, and there is no condition with that label."
UNNAMED = "The logic does not name {labels}."
LABELS_ARE = "The conditions are {labels}."
NO_CONDITIONS = "There are no conditions: leave the logic empty."
CASE_MATTERS = "Labels are told apart by case: write {label}."
NAME_ALL = "Name every condition, or leave the logic empty: then all of them must hold."


def render(tree: Tree | None) -> str:
    """Write logic with every inner group in brackets; empty for None."""
    match tree:
        case None:
            return ""
        case Name(label):
            return label
        case Every(members):
            return " AND ".join(_bracketed(member) for member in members)
        case _:
            return " OR ".join(_bracketed(member) for member in tree.members)


def labels(tree: Tree | None) -> tuple[str, ...]:
    """The labels in order of first appearance, each once."""
    match tree:
        case None:
            return ()
        case Name(label):
            return (label,)
        case _:
            return tuple(dict.fromkeys(label for member in tree.members for label in labels(member)))


def read(text: str, conditions: Iterable[str]) -> Tree | None:
    """The logic of these conditions: what `text` says, or all of them when it is empty."""
    return parse(text) or every(conditions)


def every(conditions: Iterable[str]) -> Tree | None:
    """The tree in which all of these labels must hold."""
    return group(Every, (Name(label) for label in conditions))


def without(tree: Tree | None, label: str) -> Tree | None:
    """The logic once the condition is gone: it leaves its group, and a group of one is its member."""
    match tree:
        case Every(members) | Either(members):
            rest = (without(member, label) for member in members)
            return group(type(tree), (member for member in rest if member is not None))
        case Name(label=name) if name == label:
            return None
        case _:
            return tree


def relabel(tree: Tree | None, mapping: Mapping[str, str]) -> Tree | None:
    """Rename all labels at once, so that they may change places; a label that is not in `mapping` stays."""
    match tree:
        case None:
            return None
        case Name(label):
            return Name(mapping.get(label, label))
        case _:
            renamed = (relabel(member, mapping) for member in tree.members)
            return group(type(tree), (member for member in renamed if member is not None))


def position_label(index: int) -> str:
    """The label that Polytomic reports for the condition at `index`, which starts at 0: A to Z, then AA."""
    label = ""
    number = index + 1
    while number:
        number, letter = divmod(number - 1, len(ALPHABET))
        label = ALPHABET[letter] + label
    return label


def by_position(conditions: Iterable[str]) -> dict[str, str]:
    """From the labels of conditions, in their order, to the labels by position."""
    return {label: position_label(index) for index, label in enumerate(conditions)}


def extend_all(tree: Tree | None, label: str) -> Tree:
    """All of this, and the new one. Over an empty logic use `read` first, so that the others are kept."""
    return _extended(Every, tree, label)


def extend_any(tree: Tree | None, label: str) -> Tree:
    """Either this, or the new one. Over an empty logic use `read` first, so that the others are kept."""
    return _extended(Either, tree, label)


def check(text: str, conditions: Iterable[str]) -> None:
    """See that the logic is balanced and names every condition and only those; empty logic is fine.

    Raises:
        InvalidInput: With what is wrong and the labels there are.
    """
    tree = parse(text)
    if tree is None:
        return
    known = tuple(conditions)
    named = labels(tree)
    for label in named:
        if label not in known:
            raise _unknown(label, known)
    missing = [label for label in known if label not in named]
    if missing:
        raise InvalidInput(UNNAMED.format(labels=", ".join(missing)), next_step=NAME_ALL, field=LOGIC_FIELD)


def _unknown(label: str, known: tuple[str, ...]) -> InvalidInput:
    other_case = next((name for name in known if name.casefold() == label.casefold()), None)
    if other_case is not None:
        advice = CASE_MATTERS.format(label=other_case)
    else:
        advice = LABELS_ARE.format(labels=", ".join(known)) if known else NO_CONDITIONS
    return InvalidInput(UNKNOWN.format(label=label), next_step=advice, field=LOGIC_FIELD)


def _extended(kind: type[Every | Either], tree: Tree | None, label: str) -> Tree:
    members = (Name(label),) if tree is None else (tree, Name(label))
    grown = group(kind, members)
    return grown or Name(label)


def _bracketed(tree: Tree) -> str:
    return tree.label if isinstance(tree, Name) else f"({render(tree)})"
