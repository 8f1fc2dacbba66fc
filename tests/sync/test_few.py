"""The lines that name a few records."""

from __future__ import annotations

import pytest

from syncbot.errors import InvalidInput
from syncbot.sync.few import identified_by, read_records

EMAIL = {"model_id": "m1", "field": "email"}
COUNTRY = {"model_id": "m1", "field": "country"}


def test_a_sync_is_identified_by_its_mappings_in_their_order_or_by_its_one_identity() -> None:
    several = {"identities": {"mappings": [{"source": EMAIL}, {"source": COUNTRY}]}, "identity": {"source": COUNTRY}}
    assert identified_by(several) == (EMAIL, COUNTRY)
    assert identified_by({"identity": {"source": EMAIL}}) == (EMAIL,)
    assert identified_by({"identity": None}) == ()
    assert identified_by({"identities": {"mappings": [{"source": {"model_id": "m1"}}, 3]}}) == ()


def test_each_line_names_a_record_by_its_value() -> None:
    assert read_records(" a@x \n\nb@x", (EMAIL,)) == ("a@x", "b@x")


def test_with_several_sources_each_line_names_a_record_by_a_value_of_each() -> None:
    assert read_records("a@x, DE", (EMAIL, COUNTRY)) == (
        [{"source": EMAIL, "value": "a@x"}, {"source": COUNTRY, "value": "DE"}],
    )


@pytest.mark.parametrize(
    ("text", "sources", "said"),
    [
        ("a", (), "no identity mapping"),
        ("  \n", (EMAIL,), "No record is named"),
        ("\n".join("abcdefghijk"), (EMAIL,), "at most 10"),
        ("a@x, DE\nb@x", (EMAIL, COUNTRY), "Line 2 has 1 value;"),
    ],
)
def test_what_names_no_records_is_refused_before_anything_is_started(
    text: str, sources: tuple[dict[str, str], ...], said: str
) -> None:
    with pytest.raises(InvalidInput, match=said) as caught:
        read_records(text, sources)
    assert caught.value.not_done == "No run was started."
