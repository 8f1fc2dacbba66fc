"""A typed text means what has that id or that name; what is not in the list is refused with the nearest."""

from __future__ import annotations

import pytest

from syncbot.errors import InvalidInput
from syncbot.sync.named_choice import meant_by

NAMED = {"c1": "HubSpot", "c2": "Salesforce", "c3": "Twin", "c4": "twin"}


@pytest.mark.parametrize(("text", "meant"), [("c2", "c2"), (" hubspot ", "c1")])
def test_an_id_or_a_name_means_the_one_that_has_it(text: str, meant: str) -> None:
    assert meant_by(text, NAMED, "connection") == meant


def test_what_is_not_known_to_be_there_is_taken_as_it_is() -> None:
    assert meant_by(" c9 ", None, "connection") == "c9"


@pytest.mark.parametrize(
    ("text", "what", "next_step"),
    [
        ("Hubspt", "There is no connection “Hubspt”.", "HubSpot"),
        ("zzz", "There is no connection “zzz”.", "Choose one from the list"),
        ("TWIN", "There are several of the name “TWIN”.", "Choose one from the list"),
    ],
)
def test_what_is_not_in_the_list_is_refused(text: str, what: str, next_step: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        meant_by(text, NAMED, "connection")
    assert refused.value.what == what
    assert next_step in refused.value.next_step
