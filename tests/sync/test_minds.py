from __future__ import annotations

from syncbot.sync.document import JsonObject, Shape, configuration
from syncbot.sync.edits import add_mapping, change_mapping, mappings, remove_mapping, set_value
from syncbot.sync.known import NOTHING_KNOWN, Known, Target
from syncbot.sync.plan import Mind, make_plan
from tests.sync.knowns import CONTACT, ONE_MODEL
from tests.sync.samples_of_syncs import sample

BASE: JsonObject = {
    "name": "Leads",
    "mode": "update",
    "active": True,
    "fields": [
        {"source": {"model_id": "m1", "field": "email"}, "target": "Email"},
        {"source": {"model_id": "m1", "field": "full_name"}, "target": "LastName"},
    ],
    "override_fields": [{"target": "Phone__c", "override_value": "0"}],
    "identities": {"mappings": [{"target": "Email"}]},
    "target": {"connection_id": "c", "object": "Contact"},
    "schedule": {"frequency": "manual"},
}
EMAIL, LAST_NAME = (mapping.item_id for mapping in mappings(BASE))
RENAMED = set_value(BASE, "name", "New", NOTHING_KNOWN)


def minds(draft: JsonObject, known: Known = ONE_MODEL, base: JsonObject = BASE) -> tuple[Mind, ...]:
    return make_plan(base, draft, known, shape=Shape.GROUPED).minds


def codes(draft: JsonObject, known: Known = ONE_MODEL, base: JsonObject = BASE) -> list[str]:
    return [mind.code for mind in minds(draft, known, base)]


def test_a_plain_change_of_what_is_known_brings_no_warning() -> None:
    assert codes(RENAMED) == []
    assert codes(change_mapping(BASE, EMAIL, field="id")) == []


def test_a_run_in_progress_is_said_and_only_when_something_changes() -> None:
    running = Known({}, CONTACT, running=True)
    assert codes(RENAMED, running) == ["running"]
    assert codes(BASE, running) == []


def test_a_removed_mapping_that_identity_needs_is_said() -> None:
    (mind,) = minds(remove_mapping(BASE, EMAIL))
    assert mind.code == "identity:Email"
    assert "Email" in mind.text
    classic = {key: value for key, value in BASE.items() if key != "identities"} | {"identity": {"target": "Email"}}
    plan = make_plan(classic, remove_mapping(classic, EMAIL), ONE_MODEL, shape=Shape.CLASSIC)
    assert [mind.code for mind in plan.minds] == ["identity:Email"]


def test_a_removed_mapping_of_a_required_field_is_said() -> None:
    (mind,) = minds(remove_mapping(BASE, LAST_NAME))
    assert mind.code == "required:LastName"
    assert mind.text == "LastName is required in Contact, and no mapping writes it any more."
    nameless = Known({}, Target("Contact", "", CONTACT.fields))
    assert "required in the target" in minds(remove_mapping(BASE, LAST_NAME), nameless)[0].text
    fixed = remove_mapping(BASE, LAST_NAME)
    fixed = {**fixed, "override_fields": [{"target": "LastName", "override_value": "x"}]}
    assert codes(fixed) == []


def test_a_target_with_a_mapping_and_a_fixed_value_is_said() -> None:
    both = add_mapping(BASE, model_id="m1", field="id", target="Phone__c")
    assert codes(both) == ["fixed:Phone__c"]
    assert codes({**both, "name": "New"}, base=both) == []


def test_problems_that_the_api_reports_are_quoted() -> None:
    base = sample("24")
    draft = set_value(configuration(base, Shape.GROUPED), "name", "New", NOTHING_KNOWN)
    (mind,) = minds(draft, base=base)
    assert mind.code == "problem:unknown_field:target_filters.conditions[1]"
    assert "“Field Owner__c no longer exists”" in mind.text
    assert codes(RENAMED, base={**BASE, "problems": ["?", {"code": "x"}]}) == ["problem:x:"]


def test_a_newly_encrypted_mapping_cannot_be_verified() -> None:
    encrypted = change_mapping(BASE, EMAIL, encrypt=True)
    (mind,) = minds(encrypted)
    assert mind.code == "write-only"
    assert "Email" in mind.text
    assert codes(change_mapping(encrypted, EMAIL, field="id"), base=encrypted) == []
    added = add_mapping(BASE, model_id="m1", field="id", target="Mobile__c", encrypt=True)
    assert codes(added) == ["write-only"]


def test_what_could_not_be_checked_is_said_by_name() -> None:
    draft = {**add_mapping(BASE, model_id="m1", field="id", target="Mobile__c"), "mode": "create"}
    (mind,) = minds(draft, NOTHING_KNOWN)
    assert mind.code == "unchecked"
    for name in ("Mobile__c", "id", "create"):
        assert name in mind.text
    twice = {**BASE, "fields": [*BASE["fields"], BASE["fields"][0]]}
    assert codes(change_mapping(twice, EMAIL, encrypt=True), NOTHING_KNOWN, twice) == ["write-only"]
