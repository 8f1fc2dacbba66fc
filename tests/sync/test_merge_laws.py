"""What holds of every merge, whatever is edited on either side."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from syncbot.sync.difference import difference
from syncbot.sync.document import JsonObject, Shape, configuration, encode, same
from syncbot.sync.fields import ROWS, unknown_rows
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.merge import merge
from tests.sync.documents import Generated, classic_documents, documents, grouped_documents
from tests.sync.editing import edits_of


def meaning(a: JsonObject, b: JsonObject, shape: Shape) -> bool:
    return difference(a, b, shape=shape, known=NOTHING_KNOWN) == ()


def same_row_orders(doc: JsonObject) -> JsonObject:
    return {**doc, "fields": sorted(doc["fields"], key=lambda entry: encode({"e": entry}))}


LAWS = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
pairs = st.tuples(grouped_documents(), grouped_documents()) | st.tuples(classic_documents(), classic_documents())


@LAWS
@given(documents(), st.data())
def test_an_edit_comes_through_whole_when_nothing_else_moved(generated: Generated, data: st.DataObject) -> None:
    base = generated.raw
    draft = data.draw(edits_of(configuration(base, generated.shape))).apply(configuration(base, generated.shape))
    result = merge(base, draft, base, shape=generated.shape)
    assert encode(result.merged) == encode(draft)
    assert result.clashes == ()
    assert result.theirs == ()


@LAWS
@given(pairs)
def test_without_an_edit_what_is_there_now_stays_as_it_is(pair: tuple[Generated, Generated]) -> None:
    base, remote = pair
    result = merge(base.raw, base.raw, remote.raw, shape=base.shape)
    assert encode(result.merged) == encode(configuration(remote.raw, base.shape))
    assert result.clashes == ()


@LAWS
@given(pairs)
def test_what_both_sides_made_alike_is_no_clash(pair: tuple[Generated, Generated]) -> None:
    base, both = pair
    config = configuration(both.raw, both.shape)
    result = merge(base.raw, config, both.raw, shape=base.shape)
    assert encode(result.merged) == encode(config)
    assert result.clashes == ()


@LAWS
@given(documents(), st.data())
def test_disjoint_edits_both_survive_whoever_was_first(generated: Generated, data: st.DataObject) -> None:
    base = configuration(generated.raw, generated.shape)
    mine, other = data.draw(edits_of(base)), data.draw(edits_of(base))
    assume(not mine.spots & other.spots)
    a, b = mine.apply(base), other.apply(base)
    one = merge(base, a, b, shape=generated.shape)
    two = merge(base, b, a, shape=generated.shape)
    assert one.clashes == two.clashes == ()
    assert same(same_row_orders(one.merged), same_row_orders(two.merged))
    for before, after in ((a, b), (b, a)):
        for item in difference(base, before, shape=generated.shape, known=NOTHING_KNOWN):
            left = difference(before, one.merged, shape=generated.shape, known=NOTHING_KNOWN)
            assert (item.row, item.key) not in {(other_item.row, other_item.key) for other_item in left}
        assert meaning(merge(base, after, before, shape=generated.shape).merged, one.merged, generated.shape)


@LAWS
@given(pairs, st.data())
def test_a_merge_never_moves_what_neither_side_moved(pair: tuple[Generated, Generated], data: st.DataObject) -> None:
    base, remote = pair
    config = configuration(base.raw, base.shape)
    edit = data.draw(edits_of(config))
    result = merge(base.raw, edit.apply(config), remote.raw, shape=base.shape).merged
    there = configuration(remote.raw, base.shape)
    for row in (*ROWS, *unknown_rows(there, result)):
        if row.key != edit.row:
            assert same(row.value(result), row.value(there))
