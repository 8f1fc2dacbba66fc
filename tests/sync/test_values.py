from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.sync.document import ABSENT, same
from syncbot.sync.functions import ValueKind
from syncbot.sync.known import PickValue
from syncbot.sync.values import fits, kind_for, kind_of_value, parse, render, reread
from tests.sync.documents import json_values, scalars

SPANS = (PickValue("last_7_days", "7 days"), PickValue("last_30_days", "30 days"))


def values_of(kind: ValueKind) -> st.SearchStrategy[Any]:
    texts = st.text(min_size=1) | st.sampled_from(
        ("a, b", '"q"', "[x]", "10", " x ", "a\nb", "“q”", "x\u2028y", "\ud800")
    )
    numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from((10.0, 2**64, -0.0))
    source = st.fixed_dictionaries({"model_id": st.uuids().map(str), "field": texts})
    found: dict[ValueKind, st.SearchStrategy[Any]] = {
        ValueKind.TEXT: texts,
        ValueKind.LIST: st.lists(texts, max_size=4) | st.lists(scalars(), max_size=4),
        ValueKind.BETWEEN: st.lists(numbers | texts | scalars(), min_size=2, max_size=2),
        ValueKind.DURATION: texts,
        ValueKind.DATE: st.dates().map(str) | st.datetimes().map(lambda moment: moment.isoformat() + "Z"),
        ValueKind.BOOLEAN: st.booleans(),
        ValueKind.NUMBER: numbers,
        ValueKind.FIELD: source,
        ValueKind.JSON: json_values(),
    }
    return found[kind]


KINDS_WITH_VALUE = [kind for kind in ValueKind if kind is not ValueKind.NONE]


@given(data=st.data(), kind=st.sampled_from(KINDS_WITH_VALUE))
def test_what_an_input_shows_is_read_back_as_the_same_value(data: st.DataObject, kind: ValueKind) -> None:
    value = data.draw(values_of(kind).filter(lambda drawn: fits(drawn, kind)))
    assert same(parse(render(value, kind), kind), value)


