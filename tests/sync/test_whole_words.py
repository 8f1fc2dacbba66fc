from __future__ import annotations

from hypothesis import given, settings

from syncbot.sync.difference import Item, difference
from syncbot.sync.document import JsonObject, Shape, configuration
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.phrases import uncut, value_words
from syncbot.sync.whole_words import where_words_are_alike, whole_lines
from tests.sync.documents import Generated, grouped_documents

LONG = "x" * 90


def test_a_long_value_is_told_whole_and_what_is_not_long_is_left_out() -> None:
    a = {"name": "Leads", "target": {"configuration": {"note": LONG + "a", "size": 1}}, "model_filters": {}}
    b = {"name": "Other", "target": {"configuration": {"note": LONG + "b", "size": 2}}, "model_filters": {}}
    assert whole_lines(a, b) == (f"Target: changed setting note: “{LONG}a” → “{LONG}b”",)
    assert whole_lines(a, a) == ()


def written(value: str) -> JsonObject:
    mapping = {"target": "Note", "source": {"model_id": "m", "field": "note"}, "override_value": value}
    return {"fields": [mapping], "model_filters": {}}


def between(a: JsonObject, b: JsonObject) -> tuple[Item, ...]:
    return difference(a, b, shape=Shape.GROUPED, known=NOTHING_KNOWN)


def test_what_reads_alike_before_and_after_is_told_whole() -> None:
    [alike] = where_words_are_alike(between(written(f"{LONG}a"), written(f"{LONG}b")))
    assert alike == f"Mappings: changed Note: fixed value “{LONG}a” → “{LONG}b”"
    assert where_words_are_alike(between(written(f"{LONG}a"), written(f"{LONG}aa"))) == ()


def test_of_very_long_lines_it_is_known_at_once() -> None:
    many = [f"{number:03}{LONG}" for number in range(400)]
    conditions = [{"source": {"model_id": "m", "field": "f"}, "function": "Equality", "value": each} for each in many]
    a, b = ({"model_filters": {"conditions": some}} for some in (conditions[:200], conditions[200:]))
    assert where_words_are_alike(between(a, b)) == ()


def test_a_value_is_cut_again_once_it_was_told_whole() -> None:
    with uncut():
        assert value_words(LONG) == f"“{LONG}”"
        assert value_words([LONG]) == f"“{LONG}”"
    assert value_words(LONG) == f"“{LONG[:80]}…” (90 characters)"


@settings(max_examples=30)
@given(grouped_documents(), grouped_documents())
def test_every_line_that_shows_a_value_cut_is_told_whole(one: Generated, other: Generated) -> None:
    a, b = configuration(one.raw, one.shape), configuration(other.raw, other.shape)
    cut = [item for item in difference(a, b, shape=one.shape, known=NOTHING_KNOWN) if " characters)" in item.line]
    assert len(whole_lines(a, b)) == len(cut)
