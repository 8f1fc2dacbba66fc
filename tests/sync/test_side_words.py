"""One side of a conflict reads as words, whatever the field; nothing of it is JSON that people have to take apart."""

from __future__ import annotations

from typing import Any

import pytest

from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.side_words import side_words

SOURCE = {"model_id": "m", "field": "email"}
CONDITION = {"field": "Email", "function": "IsNotNull", "label": "A"}
SOURCED = {"field": SOURCE, "function": "Equality", "value": "x"}

CASES: list[tuple[str, Any, str]] = [
    ("fields", {"source": SOURCE, "target": "Email"}, "email → Email"),
    ("override_fields", {"target": "Status", "override_value": "new"}, "Status: always “new”"),
    ("target_filters", {"conditions": [CONDITION], "logic": "A"}, "A: Email is not empty"),
    (
        "model_filters",
        {"conditions": [SOURCED, {**SOURCED, "value": "y"}], "logic": "A OR B"},
        "A: email is “x”; B: email is “y”; how it combines: A OR B",
    ),
    ("target_filters", {"conditions": []}, "no filters"),
    ("filters", {"filters": [{**SOURCED, "field_type": "Model"}]}, "On the models, A: email is “x”"),
    ("filters", None, "no filters"),
    ("overrides", [{**SOURCED, "override": "z"}], "when email is “x”: email becomes “z”"),
    ("overrides", [], "no overrides"),
    ("identity", {"source": SOURCE, "target": "Email", "function": "Equality"}, "email equals Email"),
    ("identity", None, "no identity"),
    (
        "identities",
        {"mappings": [{"source": SOURCE, "target": "Email", "function": "Equality"}] * 2, "strategy": "priority"},
        "email equals Email; email equals Email; How they work together: ",
    ),
    ("identities", {}, "no identity"),
    ("target", {"connection_id": "c", "object": "Lead"}, "Connection: c; Object: Lead"),
    ("target", None, "no target"),
    ("schedule", {"frequency": "manual"}, "Only when started by hand"),
    ("schedule", None, "nothing"),
    ("policies", ["p1", "p2"], "p1; p2"),
    ("policies", None, "no policies"),
    ("name", "Leads", "“Leads”"),
    ("active", False, "no"),
]


@pytest.mark.parametrize(("row", "value", "words"), CASES)
def test_a_side_is_told_in_words(row: str, value: Any, words: str) -> None:
    said = side_words(row, value, NOTHING_KNOWN)
    assert said.startswith(words)
    assert not {"{", "}", "\n"} & set(said)
