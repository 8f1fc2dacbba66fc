from __future__ import annotations

import pytest

from syncbot.sync.known import Known, Model, ModelField, Target, TargetField

LEAD = Target("Lead", "Lead", (TargetField("Email", "Email"),), connection_id="c1")
KNOWN = Known({"m1": Model("m1", "Users", (ModelField("email", "E-mail"),))}, LEAD)


@pytest.mark.parametrize(
    ("target", "is_known"),
    [
        ({"connection_id": "c1", "object": "Lead"}, True),
        ({"object": "Lead"}, True),
        ({"connection_id": "c1"}, True),
        ({"connection_id": "c1", "object": None}, True),
        (None, True),
        ({"connection_id": "c1", "object": "Contact"}, False),
        ({"connection_id": "c2", "object": "Lead"}, False),
    ],
)
def test_a_target_that_is_another_than_the_sync_s_is_not_known(target: object, *, is_known: bool) -> None:
    assert (KNOWN.about(target).target is not None) is is_known
    assert KNOWN.about(target).models == KNOWN.models


def test_fields_are_found_by_id_and_by_name() -> None:
    assert KNOWN.target_field("Email") == TargetField("Email", "Email")
    assert KNOWN.target_field("Phone") is None
    assert Known({}).target_field("Email") is None
    assert KNOWN.model_field("m1", "email") == ModelField("email", "E-mail")
    assert KNOWN.model_field("m1", "x") is None
    assert KNOWN.model_field("m9", "email") is None
    assert Known({}).about({"object": "Lead"}).target is None
