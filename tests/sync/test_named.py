"""Which item of a sync an error names."""

from __future__ import annotations

from typing import Any

import pytest

from syncbot.sync.edits import mappings
from syncbot.sync.fields import Part
from syncbot.sync.known import NOTHING_KNOWN, Known, Target, TargetField
from syncbot.sync.named import named_in

DOC: dict[str, Any] = {
    "fields": [
        {"source": {"model_id": "m1", "field": "phone"}, "target": "Phone"},
        {"source": {"model_id": "m1", "field": "mobile"}, "target": "MobilePhone"},
        {"source": {"model_id": "m1", "field": "plan"}, "target": "user_fields.plan_tier"},
    ],
    "model_filters": {"conditions": [{"source": {"model_id": "m1", "field": "lifecycle"}, "function": "True"}]},
    "override_fields": [{"target": "LeadSource", "override_value": "Web"}],
}


@pytest.mark.parametrize(
    ("text", "part", "name"),
    [
        ("Salesforce: MobilePhone is too long", Part.MAPPINGS, "MobilePhone"),
        ("the value of Phone is too long", Part.MAPPINGS, "Phone"),
        ("user field plan_tier does not exist", Part.MAPPINGS, "user_fields.plan_tier"),
        ("no such column: mobile", Part.MAPPINGS, "mobile"),
        ("column lifecycle was dropped", Part.FILTERS, "lifecycle"),
        ("LeadSource is read only", Part.FIXED_VALUES, "LeadSource"),
    ],
)
def test_the_longest_name_in_the_words_is_meant(text: str, part: Part, name: str) -> None:
    found = named_in(text, DOC, NOTHING_KNOWN)
    assert found is not None
    assert (found.part, found.name) == (part, name)


def test_a_mapping_is_named_by_its_item_so_that_it_can_be_opened() -> None:
    found = named_in("Phone is too long", DOC, NOTHING_KNOWN)
    assert found is not None
    assert found.key == mappings(DOC)[0].item_id
    assert found.line == "phone → Phone"


def test_a_target_is_also_known_by_its_label() -> None:
    field = TargetField(field_id="MobilePhone", name="Cell Number")
    known = Known(models={}, target=Target("c1", "Lead", (field,), ()))
    found = named_in("Cell Number is not a phone number", DOC, known)
    assert found is not None
    assert found.name == "MobilePhone"


@pytest.mark.parametrize("text", ["quota exceeded", "Phones", "telephone", "", "pl"])
def test_words_that_name_nothing_lead_nowhere(text: str) -> None:
    assert named_in(text, DOC, NOTHING_KNOWN) is None
