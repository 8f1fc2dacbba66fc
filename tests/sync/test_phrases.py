from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.sync.document import ABSENT
from syncbot.sync.phrases import capital, counted, field_words, joined, plain, shortened, value_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("active", "“active”"),
        ("", "“”"),
        ("two\nlines", "“two↵lines”"),
        ("a" * 80, f"“{'a' * 80}”"),
        ("a" * 81, f"“{'a' * 80}…” (81 characters)"),
        (True, "yes"),
        (False, "no"),
        (None, "nothing"),
        (ABSENT, "not set"),
        (10.0, "10.0"),
        (12345678901234567890, "12345678901234567890"),
        ("3", "“3”"),
        (3, "3"),
        (["a", 1, None], "“a”, 1, nothing"),
        ([], "[]"),
        ({"ä": [1]}, '{"ä": [1]}'),
        ([{"a": 1}], '[{"a": 1}]'),
        (list(range(40)), ", ".join(map(str, range(40)))[:80] + "… (148 characters)"),
    ],
)
def test_a_value_is_told_so_that_its_type_can_be_seen(value: object, words: str) -> None:
    assert value_words(value) == words


@given(st.one_of(st.text(), st.lists(st.text()), st.dictionaries(st.text(), st.integers())))
def test_no_value_is_long_and_none_breaks_the_line(value: object) -> None:
    words = value_words(value)
    assert len(words) <= 80 + len("“…” (1000000 characters)")
    assert "\n" not in words


def test_a_field_is_told_by_its_id_and_its_label_where_it_differs() -> None:
    assert field_words("Email__c", "E-mail") == "Email__c (E-mail)"
    assert field_words("Email", "Email") == "Email"
    assert field_words("Email") == "Email"


def test_small_words_are_put_together() -> None:
    assert [counted(number, "policy", "policies") for number in (0, 1, 2)] == ["No policies", "1 policy", "2 policies"]
    assert [joined(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert plain("a\r\nb") == "a↵b"
    assert capital("every day") == "Every day"
    assert shortened("x" * 81) == f"{'x' * 80}… (81 characters)"
