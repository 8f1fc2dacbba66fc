from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.polytomic import catalog
from syncbot.polytomic.compact import SHARED, compacted, functions_of
from syncbot.sync.document import JsonObject

FUNCTIONS = [{"id": "Equality"}, {"id": "IsNull", "requires_value": False}]
RAW: JsonObject = {
    "id": "Lead",
    "name": "Lead",
    "later": "not kept",
    "fields": [
        {"id": "a", "filter_functions": FUNCTIONS},
        {"id": "b", "filter_functions": FUNCTIONS},
        {"id": "c", "filter_functions": FUNCTIONS[:1]},
        {"id": "d", "filter_functions": []},
        "?",
    ],
}


def test_each_list_of_functions_is_kept_once() -> None:
    kept = compacted(RAW)
    assert kept[SHARED] == [FUNCTIONS, FUNCTIONS[:1]]
    assert [field["filter_functions"] for field in kept["fields"][:4]] == [0, 0, 1, []]
    assert "later" not in kept
    assert compacted({"name": "x", "fields": None}) == {"name": "x"}


def test_what_is_kept_is_read_as_what_was_told() -> None:
    kept = json.loads(json.dumps(compacted(RAW)))
    assert catalog.target_of(kept, object_id="o", connection_name="") == catalog.target_of(
        RAW, object_id="o", connection_name=""
    )


@pytest.mark.parametrize(("number", "sets"), [(5, [[1]]), (-1, [[1]]), (0, None), (0, {})])
def test_a_list_that_is_not_there_is_none(number: int, sets: object) -> None:
    assert functions_of({"filter_functions": number}, sets) is None
    assert functions_of({"filter_functions": True}, [[1]]) is True


_ANY = st.none() | st.booleans() | st.integers(-1, 2) | st.lists(st.dictionaries(st.just("id"), st.text(max_size=3)))


@given(fields=st.lists(st.dictionaries(st.sampled_from(["id", "filter_functions"]), _ANY | st.text(max_size=3))))
def test_no_answer_breaks_the_keeping(fields: list[JsonObject]) -> None:
    kept = compacted({"fields": fields})
    assert catalog.target_of(kept, object_id="o", connection_name="").object_id == "o"
