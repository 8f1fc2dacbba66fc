from __future__ import annotations

import pytest

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject
from syncbot.sync.edits import mappings, read_mapping_lines
from tests.sync.knowns import ONE_MODEL, TWO_MODELS

DOC: JsonObject = {"fields": [{"source": {"model_id": "m1", "field": "email"}, "target": "Email"}]}


@pytest.mark.parametrize(
    "line",
    [
        "full_name, Phone__c",
        "full_name,Phone__c",
        "full_name\tPhone__c",
        "full_name -> Phone__c",
        "full_name → Phone",
        "full_name => phone",
        "full_name —> Phone__c",
        "full_name -&gt; Phone__c",
        '"full_name", "Phone__c"',
        "“full_name”, “Phone__c”",
        "Users.full_name, Phone__c",
        "Full name --> Phone__c",
    ],
)
def test_a_line_is_read_however_it_is_typed(line: str) -> None:
    doc = read_mapping_lines(line, DOC, TWO_MODELS)
    assert (mappings(doc)[1].field, mappings(doc)[1].target) == ("full_name", "Phone__c")


def test_several_lines_become_mappings_in_their_order_and_headings_and_empty_lines_are_passed_over() -> None:
    doc = read_mapping_lines("Source,Target\n\nid, Mobile__c\r\n  \nfull_name, LastName\n", DOC, ONE_MODEL)
    assert [mapping.target for mapping in mappings(doc)] == ["Email", "Mobile__c", "LastName"]


@pytest.mark.parametrize(
    ("text", "number", "says"),
    [
        ("id, Mobile__c\nfull_nam, LastName", 2, "Did you mean full_name?"),
        ("id, Mobile__c\n\nfull_name, LstName", 3, "Did you mean LastName?"),
        ("full_name, Email\nid, Email", 2, "Email is already mapped by line 1"),
        ("id, Phone__c\nfull_name, Phone__c", 2, "by line 1"),
        ("id", 1, "Write it like"),
        ("id, Phone__c, x", 1, "Write it like"),
        ("id,", 1, "Write it like"),
        ("source, target\nid, Phone__c\nsource, target", 3, "The target field target does not exist"),
    ],
)
def test_a_line_that_cannot_be_taken_is_named_and_none_is_taken(text: str, number: int, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_mapping_lines(text, DOC, ONE_MODEL)
    assert caught.value.what.startswith(f"Line {number}")
    assert caught.value.what.count("Line") == 1
    assert says in caught.value.sentences
    assert caught.value.not_done == "None of the lines was taken."
    assert len(DOC["fields"]) == 1


def test_no_line_is_refused_with_an_example() -> None:
    with pytest.raises(InvalidInput, match="no line") as caught:
        read_mapping_lines(" \n", DOC, ONE_MODEL)
    assert "email, Email" in caught.value.next_step


LINES: JsonObject = {
    "fields": [
        {"source": {"model_id": "m1", "field": "email"}, "target": "Email", "sync_mode": "create", "future": None},
        {"source": {"model_id": "m1", "field": "id"}, "target": "Old", "encryption_enabled": True},
        {"target": "Phone__c", "override_value": "0"},
    ],
    "identities": {"mappings": []},
}


def taken(text: str) -> list[JsonObject]:
    fields: list[JsonObject] = read_mapping_lines(text, LINES, ONE_MODEL)["fields"]
    return fields


def test_a_line_for_a_target_that_is_mapped_changes_that_mapping_in_its_place() -> None:
    first, *others = taken("full_name, Email")
    assert first == {**LINES["fields"][0], "source": {"model_id": "m1", "field": "full_name"}}
    assert others == LINES["fields"][1:]
    assert taken("id, Old, updateOrCreate, yes, no")[1] == {
        "source": {"model_id": "m1", "field": "id"},
        "target": "Old",
        "sync_mode": "updateOrCreate",
        "new": True,
        "encryption_enabled": False,
    }


def test_what_a_line_leaves_empty_stays_as_it_is() -> None:
    assert read_mapping_lines("email, Email,,,", LINES, ONE_MODEL) is LINES
    assert read_mapping_lines("source,target\n,Phone__c\n,Old", LINES, ONE_MODEL) is LINES
    assert "sync_mode" not in taken("email, Email, default")[0]
    assert taken("email, Email, always")[0]["sync_mode"] == "updateOrCreate"
    assert taken("email, Email, Only where the target has a value")[0]["sync_mode"] == "update"


def test_a_write_of_a_kind_that_nobody_has_heard_of_may_stay() -> None:
    doc = {"fields": [{**LINES["fields"][0], "sync_mode": "Future"}]}
    assert read_mapping_lines("email, Email, Future", doc, ONE_MODEL) is doc


def test_lines_remove_what_they_say_and_add_the_rest_at_the_end() -> None:
    found = taken("target,source,remove,create\nOld,,yes,\nBrand_New__c,full_name,,yes\nLast name,id,,")
    assert [entry["target"] for entry in found] == ["Email", "Phone__c", "Brand_New__c", "LastName"]
    assert found[2]["new"] is True


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id, Mobile__c, , , , yes", "There is no mapping to Mobile__c that could be removed"),
        ("source,target\n,LastName", "There is no mapping to LastName yet, and the line has no source"),
        ("id -> LastName -> Email", "Line 1 is not a source and a target: “id -> LastName -> Email”."),
        ("id, LastName, creat", "“creat” does not say when a mapping writes"),
        ("id, LastName, creat", "Write it like email, Email, create"),
        ("id, LastName, §", "Write it like email, Email, updateOrCreate"),
        ("id, LastName, , perhaps", "“perhaps” under create is neither yes nor no"),
        ("id, Nowhere__c, , no", "Nowhere__c does not exist"),
        ("source,target,create\nid,  ,yes", "is not a source and a target"),
    ],
)
def test_what_a_line_cannot_ask_for_is_refused(text: str, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_mapping_lines(text, LINES, ONE_MODEL)
    assert says in caught.value.sentences
    assert caught.value.what.startswith("Line ")


def test_of_several_mappings_to_a_target_a_line_means_that_with_its_source_and_no_other() -> None:
    first, second = LINES["fields"][0], {**LINES["fields"][0], "source": {"model_id": "m1", "field": "id"}}
    doc = {"fields": [first, second, first]}
    with pytest.raises(InvalidInput, match="has 3 mappings to Email") as refused:
        read_mapping_lines("full_name, Email", doc, ONE_MODEL)
    assert "the source that one of them has" in refused.value.next_step
    assert read_mapping_lines("id, Email, update", doc, ONE_MODEL)["fields"] == [
        first,
        {**second, "sync_mode": "update"},
        first,
    ]
    assert read_mapping_lines("email,Email,,,,yes\nid,Email\nemail,Email", doc, ONE_MODEL)["fields"] == [second, first]
    with pytest.raises(InvalidInput, match="already mapped by line 1"):
        read_mapping_lines("id, Email\nid, Email", doc, ONE_MODEL)
