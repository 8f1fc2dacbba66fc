from __future__ import annotations

import pytest

from syncbot.sync.identity_words import identities, identity, identity_changes, mappings_of, strategy_of
from syncbot.sync.naming import naming
from tests.sync.wording import ONE_MODEL, source

NAMES = naming(ONE_MODEL)
BY_EMAIL = {"source": source("email"), "target": "Email", "function": "Equality"}
BY_DOMAIN = {"source": source("domain"), "target": "website", "function": "DomainMatch"}


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (BY_EMAIL, "email (E-mail) equals Email (E-mail address)"),
        (BY_DOMAIN, "domain has the same domain as website"),
        (
            {**BY_DOMAIN, "new_field": True, "remote_field_type_id": "string"},
            "domain has the same domain as website; creates this field in the target; remote_field_type_id “string”",
        ),
        ({**BY_DOMAIN, "new_field": False, "remote_field_type_id": None}, "domain has the same domain as website"),
        ({"function": "Sounds"}, "no field [Sounds] no field"),
        ("odd", "an identity that cannot be read: “odd”"),
    ],
)
def test_an_identity_is_told_in_words(entry: object, words: str) -> None:
    assert identity(entry, NAMES) == words


def test_identities_are_found_in_both_shapes() -> None:
    both = {"identities": {"mappings": [BY_EMAIL, BY_DOMAIN]}, "identity": BY_EMAIL}
    assert identities(both) == (BY_EMAIL, BY_DOMAIN)
    assert identities({"identity": BY_EMAIL}) == (BY_EMAIL,)
    assert identities({"identity": None}) == ()
    assert mappings_of({"mappings": None}) == mappings_of(None) == ()
    assert (strategy_of({"strategy": "and"}), strategy_of({}), strategy_of(None)) == ("and", "priority", "priority")


def test_changes_are_told_with_how_several_work_together() -> None:
    one, both = {"mappings": [BY_EMAIL]}, {"mappings": [BY_EMAIL, BY_DOMAIN], "strategy": "and"}
    added, changed = identity_changes(one, both, NAMES)
    assert added == "added domain has the same domain as website"
    assert changed.startswith("changed how they work together: priority (tried in this order")
    assert changed.endswith("→ and (all of them must match)")
    assert identity_changes({**one, "strategy": "and"}, one, NAMES) == []
    assert identity_changes(both, {**both, "strategy": "vote"}, NAMES) == [
        "changed how they work together: and (all of them must match) → vote"
    ]
