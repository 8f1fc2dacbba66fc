from __future__ import annotations

import pytest

from syncbot.sync.document import NOWHERE
from syncbot.sync.known import NOTHING_KNOWN, Known
from syncbot.sync.naming import naming
from tests.sync.wording import ONE_MODEL, PLANS, TWO_MODELS, USERS, source


def test_a_model_field_is_told_by_its_stored_name_with_its_label_beside_it() -> None:
    names = naming(ONE_MODEL)
    assert names.source(source("email")) == "email (E-mail)"
    assert names.source(source("name")) == "name"
    assert names.source(source("domain")) == "domain"
    assert names.source(source("unknown")) == "unknown"


def test_the_model_is_told_when_there_are_several() -> None:
    names = naming(TWO_MODELS)
    assert names.source(source("email")) == "Users.email (E-mail)"
    assert names.source(source("plan", PLANS)) == "Plans.plan (Plan)"
    assert names.source({"field": "loose"}) == "loose"


def test_a_model_that_is_not_known_is_told_by_its_id() -> None:
    fields = [{"source": source("email")}, {"source": source("plan", PLANS)}]
    assert naming(NOTHING_KNOWN, fields).source(source("plan", PLANS)) == f"{PLANS}.plan"
    assert naming(NOTHING_KNOWN, fields[:1]).source(source("email")) == "email"


def test_the_source_of_a_fixed_value_is_no_second_model() -> None:
    assert not naming(NOTHING_KNOWN, [source("a"), source("b", NOWHERE), {"model_id": PLANS}, source("c", "")]).several


@pytest.mark.parametrize("value", [None, "email", {}, {"field": ""}])
def test_what_is_no_source_is_said_to_be_none(value: object) -> None:
    assert naming(ONE_MODEL).source(value) == "no field"


def test_a_model_field_is_found_by_its_uuid() -> None:
    names = naming(TWO_MODELS)
    assert names.by_field_id("uuid-email") == "Users.email (E-mail)"
    assert names.by_field_id("uuid-other") == "uuid-other"
    assert naming(NOTHING_KNOWN).by_field_id("uuid-email") == "uuid-email"
    assert USERS in names.known.models


def test_a_target_field_is_told_by_its_id_with_its_label_beside_it() -> None:
    names = naming(ONE_MODEL)
    assert names.target("Email") == "Email (E-mail address)"
    assert names.target("Name") == "Name"
    assert names.target("Other__c") == "Other__c"
    assert names.target(None) == "no field"
    assert naming(NOTHING_KNOWN).target("Email") == "Email"


def test_a_policy_or_sync_is_told_by_its_name_and_by_its_id_where_that_is_not_enough() -> None:
    names = naming(Known({}, names={"p1": "Finance", "p2": "Sales", "p3": "Sales"}))
    assert [names.thing(each) for each in ("p1", "p2", "p9")] == ["Finance", "Sales (p2)", "p9"]
