from __future__ import annotations

import pytest

from syncbot.errors import InvalidInput
from syncbot.sync.conditions import SourceField
from syncbot.sync.document import JsonObject, Shape
from syncbot.sync.identity_view import (
    check_identity,
    has_one_only,
    identity_functions,
    identity_mappings,
    identity_strategy,
    may_have_several,
)
from syncbot.sync.known import NOTHING_KNOWN, Known, Target, TargetField
from syncbot.sync.vocabulary import IDENTITY_FUNCTIONS

ENTRY = {"source": {"model_id": "m1", "field": "email"}, "target": "Email", "function": "Equality"}


def known(*fields: TargetField, several: bool | None = None) -> Known:
    return Known({}, Target("o", "O", fields, supports_multiple_identities=several))


def test_both_forms_are_read() -> None:
    (classic,) = identity_mappings({"identity": {**ENTRY, "remote_field_type_id": 7, "new_field": True}})
    assert (classic.source, classic.target, classic.function) == (SourceField("m1", "email"), "Email", "Equality")
    assert (classic.new_field, classic.remote_field_type_id) == (True, "7")
    grouped: JsonObject = {"identities": {"mappings": [ENTRY, {}], "strategy": "and"}, "identity": ENTRY}
    first, second = identity_mappings(grouped)
    assert (first.place, first.remote_field_type_id, second.source, second.target) == (0, None, None, "")
    assert identity_strategy(grouped) == "and"


@pytest.mark.parametrize("doc", [{}, {"identity": None}, {"identities": None}, {"identities": {"mappings": None}}])
def test_without_an_identity_there_is_none(doc: JsonObject) -> None:
    assert identity_mappings(doc) == ()
    assert identity_strategy(doc) == "priority"


def test_several_are_allowed_by_shape_and_target() -> None:
    assert may_have_several({}, NOTHING_KNOWN, shape=Shape.GROUPED)
    assert not may_have_several({}, NOTHING_KNOWN, shape=Shape.CLASSIC)
    assert not may_have_several({"identity": ENTRY}, NOTHING_KNOWN)
    assert not may_have_several({"identities": {}}, known(several=False))
    assert may_have_several({"identities": {}}, known(several=None))
    assert has_one_only({"filters": [{}]}, None)


def test_the_functions_are_those_of_the_target_field_else_all_and_the_present_one_always() -> None:
    there = known(TargetField("Email", "Email", identity_functions=("Equality", "OneOf")), TargetField("Id", "Id"))
    assert identity_functions(there, "Email") == ("Equality", "OneOf")
    assert identity_functions(there, "Email", present="DomainMatch") == ("Equality", "OneOf", "DomainMatch")
    assert identity_functions(there, "Id") == identity_functions(NOTHING_KNOWN, "x") == tuple(IDENTITY_FUNCTIONS)


def test_a_function_that_the_target_field_does_not_allow_is_refused_with_those_it_does() -> None:
    there = known(TargetField("Email", "Email", identity_functions=("Equality", "ISubstring")))
    check_identity(ENTRY, there)
    with pytest.raises(InvalidInput) as caught:
        check_identity({**ENTRY, "function": "DomainMatch"}, there)
    assert caught.value.sentences.endswith("Choose one of: equals, contains, in any case.")
    assert caught.value.field == "function"


def test_a_field_by_which_no_record_is_found_is_refused_where_polytomic_tells_of_others() -> None:
    by_id = TargetField("Id", "Id", supports_identity=True)
    with pytest.raises(InvalidInput, match="Email cannot be used to find records"):
        check_identity(ENTRY, known(TargetField("Email", "Email"), by_id))
    check_identity({**ENTRY, "new_field": True}, known(TargetField("Email", "Email"), by_id))
    check_identity(ENTRY, known(TargetField("Email", "Email")))
    check_identity({**ENTRY, "function": "Future"}, known(by_id, TargetField("Email", "Email", supports_identity=True)))
