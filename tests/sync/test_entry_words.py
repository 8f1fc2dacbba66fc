from __future__ import annotations

from typing import Any

import pytest

from syncbot.sync.document import ABSENT, NOWHERE
from syncbot.sync.entry_words import entry_changes, entry_line, entry_lines
from syncbot.sync.naming import naming
from tests.sync.wording import ONE_MODEL, source

NAMES = naming(ONE_MODEL)
PLAIN: dict[str, Any] = {"source": source("email"), "target": "Email"}


PLAIN_WORDS = "email (E-mail) → Email (E-mail address)"


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (PLAIN, "email (E-mail) → Email (E-mail address)"),
        (
            {**PLAIN, "sync_mode": "create", "new": True, "encryption_enabled": True},
            f"{PLAIN_WORDS}; written only where the target is empty; creates this field in the target; encrypted",
        ),
        ({**PLAIN, "sync_mode": "merge", "new": False}, "email (E-mail) → Email (E-mail address); write mode merge"),
        ({**PLAIN, "new": "maybe"}, "email (E-mail) → Email (E-mail address); new “maybe”"),
        ({**PLAIN, "later": {"a": 1}}, 'email (E-mail) → Email (E-mail address); later {"a": 1}'),
        (
            {**PLAIN, "sync_mode": "updateOrCreate", "override_value": "x"},
            "email (E-mail) → Email (E-mail address); always “x”; written always",
        ),
        ({"target": "Name", "override_value": "active"}, "Name: always “active”"),
        ({"target": "Name", "source": source("", NOWHERE), "override_value": "a"}, "Name: always “a”"),
        ({"target": "Name"}, "Name: not set"),
        ({"source": {}, "target": ""}, "no field → no field"),
        ("odd", "an entry that is no mapping: “odd”"),
    ],
)
def test_an_entry_is_told_with_all_that_it_says(entry: object, words: str) -> None:
    assert entry_line(entry, NAMES) == words


def test_several_entries_of_one_target_are_told_together() -> None:
    other = {"source": source("name"), "target": "Email"}
    assert entry_lines([PLAIN, other], NAMES) == (
        "email (E-mail) → Email (E-mail address) and name → Email (E-mail address)"
    )
    assert entry_lines(PLAIN, NAMES) == entry_line(PLAIN, NAMES)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ({}, {"source": source("name")}, "source email (E-mail) → name"),
        ({}, {"sync_mode": "create"}, "write as the sync's mode says → only where the target is empty"),
        ({"sync_mode": "create"}, {"sync_mode": "merge"}, "write only where the target is empty → merge"),
        ({}, {"new": True}, "create this field in the target no → yes"),
        ({"encryption_enabled": True}, {"encryption_enabled": False}, "encrypt yes → no"),
        ({"override_value": "a"}, {"override_value": "b"}, "fixed value “a” → “b”"),
        ({}, {"later": 1}, "later not set → 1"),
        (
            {},
            {"new": True, "source": source("name")},
            "create this field in the target no → yes, source email (E-mail) → name",
        ),
        ({}, {"new": False}, "new not set → no"),
        ({}, {"new": True, "encryption_enabled": False}, "create this field in the target no → yes"),
    ],
)
def test_a_changed_entry_says_which_of_its_settings_changed(
    old: dict[str, Any], new: dict[str, Any], words: str
) -> None:
    after = {**PLAIN, **new}
    assert set(entry_changes({**PLAIN, **old}, after, NAMES).split(", ")) == set(words.split(", "))


def test_a_long_value_that_changed_behind_what_is_shown_of_it_is_told_beside_other_changes() -> None:
    old, new = ({**PLAIN, "override_value": "x" * 80 + end} for end in "ab")
    words = entry_changes(old, {**new, "sync_mode": "create"}, NAMES)
    assert "write as the sync's mode says → only where the target is empty" in words
    assert words.count("(81 characters)") == 2


def test_a_setting_that_is_gone_is_told_as_not_set() -> None:
    assert entry_changes({**PLAIN, "later": None}, PLAIN, NAMES) == "later nothing → not set"
    assert entry_lines(ABSENT, NAMES) == "an entry that is no mapping: not set"
