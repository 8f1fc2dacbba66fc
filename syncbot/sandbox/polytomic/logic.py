"""Labels of conditions and the logic over them.

Label every condition or none. The server reports labels by position (A, B, … Z, AA, …) whatever was sent, and the logic
with them. Logic has `and`, `or` in any case and parentheses, and must name every condition; empty means that all hold.
"""

from __future__ import annotations

import re
from string import ascii_uppercase
from typing import NoReturn

from syncbot.sandbox.polytomic.replies import JsonObject, RefusalError

_TOKEN = re.compile(r"\s+|[()]|[A-Za-z_]\w*")
_LABEL = re.compile(r"[A-Za-z_]\w*")
_OPERATORS = ("and", "or")


def label_at(position: int) -> str:
    """The label of the condition at a position that starts at 0: A, …, Z, AA, AB, …."""
    label = ""
    position += 1
    while position:
        position, letter = divmod(position - 1, len(ascii_uppercase))
        label = ascii_uppercase[letter] + label
    return label


def relabel(conditions: list[JsonObject], logic: str, path: str) -> tuple[list[JsonObject], str]:
    """The conditions labelled by position and the logic that says the same with those labels.

    Labels or logic that make no sense raise the refusal (422), which names `path`.
    """
    given = _labels(conditions, path)
    names = {label: label_at(position) for position, label in enumerate(given)}
    relabelled = [{**condition, "label": label_at(position)} for position, condition in enumerate(conditions)]
    if not logic.strip():
        return relabelled, logic
    tokens = _tokens(logic, path)
    _check_grammar([token for token in tokens if not token.isspace()], path)
    _check_names({token for token in tokens if _is_label(token)}, set(given), path)
    return relabelled, "".join(names.get(token, token) for token in tokens)


def _labels(conditions: list[JsonObject], path: str) -> list[str]:
    labels = [condition["label"] for condition in conditions if condition.get("label")]
    if not labels:
        return [label_at(position) for position in range(len(conditions))]
    if len(labels) != len(conditions):
        _refuse("label every condition or none", path)
    wrong = [label for label in labels if not _LABEL.fullmatch(label) or label.lower() in _OPERATORS]
    if wrong or len(set(labels)) != len(labels):
        _refuse("labels must be unique and start with a letter or underscore", path)
    return labels


def _is_label(token: str) -> bool:
    return _LABEL.fullmatch(token) is not None and token.lower() not in _OPERATORS


def _tokens(logic: str, path: str) -> list[str]:
    tokens = _TOKEN.findall(logic)
    if "".join(tokens) != logic:
        _refuse(f"cannot parse {logic!r}", path)
    return tokens


def _check_grammar(tokens: list[str], path: str) -> None:
    depth = 0
    wants_operand = True
    for word in tokens:
        is_operand = word == "(" or _is_label(word)
        depth += {"(": 1, ")": -1}.get(word, 0)
        if is_operand != wants_operand or depth < 0:
            _refuse(f"unexpected {word!r}", path)
        wants_operand = word == "(" or word.lower() in _OPERATORS
    if wants_operand or depth:
        _refuse("the expression is not complete", path)


def _check_names(used: set[str], given: set[str], path: str) -> None:
    if unknown := sorted(used - given):
        _refuse(f"there is no condition labelled {unknown[0]}", path)
    if missing := sorted(given - used):
        _refuse(f"the logic must name every condition; it does not name {missing[0]}", path)


def _refuse(message: str, path: str) -> NoReturn:
    raise RefusalError(422, "invalid_filter_logic", f"{path}: {message}", field=path, path=path)
