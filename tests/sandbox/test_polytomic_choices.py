"""What the stand-in says exists: connections, targets, models, policies, schedules."""

from __future__ import annotations

import pytest

from syncbot.sandbox.polytomic import (
    identifier,
)
from tests.sandbox.polytomic_client import serving
from tests.sandbox.test_polytomic_calls import SALESFORCE

_HUBSPOT = f"/api/connections/{identifier('connection', 'HubSpot')}"


async def test_schedules_describe_their_options() -> None:
    async with serving() as at:
        options = (await at.data("/api/syncs/schedules"))["schedule_options"]
    assert {"manual", "hourly", "daily", "weekly", "custom", "runafter"} <= {option["frequency"] for option in options}


async def test_connections_show_no_secret() -> None:
    async with serving() as at:
        connections = await at.data("/api/connections")
        one = await at.data(f"/api/connections/{connections[0]['id']}")
    assert len(connections) == 7
    assert one == connections[0]
    assert one["configuration"]["password"] == "********"
    assert {connection["status"] for connection in connections} == {"healthy"}


async def test_target_objects_and_their_fields_can_be_read() -> None:
    async with serving() as at:
        answer = (await at.ask("GET", f"/api/connections/{SALESFORCE}/modelsync/targetobjects")).json()
        lead = await at.data(f"/api/connections/{SALESFORCE}/modelsync/target/fields", target="Lead", refresh="true")
    assert [target["id"] for target in answer["data"]] == ["Lead", "Contact", "Account"]
    assert answer["target_creation"] == {"supported": False}
    assert {mode["id"] for mode in answer["data"][0]["modes"]} == {mode["mode"] for mode in lead["modes"]}
    fields = {field["id"]: field for field in lead["fields"]}
    assert (fields["Campaign__c"]["name"], fields["LastName"]["required"]) == ("Most Recent Campaign", True)
    assert (fields["Id"]["createable"], fields["Id"]["updateable"], fields["Email"]["supports_identity"]) == (
        *(False, False),
        True,
    )
    assert [value["value"] for value in fields["Rating"]["values"]] == ["Hot", "Warm", "Cold"]


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"target": "contacts"}, 200),
        ({"properties[targetObject]": "contacts"}, 200),
        ({"properties[targetObject]": "deals"}, 404),
        ({"target": "deals"}, 404),
        ({}, 400),
        ({"target": "contacts", "properties[targetObject]": "contacts"}, 400),
    ],
)
async def test_target_fields_take_exactly_one_way_to_name_the_target(params: dict[str, str], status: int) -> None:
    async with serving() as at:
        answer = await at.ask("GET", f"{_HUBSPOT}/modelsync/target/fields", params=params)
    assert answer.status_code == status


async def test_target_creation_values_can_be_asked_for() -> None:
    async with serving() as at:
        params = {"include_target_creation_values": "true"}
        answer = (await at.ask("GET", f"{_HUBSPOT}/modelsync/targetobjects", params=params)).json()
    assert answer["target_creation"] == {"supported": False, "properties": []}


async def test_models_have_fields_with_labels_and_examples() -> None:
    async with serving() as at:
        models = await at.data("/api/models")
        leads = await at.data(f"/api/models/{identifier('model', 'Leads')}")
    assert leads in models
    email = leads["fields"][0]
    assert (email["name"], email["label"], email["example"]) == ("email", "E-mail", "ada@lovelace.example")
    assert len({field["id"] for field in leads["fields"]}) == len(leads["fields"])


async def test_policies_can_be_read() -> None:
    async with serving() as at:
        policies = await at.data("/api/permissions/policies")
        one = await at.data(f"/api/permissions/policies/{policies[0]['id']}")
    assert one == policies[0]
    assert one["policy_actions"][0]["action"] == "read"
