from __future__ import annotations

import pytest

from syncbot.sync.vocabulary import (
    FILTER_FUNCTIONS,
    IDENTITY_FUNCTIONS,
    MODES,
    WITHOUT_VALUE,
    coded,
    function_words,
    identity_words,
)

FUNCTIONS_OF_THE_API = (
    *("Equality", "Inequality", "IsNull", "IsNotNull", "True"),
    *("False", "OnOrAfter", "OnOrBefore", "GreaterThan", "GreaterThanEqual"),
    *("LessThan", "LessThanEqual", "StringContains", "StringStartsWith", "StringEndsWith"),
    *("StringDoesNotContain", "StringDoesNotStartWith", "StringDoesNotEndWith", "StringOneOf", "StringNotOneOf"),
    *("Between", "ArrayContains", "ArrayDoesNotContain", "InTheLast", "RelativeOnOrBefore"),
    *("RelativeOnOrAfter", "StringLike", "StringNotLike", "StringMatchesTrimmed"),
)


def test_every_function_of_the_api_has_words_of_its_own() -> None:
    assert set(FILTER_FUNCTIONS) == set(FUNCTIONS_OF_THE_API)
    assert len({function_words(name) for name in FUNCTIONS_OF_THE_API}) == 29
    assert set(FILTER_FUNCTIONS) > WITHOUT_VALUE


def test_every_identity_function_and_mode_of_the_api_has_words() -> None:
    assert set(IDENTITY_FUNCTIONS) == {"Equality", "ISubstring", "OneOf", "DomainMatch", "HostnameMatch"}
    assert {"create", "update", "updateOrCreate", "replace", "append", "remove", "snapshot"} < set(MODES)


@pytest.mark.parametrize("function", ["Sounds", None])
def test_an_unknown_function_is_told_as_it_stands(function: object) -> None:
    assert function_words(function) == identity_words(function) == f"[{function}]"


def test_a_value_of_an_enum_is_told_with_what_it_means() -> None:
    assert coded("update", MODES) == "update (updates records that exist)"
    assert coded("merge", MODES) == "merge"
