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
