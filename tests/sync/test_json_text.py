from __future__ import annotations

import pytest
from hypothesis import given

from syncbot.errors import InvalidInput
from syncbot.sync.document import same
from syncbot.sync.json_text import read_json, read_number, write_json
from tests.sync.documents import json_values


@given(value=json_values())
def test_every_value_is_read_back_as_it_was_written(value: object) -> None:
    for indent in (None, 2):
        written = write_json(value, indent=indent)
        assert same(read_json(written), value)
        written.encode()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"a": 1,\n "b" 2}', "line 2, column 6: expecting ':' delimiter."),
        ("[1, 2", "line 1, column 6"),
        ("hello", "line 1, column 1: expecting value."),
        ("  ", "There is no JSON"),
        ('{"a": 1, "a": 2}', "“a” stands twice"),
        ("{“a”: 1, “a”: 2}", "“a” stands twice"),
        ("[NaN]", "NaN is no number"),
        ("1e999", "1e999 is no number"),
        ("[" * 100_000, "too deep"),
        ("9" * 5000, "too large"),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_json(text, field="override")
    assert says in caught.value.what
    assert caught.value.field == "override"
    assert caught.value.not_done == "The value was not taken."
    assert caught.value.next_step


def test_curly_quotation_marks_count_as_straight_ones_where_it_is_no_json_otherwise() -> None:
    assert read_json("{“a”: “b”}") == {"a": "b"}
    assert read_json('"“kept”"') == "“kept”"


@pytest.mark.parametrize(
    ("text", "number"), [("10", 10), (" 10.0 ", 10.0), ("-1e3", -1000.0), ("9007199254740993", 9007199254740993)]
)
def test_a_number_is_read_with_its_type(text: str, number: float) -> None:
    assert same(read_number(text), number)


@pytest.mark.parametrize(
    "text", ["", "ten", "true", '"10"', "010", "1,000", "NaN", "1e999", "[" * 100_000, '{"a":1,"a":2}']
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None
