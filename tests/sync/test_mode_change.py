"""What another mode means for a sync, as far as it is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from syncbot.sync.document import JsonObject
from syncbot.sync.known import NOTHING_KNOWN, Known, Target, TargetMode
from syncbot.sync.mode_change import mode_change

KNOWN = Known(
    {},
    Target(
        "Lead",
        "Lead",
        (),
        (
            TargetMode("update", requires_identity=True, supports_field_sync_mode=True, supports_target_filters=True),
            TargetMode("updateOrCreate", requires_identity=True, supports_field_sync_mode=True),
            TargetMode("create", supports_target_filters=True),
            TargetMode("remove", requires_identity=True, supports_target_filters=True),
        ),
    ),
)
SOURCE = {"model_id": "m", "field": "email"}
DOC: JsonObject = {
    "mode": "update",
    "fields": [{"source": SOURCE, "target": "Email", "sync_mode": "create"}, {"source": SOURCE, "target": "Name"}],
    "override_fields": [{"target": "Origin", "override_value": "x", "sync_mode": "create"}],
    "identities": {"mappings": [{"source": SOURCE, "target": "Email", "function": "Equality"}]},
    "target_filters": {"conditions": [{"field": "Email", "function": "IsNull"}]},
    "target": {"connection_id": "c", "object": "Lead"},
}


@pytest.mark.parametrize(
    ("mode", "stops", "blocks"),
    [
        ("update", [], []),
        (
            "updateOrCreate",
            [],
            ["The mode updateOrCreate has no filters on records in the target, and this sync has 1 filter there."],
        ),
        (
            "create",
            [
                "In the mode create what 1 mapping and 1 fixed value said under Write has no effect.",
                "The mode create does not need the identity; the sync keeps it for a mode that does.",
            ],
            [],
        ),
        (
            "remove",
            [
                "In the mode remove the sync removes records from the target.",
                "In the mode remove what 1 mapping and 1 fixed value said under Write has no effect.",
            ],
            [],
        ),
    ],
)
def test_another_mode_says_what_stops_and_what_it_needs(mode: str, stops: list[str], blocks: list[str]) -> None:
    found = mode_change(DOC, KNOWN, "update", mode)
    assert (list(found.stops.values()), list(found.blocks)) == (stops, blocks)
    assert found.lines == (*blocks, *stops)


def test_a_mode_that_needs_an_identity_says_so_where_there_is_none() -> None:
    found = mode_change({**DOC, "identities": {"mappings": []}}, KNOWN, "create", "update")
    assert found.blocks == ("The mode update needs an identity, and this sync has none.",)


def test_what_is_not_known_of_the_target_is_not_claimed() -> None:
    elsewhere = {**DOC, "target": {"connection_id": "c", "object": "Contact"}}
    for doc, known in ((DOC, NOTHING_KNOWN), (elsewhere, replace(KNOWN))):
        assert mode_change(doc, known, "update", "create").lines == ()
        assert mode_change(doc, known, "update", "replace").lines == (
            "In the mode replace the sync replaces all that is in the target.",
        )
