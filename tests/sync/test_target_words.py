from __future__ import annotations

from typing import Any

import pytest

from syncbot.sync.known import NOTHING_KNOWN, Known, Target
from syncbot.sync.target_words import target_lines, target_state
from tests.sync.wording import ONE_MODEL


@pytest.mark.parametrize(
    ("target", "known", "words"),
    [
        ({"connection_id": "c1", "object": "contacts"}, ONE_MODEL, "contacts (Contact) in HubSpot (production)"),
        ({"connection_id": "c1", "object": "leads"}, ONE_MODEL, "leads in HubSpot (production)"),
        ({"connection_id": "c1", "object": "contacts"}, NOTHING_KNOWN, "contacts in c1"),
        ({"connection_id": "c1", "new_name": "Fresh"}, NOTHING_KNOWN, "Fresh in c1"),
        ({"connection_id": "c1"}, NOTHING_KNOWN, "no object in c1"),
        ({"object": "contacts"}, NOTHING_KNOWN, "contacts in not set"),
        ({}, NOTHING_KNOWN, "No target"),
        (None, NOTHING_KNOWN, "No target"),
    ],
)
def test_a_target_is_told_by_object_and_connection(target: object, known: Known, words: str) -> None:
    assert target_state(target, known) == words


def test_a_connection_is_told_by_its_own_name_and_not_by_that_of_the_one_before() -> None:
    contact = Target("contacts", "Contact", (), connection_name="HubSpot (production)", connection_id="c1")
    known = Known({}, contact, names={"c2": "Sandbox"})
    assert target_state({"connection_id": "c1", "object": "leads"}, known) == "leads in HubSpot (production)"
    assert target_state({"connection_id": "c2", "object": "leads"}, known) == "leads in Sandbox"
    assert target_state({"connection_id": "c3", "object": "leads"}, known) == "leads in c3"
    assert list(target_lines({"connection_id": "c2"}, known)) == ["Connection: Sandbox"]


def test_every_setting_of_a_target_has_its_line() -> None:
    target: dict[str, Any] = {
        "connection_id": "c1",
        "object": "contacts",
        "configuration": {"format": "csv", "deep": {"a": None}},
        "search_values": {"o": 1},
        "filter_logic": "A",
        "later": 10.0,
    }
    assert list(target_lines(target, ONE_MODEL)) == [
        "Connection: c1",
        "Object: contacts (Contact)",
        "Setting format: “csv”",
        'Setting deep: {"a": null}',
        'Search values: {"o": 1}',
        "Later: 10.0",
    ]
    assert list(target_lines({"configuration": None}, ONE_MODEL)) == ["Configuration: nothing"]