@given(data=st.data(), kind=st.sampled_from(list(ValueKind)))
def test_every_value_has_an_input_that_shows_it_whole_and_untouched_it_stays(
    data: st.DataObject, kind: ValueKind
) -> None:
    value = data.draw(json_values())
    shown = kind_for(value, kind)
    assert fits(value, shown)
    assert reread(render(value, shown), shown, value) is value


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("", ValueKind.NONE, ABSENT),
        ("  two spaces ", ValueKind.TEXT, "  two spaces "),
        ("10", ValueKind.TEXT, "10"),
        ("10", ValueKind.NUMBER, 10),
        (" 10.0 ", ValueKind.NUMBER, 10.0),
        ("Yes", ValueKind.BOOLEAN, True),
        ("off", ValueKind.BOOLEAN, False),
        ("2026-11-23", ValueKind.DATE, "2026-11-23"),
        (" 2026-11-23T06:00:00Z", ValueKind.DATE, "2026-11-23T06:00:00Z"),
        ("webinar, trial", ValueKind.LIST, ["webinar", "trial"]),
        ('"Smith, John", x', ValueKind.LIST, ["Smith, John", "x"]),
        ("Smith, John\nDoe, Jane\n", ValueKind.LIST, ["Smith, John", "Doe, Jane"]),
        ("[1, 2.0]", ValueKind.LIST, [1, 2.0]),
        (",", ValueKind.LIST, [","]),
        ("1\n20", ValueKind.BETWEEN, [1, 20]),
        ("2026-01-01, 2026-12-31", ValueKind.BETWEEN, ["2026-01-01", "2026-12-31"]),
        ('["1", "20"]', ValueKind.BETWEEN, ["1", "20"]),
        ("m1.a.b", ValueKind.FIELD, {"model_id": "m1", "field": "a.b"}),
        ('{"a": null}', ValueKind.JSON, {"a": None}),
        (" last_7_days ", ValueKind.DURATION, "last_7_days"),
    ],
)
def test_a_text_is_read_by_its_kind(text: str, kind: ValueKind, value: object) -> None:
    assert same(parse(text, kind), value)


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("x", ValueKind.NONE, "takes no value"),
        ("ten", ValueKind.NUMBER, "“ten” is not a number."),
        ("true", ValueKind.NUMBER, "is not a number"),
        ("maybe", ValueKind.BOOLEAN, "neither yes nor no"),
        ("2026-02-30", ValueKind.DATE, "is not a date"),
        ("20261123", ValueKind.DATE, "is not a date"),
        ("tomorrow", ValueKind.DATE, "is not a date"),
        ("[1,", ValueKind.LIST, "line 1, column 4"),
        ('["a"', ValueKind.BETWEEN, "line 1, column 5"),
        ("1", ValueKind.BETWEEN, "this is 1"),
        ("1\n2\n3", ValueKind.BETWEEN, "this is 3"),
        ("email", ValueKind.FIELD, "does not name a model"),
        ("{", ValueKind.JSON, "line 1, column 2"),
        *((" ", kind, "There is no value.") for kind in KINDS_WITH_VALUE),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_input(text: str, kind: ValueKind, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse(text, kind, field="override")
    assert says in caught.value.what
    assert caught.value.field == "override"
    assert caught.value.next_step


def test_an_offered_value_is_taken_by_value_or_label_and_another_refused() -> None:
    assert parse("7 Days", ValueKind.DURATION, values=SPANS) == "last_7_days"
    assert parse("last_30_days, 7 days", ValueKind.LIST, values=SPANS) == ["last_30_days", "last_7_days"]
    assert parse("5", ValueKind.NUMBER, values=(PickValue("5", "five"),)) == 5
    with pytest.raises(InvalidInput) as caught:
        parse("a week", ValueKind.DURATION, values=SPANS)
    assert caught.value.sentences.endswith("Choose one of: 7 days, 30 days.")


def test_a_value_that_is_no_longer_offered_stays_while_it_is_not_touched() -> None:
    assert reread("last_9_days", ValueKind.DURATION, "last_9_days", values=SPANS) == "last_9_days"
    with pytest.raises(InvalidInput):
        reread("last_9_days", ValueKind.DURATION, ABSENT, values=SPANS)


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        ("60", ValueKind.NUMBER, ValueKind.TEXT),
        (60, ValueKind.TEXT, ValueKind.NUMBER),
        (True, ValueKind.NUMBER, ValueKind.BOOLEAN),
        ("x", ValueKind.LIST, ValueKind.TEXT),
        (["x"], ValueKind.TEXT, ValueKind.JSON),
        ("", ValueKind.TEXT, ValueKind.JSON),
        (None, ValueKind.TEXT, ValueKind.JSON),
        (["x"], ValueKind.BETWEEN, ValueKind.JSON),
        ("last tuesday", ValueKind.DATE, ValueKind.TEXT),
        ({"model_id": "a.b", "field": "x"}, ValueKind.FIELD, ValueKind.JSON),
        ({"model_id": "", "field": "x"}, ValueKind.FIELD, ValueKind.JSON),
        ({"model_id": "a"}, ValueKind.FIELD, ValueKind.JSON),
        (ABSENT, ValueKind.DATE, ValueKind.DATE),
        (5, ValueKind.NONE, ValueKind.NUMBER),
    ],
)
def test_a_value_of_another_type_than_usual_is_shown_by_its_own(
    value: object, kind: ValueKind, shown: ValueKind
) -> None:
    assert kind_for(value, kind) is shown


def test_a_value_is_shown_plainly_where_that_can_be_read_back() -> None:
    assert render(["a", "b, c"], ValueKind.LIST) == "a\nb, c"
    assert render(["b, c"], ValueKind.LIST) == '["b, c"]'
    assert render([1, 2], ValueKind.LIST) == "[1, 2]"
    assert render([10, 20.0], ValueKind.BETWEEN) == "10\n20.0"
    assert render(["10", "20"], ValueKind.BETWEEN) == '["10", "20"]'
    assert render([None, True], ValueKind.BETWEEN) == "[null, true]"
    assert render(ABSENT, ValueKind.TEXT) == ""
    assert render(None, ValueKind.NONE) == ""
    assert kind_of_value({"a": 1}) is ValueKind.JSON
