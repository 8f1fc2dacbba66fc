from __future__ import annotations

import pytest

from syncbot.sync.document import JsonObject
from syncbot.sync.worked_out import expected

FIELD = {"model_id": "m", "field": "email"}


@pytest.mark.parametrize(
    ("meant", "found"),
    [
        ({"overrides": [{"field": FIELD}]}, {"overrides": [{"field": FIELD, "field_id": "u1"}]}),
        ({"overrides": [{"field_id": "u1"}]}, {"overrides": [{"field": FIELD, "field_id": "u1"}]}),
        ({"filters": [{"field": FIELD}, {"a": 1}]}, {"filters": [{"field": FIELD, "field_id": "u1"}, {"a": 1}]}),
        ({"identity": {"target": "A"}}, {"identity": {"target": "A", "remote_field_type_id": "t", "new_field": False}}),
        (
            {"identities": {"mappings": [{"target": "A", "remote_field_type_id": None}]}},
            {"identities": {"mappings": [{"target": "A", "remote_field_type_id": "t"}]}},
        ),
        ({"target": {"object": "B"}}, {"target": {"object": "B", "search_values": {"o": 1}}}),
        ({"schedule": {"frequency": "manual"}}, {"schedule": {"frequency": "manual", "run_after_success_only": False}}),
    ],
)
def test_what_polytomic_works_out_is_expected_where_the_write_left_it_open(
    meant: JsonObject, found: JsonObject
) -> None:
    assert expected(meant, found) == found


@pytest.mark.parametrize(
    ("meant", "found"),
    [
        ({"overrides": [{"field": FIELD, "field_id": "u1"}]}, {"overrides": [{"field": FIELD, "field_id": "u2"}]}),
        ({"overrides": [{"field": FIELD}]}, {"overrides": []}),
        ({"overrides": None}, {"overrides": [{"field_id": "u1"}]}),
        ({"overrides": ["odd"]}, {"overrides": [{"field_id": "u1"}]}),
        ({"identity": {"target": "A"}}, {"identity": {"target": "A", "new_field": True}}),
        ({"target": {"search_values": {"o": 1}}}, {"target": {"search_values": {"o": 2}}}),
        ({"target": {"object": "B"}}, {"target": {"object": "B", "new_name": "C"}}),
        ({"name": "a"}, {"name": "a", "target": {"search_values": {}}}),
    ],
)
def test_anything_else_stays_as_it_was_meant(meant: JsonObject, found: JsonObject) -> None:
    assert expected(meant, found) == meant


def test_a_difference_beside_it_stays_one() -> None:
    meant = {"overrides": [{"field": FIELD, "function": "IsNull"}]}
    found = {"overrides": [{"field": FIELD, "field_id": "u1", "function": "True"}]}
    assert expected(meant, found) == {"overrides": [{"field": FIELD, "field_id": "u1", "function": "IsNull"}]}
