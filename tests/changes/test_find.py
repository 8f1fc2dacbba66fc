from __future__ import annotations

import pytest

from syncbot.changes.find import Match, Nearest, Several, find_among, sync_id_in
from tests.changes.world import SYNC

OTHER = "0c1f6a57-51f3-4a44-8a55-3f9d3a0f2b22"
SYNCS = (
    {"id": SYNC, "name": "Leads"},
    {"id": OTHER, "name": "Leads to HubSpot"},
    {"id": "three", "name": "Accounts  to Salesforce"},
    {"id": "four", "name": "Orders"},
    {"id": "five", "name": "Orders"},
)


@pytest.mark.parametrize(
    "text",
    [
        SYNC,
        SYNC.upper(),
        f" “{SYNC}” ",
        f"https://app.polytomic.com/org/acme/syncs/{SYNC}/settings?x=1",
        f"<https://app.polytomic.com/syncs/{SYNC}>",
        f"<https://app.polytomic.com/{OTHER}/syncs/{SYNC}|the sync>",
    ],
)
def test_an_id_or_a_link_names_its_sync(text: str) -> None:
    assert sync_id_in(text) == SYNC


@pytest.mark.parametrize("text", ["Leads", "", "https://app.polytomic.com/syncs/new", "https://[x", f"{SYNC} and more"])
def test_anything_else_is_a_name(text: str) -> None:
    assert sync_id_in(text) is None


@pytest.mark.parametrize(
    ("text", "sync_id"),
    [
        ("leads", SYNC),
        ('"Leads"', SYNC),
        ("\N{LEFT SINGLE QUOTATION MARK}leads\N{RIGHT SINGLE QUOTATION MARK}", SYNC),
        ("hubspot", OTHER),
        ("accounts to sales", "three"),
        ("salesforce accounts", "three"),
        ("three", "three"),
        ("https://polytomic.example/syncs/three", "three"),
    ],
)
def test_one_match_goes_on(text: str, sync_id: str) -> None:
    found = find_among(text, SYNCS)
    assert isinstance(found, Match)
    assert found.sync_id == sync_id


def test_a_whole_name_wins_over_names_that_contain_it() -> None:
    assert find_among("LEADS", SYNCS) == Match(SYNC, "Leads")


@pytest.mark.parametrize(("text", "count"), [("orders", 2), ("to", 2), ('"Orders"', 2)])
def test_several_matches_are_all_named(text: str, count: int) -> None:
    found = find_among(text, SYNCS)
    assert isinstance(found, Several)
    assert len(found.matches) == count


@pytest.mark.parametrize("text", ["acounts to salesforc", '"Accounts to"'])
def test_no_match_suggests_the_nearest(text: str) -> None:
    found = find_among(text, SYNCS)
    assert isinstance(found, Nearest)
    assert found.matches[0].sync_id == "three"


@pytest.mark.parametrize("text", ["", "  ", '""', "qqqqqq"])
def test_nothing_near_suggests_nothing(text: str) -> None:
    assert find_among(text, SYNCS) == Nearest(())


def test_what_only_looks_like_a_link_finds_nothing() -> None:
    assert find_among("https://[x", SYNCS) == Nearest(())
