from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject, Shape, configuration, same
from syncbot.sync.edits import (
    SourceField,
    add_identity,
    change_identity,
    identity_mappings,
    identity_strategy,
    move_identity,
    put_back_identity,
    remove_identity,
    set_identity_strategy,
)
from syncbot.sync.fields import row
from syncbot.sync.known import NOTHING_KNOWN, Known, Target, TargetField
from tests.sync.documents import Generated, documents
from tests.sync.samples_of_syncs import sample

EMAIL, DOMAIN = SourceField("m1", "email"), SourceField("m1", "domain")
BY_EMAIL = {"source": EMAIL.raw, "target": "Email", "function": "Equality", "remote_field_type_id": "t", "future": None}
BY_DOMAIN = {"source": DOMAIN.raw, "target": "Website", "function": "DomainMatch", "new_field": True}
GROUPED: JsonObject = {"name": "x", "identities": {"mappings": [BY_EMAIL, BY_DOMAIN], "strategy": "and", "later": 1}}
CLASSIC: JsonObject = {"name": "x", "identity": BY_EMAIL, "filters": []}
FIRST, SECOND = (each.item_id for each in identity_mappings(GROUPED))
(ONLY,) = (each.item_id for each in identity_mappings(CLASSIC))
ONE_ALLOWED = Known({}, Target("o", "O", (), supports_multiple_identities=False))


def test_one_more_stands_at_the_end_and_a_second_brings_a_strategy() -> None:
    doc = add_identity({}, source=EMAIL, target="Email", function="Equality", shape=Shape.GROUPED)
    first = {"source": EMAIL.raw, "target": "Email", "function": "Equality"}
    assert doc == {"identities": {"mappings": [first]}}
    doc = add_identity(doc, source=DOMAIN, target="Site", function="OneOf", new_field=True)
    assert doc["identities"]["mappings"][1]["new_field"] is True
    assert (identity_strategy(doc), doc["identities"]["strategy"]) == ("priority", "priority")
    assert add_identity(GROUPED, source=EMAIL, target="Id", function="Equality")["identities"]["strategy"] == "and"
    classic = add_identity({}, source=EMAIL, target="Email", function="Equality", shape=Shape.CLASSIC)
    assert classic == {"identity": first}


def test_where_only_one_can_be_a_second_is_refused() -> None:
    one: JsonObject = {"identities": {"mappings": [BY_EMAIL]}}
    for doc, known in ((CLASSIC, NOTHING_KNOWN), (one, ONE_ALLOWED)):
        with pytest.raises(InvalidInput, match="can have one identity, and it has one"):
            add_identity(doc, source=DOMAIN, target="Site", function="OneOf", known=known)
    assert add_identity({"identities": {"mappings": []}}, source=EMAIL, target="E", function="OneOf", known=ONE_ALLOWED)


def test_a_change_leaves_what_it_does_not_name() -> None:
    doc = change_identity(GROUPED, FIRST, source=DOMAIN, function="OneOf")
    assert doc["identities"]["mappings"] == [{**BY_EMAIL, "source": DOMAIN.raw, "function": "OneOf"}, BY_DOMAIN]
    assert (doc["identities"]["strategy"], doc["identities"]["later"]) == ("and", 1)
    assert change_identity(GROUPED, SECOND, new_field=False)["identities"]["mappings"][1]["new_field"] is False
    assert change_identity(CLASSIC, ONLY, function="OneOf") == {
        **CLASSIC,
        "identity": {**BY_EMAIL, "function": "OneOf"},
    }
    same_again = change_identity(GROUPED, FIRST, source=EMAIL, target="Email", function="Equality", new_field=False)
    assert same_again is GROUPED


def test_what_polytomic_worked_out_for_the_old_target_goes_with_it() -> None:
    doc = change_identity(GROUPED, FIRST, target="Other")
    assert "remote_field_type_id" not in doc["identities"]["mappings"][0]
    doc = change_identity(GROUPED, FIRST, target="New", new_field=True)
    assert doc["identities"]["mappings"][0]["remote_field_type_id"] == "t"


def test_identities_move_and_their_order_is_all_that_changes() -> None:
    doc = move_identity(GROUPED, SECOND, to=0)
    assert [each.item_id for each in identity_mappings(doc)] == [SECOND, FIRST]
    assert doc["identities"]["later"] == 1
    assert move_identity(GROUPED, SECOND, to=5) is GROUPED
    assert move_identity(CLASSIC, ONLY, to=0) is CLASSIC


