from __future__ import annotations

from dataclasses import replace

import pytest

from syncbot.changes.model import Attempt, Way
from syncbot.slack.named_field import part_of, place_of
from syncbot.sync.fields import Part
from tests.slack.test_request import APPLIED

BODY = {"fields": [{"target": "Email"}, {"target": "Phone"}], "name": "Leads"}
SENT = replace(APPLIED, attempt=Attempt(snapshot={}, meant={}, body=BODY, way=Way.PUT, key="k", written_by=0.0))


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("fields.1.source.field", "Mappings: Phone"),
        ("fields[0].target", "Mappings: Email"),
        ("fields.9", "Mappings"),
        ("fields", "Mappings"),
        ("name", "Name and mode"),
        ("nonsense.1", ""),
        (None, ""),
    ],
)
def test_the_place_of_a_named_field_is_its_part_and_target(field: str | None, place: str) -> None:
    assert place_of(SENT, field) == place


def test_without_an_attempt_the_part_alone_is_named() -> None:
    assert place_of(APPLIED, "fields.1") == "Mappings"
    assert part_of("schedule.hour") is Part.SCHEDULE
