"""`syncbot history` and `syncbot passphrase` take a sync as people name it, and check that there is one."""

from __future__ import annotations

import argparse
import io
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from syncbot import __main__ as command_line
from syncbot.bootstrap import connect_store, open_history, open_passphrases
from syncbot.changes.model import Decision, Verdict
from syncbot.changes.states import State
from syncbot.commands import history, passphrase
from syncbot.errors import NotFound, RemoteFault, StoreUnavailable
from syncbot.sandbox.polytomic.seed_syncs import AUDIENCE, LEADS, LEADS_EMEA
from syncbot.settings import read_settings
from tests.scenarios.town import Town, built_town
from tests.store.values import a_change


@pytest.fixture
async def town(redis_url: str) -> AsyncIterator[Town]:
    async with built_town(redis_url) as built:
        yield built


def _given(sync: str, **more: bool) -> argparse.Namespace:
    return argparse.Namespace(**{"sync": sync, "json": False, "forget": False, **more})


async def _history(town: Town, sync: str) -> int:
    return await history.tell(read_settings(town.environment), _given(sync))


async def _passphrase(town: Town, sync: str, **more: bool) -> int:
    return await passphrase.keep(read_settings(town.environment), _given(sync, **more))


async def _kept(town: Town, sync_id: str) -> str | None:
    given = read_settings(town.environment)
    connection = connect_store(given)
    try:
        return await open_passphrases(given, connection).passphrase(sync_id)
    finally:
        await connection.aclose()


@pytest.fixture
async def changed(town: Town) -> Town:
    """A town in whose history stands one change of Leads in EMEA, by Anna and with Ben's yes."""
    given = read_settings(town.environment)
    connection = connect_store(given)
    entry = a_change(
        sync_id=town.polytomic.id_of(LEADS_EMEA),
        actor=town.anna.user_id,
        state=State.APPLIED,
        decisions=(Decision(town.ben.user_id, Verdict.APPROVED, 1.0),),
    )
    await open_history(given, connection).append(entry)
    await connection.aclose()
    return town


@pytest.mark.parametrize("named", [LEADS_EMEA, "leads to salesforce e", "salesforce emea leads", "id", "link"])
async def test_a_history_is_found_by_name_fragment_words_id_and_link_and_names_people(
    changed: Town, capsys: pytest.CaptureFixture[str], named: str
) -> None:
    sync_id = changed.polytomic.id_of(LEADS_EMEA)
    text = {"id": sync_id, "link": f"https://app.polytomic.com/syncs/{sync_id}"}.get(named, named)
    assert await _history(changed, text) == 0
    told = capsys.readouterr().out
    assert "Applied, by anna" in told
    assert "Approved by ben" in told


async def test_several_that_match_are_listed_with_their_ids(town: Town) -> None:
    with pytest.raises(NotFound) as several:
        await _history(town, "to")
    assert f"{town.polytomic.id_of(LEADS)}  {LEADS}" in several.value.sentences
    assert "Give the id or the whole name of one of them" in several.value.sentences


async def test_a_name_that_none_has_is_told_with_the_nearest(town: Town) -> None:
    with pytest.raises(NotFound) as none:
        await _history(town, "Leeds to Salesforce")
    assert 'No sync is called "Leeds to Salesforce". The nearest:' in none.value.sentences
    assert f"{town.polytomic.id_of(LEADS)}  {LEADS}" in none.value.sentences


async def test_without_polytomic_a_name_asks_for_the_id_which_then_is_enough(
    changed: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.polytomic.faults.answer(401, "GET", "/api/syncs", times=2)
    with pytest.raises(RemoteFault) as fault:
        await _history(changed, LEADS_EMEA)
    assert "give the sync's id, or a link to it" in fault.value.sentences
    assert await _history(changed, changed.polytomic.id_of(LEADS_EMEA)) == 0
    assert "Applied, by anna" in capsys.readouterr().out


def test_a_sync_that_is_not_found_is_a_wrong_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def not_found(_: argparse.Namespace) -> int:
        raise NotFound("No sync is called that.")

    monkeypatch.setattr(command_line, "_history", not_found)
    assert command_line.main(["history", "that"]) == 2
    assert capsys.readouterr().err == "No sync is called that.\n"


async def test_a_passphrase_is_kept_for_a_sync_given_by_name(
    town: Town, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("open sesame\n"))
    assert await _passphrase(town, AUDIENCE) == 0
    told = capsys.readouterr()
    assert told.out == f"Kept, encrypted. It is sent with every full write of {AUDIENCE}.\n"
    assert told.err == ""
    sync_id = town.polytomic.id_of(AUDIENCE)
    assert await _kept(town, sync_id) == "open sesame"
    assert await _passphrase(town, sync_id, forget=True) == 0
    assert await _kept(town, sync_id) is None


async def test_a_passphrase_of_an_id_that_polytomic_does_not_have_is_not_asked_for_and_not_kept(town: Town) -> None:
    unknown = "00000000-0000-4000-8000-000000000000"
    with pytest.raises(NotFound) as none:
        await _passphrase(town, unknown)
    assert none.value.sentences == (
        f"Polytomic has no sync with the id {unknown}, or does not show it to syncbot's API key. Nothing was kept."
    )
    assert await _kept(town, unknown) is None


async def test_a_polytomic_that_does_not_answer_is_told_and_the_passphrase_is_kept_all_the_same(
    town: Town, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sync_id = town.polytomic.id_of(AUDIENCE)
    town.polytomic.faults.answer(401, "GET", f"/api/syncs/{sync_id}")
    monkeypatch.setattr("sys.stdin", io.StringIO("open sesame"))
    assert await _passphrase(town, sync_id) == 0
    assert "Whether there is such a sync was not checked. Polytomic did not accept" in capsys.readouterr().err
    assert await _kept(town, sync_id) == "open sesame"


async def test_a_sync_without_encrypted_mappings_is_named_as_such(
    town: Town, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("open sesame"))
    assert await _passphrase(town, LEADS) == 0
    assert f"{LEADS} has no encrypted mapping now" in capsys.readouterr().err


@pytest.mark.parametrize("command", [_history, _passphrase])
async def test_a_redis_that_refuses_is_told_with_what_mends_it_and_not_with_what_to_press(
    town: Town, command: Callable[[Town, str], Awaitable[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("opensesame\n"))
    town.environment["REDIS_URL"] = "redis://127.0.0.1:1"
    with pytest.raises(StoreUnavailable) as refused:
        await command(town, AUDIENCE)
    assert refused.value.sentences == (
        "Redis, where syncbot keeps its work, refused the connection. Nothing listens there: start it, or mend "
        "REDIS_URL."
    )