def test_the_strategy_is_one_of_two() -> None:
    assert identity_strategy(set_identity_strategy(GROUPED, " Priority ")) == "priority"
    assert set_identity_strategy(GROUPED, "and") is GROUPED
    for doc, text in ((GROUPED, "or"), (CLASSIC, "and")):
        with pytest.raises(InvalidInput) as caught:
            set_identity_strategy(doc, text)
        assert caught.value.field == "strategy"


def _refused() -> list[tuple[Callable[[], JsonObject], str, str]]:
    known = Known({}, Target("o", "O", (TargetField("Id", "Id", supports_identity=True), TargetField("Name", "Name"))))
    return [
        (lambda: add_identity({}, source=None, target="Email", function="Equality"), "source", "No source field"),
        (lambda: add_identity({}, source=EMAIL, target="", function="Equality"), "target", "No target field"),
        (lambda: add_identity({}, source=EMAIL, target="Email", function=""), "function", "is not chosen"),
        (
            lambda: add_identity(GROUPED, source=EMAIL, target="Email", function="OneOf"),
            "target",
            "is there already: email and Email",
        ),
        (lambda: change_identity(GROUPED, SECOND, source=EMAIL, target="Email"), "target", "is there already"),
        (
            lambda: add_identity({}, source=EMAIL, target="Name", function="Equality", known=known),
            "target",
            "Name cannot be used to find records",
        ),
        (lambda: change_identity(GROUPED, "?", target="x"), "identity", "no longer in this draft"),
        (lambda: remove_identity(GROUPED, "?"), "identity", "no longer in this draft"),
        (lambda: move_identity(GROUPED, "?", to=0), "identity", "no longer in this draft"),
        (lambda: put_back_identity(GROUPED, CLASSIC, "?"), "identity", "no longer in this draft"),
    ]


@pytest.mark.parametrize(("edit", "field", "says"), _refused())
def test_what_cannot_be_is_refused_at_its_input(edit: Callable[[], JsonObject], field: str, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        edit()
    assert says in caught.value.what
    assert caught.value.field == field
    assert caught.value.next_step


def test_a_single_one_is_by_priority_whatever_the_strategy_says() -> None:
    after = remove_identity(GROUPED, SECOND)
    assert row("identities").equal(after["identities"], {"mappings": [BY_EMAIL], "later": 1})
    assert not row("identities").equal(GROUPED["identities"], {**GROUPED["identities"], "strategy": "priority"})


@given(generated=documents(), data=st.data())
def test_removing_and_putting_back_in_any_order_is_nothing_at_all(generated: Generated, data: st.DataObject) -> None:
    base = configuration(generated.raw, generated.shape)
    found = identity_mappings(base)
    if len({(each.target, str(each.raw)) for each in found}) < len(found):
        return
    gone = data.draw(st.permutations(found))[: data.draw(st.integers(0, len(found)))]
    doc = base
    for each in gone:
        doc = remove_identity(doc, each.item_id)
    for each in data.draw(st.permutations(gone)):
        doc = put_back_identity(doc, generated.raw, each.item_id)
    assert same(identity_mappings(doc), identity_mappings(base))
    assert row("identities").equal(row("identities").value(doc), row("identities").value(base)) or len(found) > 1
    assert same({**doc, "identities": 0}, {**base, "identities": 0})


def test_putting_back_keeps_the_place_and_the_keys_order() -> None:
    assert list(put_back_identity(remove_identity(CLASSIC, ONLY), CLASSIC, ONLY)) == list(CLASSIC)
    assert put_back_identity(GROUPED, GROUPED, FIRST) is GROUPED
    new = add_identity(remove_identity(CLASSIC, ONLY), source=DOMAIN, target="S", function="OneOf", shape=Shape.CLASSIC)
    assert put_back_identity({**new, "later": 1}, CLASSIC, ONLY) == {**CLASSIC, "later": 1}


def test_the_order_of_a_sample_with_several_is_kept() -> None:
    doc = sample("24")
    found = identity_mappings(doc)
    assert len(found) > 1
    after = put_back_identity(remove_identity(doc, found[0].item_id), doc, found[0].item_id)
    assert same(after["identities"], doc["identities"])
