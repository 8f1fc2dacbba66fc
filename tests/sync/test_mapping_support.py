"""A line asks of the target only what the target does, as the form of a mapping offers only that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject
from syncbot.sync.edits import read_mapping_lines
from syncbot.sync.known import NOTHING_KNOWN, Known, Target, TargetField, TargetMode
from tests.sync.knowns import USERS

LEAD = Target(
    "Lead",
    "Lead",
    (TargetField("Email", "Email", encryptable=True), TargetField("Phone", "Phone")),
    (TargetMode("update", supports_field_sync_mode=True), TargetMode("create")),
    supports_field_creation=True,
    supports_field_encryption=True,
)
DOC: JsonObject = {"mode": "update", "target": {"object": "Lead"}, "fields": []}
BARE = replace(LEAD, supports_field_creation=False, supports_field_encryption=False)


def taken(line: str, target: Target = LEAD, doc: JsonObject = DOC) -> JsonObject:
    [entry] = read_mapping_lines(line, doc, Known({"m1": USERS}, target))["fields"]
    assert isinstance(entry, dict)
    return entry


@pytest.mark.parametrize(
    ("line", "target", "mode", "says"),
    [
        ("email, Phone, , , yes", LEAD, "update", "Line 1: Phone cannot be encrypted in Lead."),
        ("email, Email, , , yes", BARE, "update", "Line 1: Email cannot be encrypted in Lead."),
        ("email, Made__c, , yes", BARE, "update", "Line 1: Lead does not let Made__c be created."),
        ("email, Email, create", LEAD, "create", "Line 1: With the mode create, Lead does not tell mappings apart"),
    ],
)
def test_what_the_target_does_not_do_is_refused_by_the_line_that_asks_for_it(
    line: str, target: Target, mode: str, says: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        taken(line, target, {**DOC, "mode": mode})
    assert says in refused.value.what
    assert refused.value.next_step
    assert refused.value.not_done == "None of the lines was taken."


def test_what_it_does_is_taken_and_so_is_everything_of_a_target_that_is_not_known() -> None:
    entry = taken("email, Email, create, yes, yes")
    assert (entry["sync_mode"], entry["new"], entry["encryption_enabled"]) == ("create", True, True)
    [entry] = read_mapping_lines("email, X, create, yes, yes", {**DOC, "model_ids": ["m1"]}, NOTHING_KNOWN)["fields"]
    assert entry["encryption_enabled"] is True


def test_what_a_mapping_has_already_is_no_reason_to_refuse_another_change_of_it() -> None:
    there = {"source": {"model_id": "m1", "field": "email"}, "target": "Phone", "encryption_enabled": True, "new": True}
    doc = {**DOC, "mode": "create", "fields": [{**there, "sync_mode": "update"}]}
    assert taken("id, Phone, update, yes, yes", BARE, doc)["source"]["field"] == "id"
