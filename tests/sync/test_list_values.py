from __future__ import annotations

import pytest

from syncbot.errors import InvalidInput
from syncbot.sync.list_values import read_between, read_list, write_between, write_list


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a, b", ["a", "b"]),
        ("a\n b \n\n", ["a", "b"]),
        ("a, b\nc", ["a, b", "c"]),
        ('["a", 1]', ["a", 1]),
        ("a", ["a"]),
        ("0\r0", ["0", "0"]),
        ("a\r\nb", ["a", "b"]),
    ],
)
def test_a_list_is_read_by_lines_commas_or_as_json(text: str, found: list[object]) -> None:
    assert read_list(text) == found


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (["a", "b"], "a\nb"),
        ([], "[]"),
        (["[a]"], '["[a]"]'),
        (["a\nb"], '["a\\nb"]'),
        (["0\r0"], '["0\\r0"]'),
        ([1], "[1]"),
        (["a" * 140_000], "a" * 140_000),
    ],
)
def test_a_list_is_written_by_lines_where_that_says_the_same(value: list[object], text: str) -> None:
    assert write_list(value) == text
    assert read_list(text) == value


def test_two_values_are_numbers_where_they_look_like_numbers() -> None:
    assert read_between("1, x") == [1, "x"]
    assert write_between([1, "x"]) == "1\nx"
    assert write_between(["1", "x"]) == '["1", "x"]'
    with pytest.raises(InvalidInput, match="Two values are needed, and this is 3"):
        read_between("1, 2, 3")
