"""Journeys over connections that the bot opens, and what may happen to these; not a click is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest

from syncbot.bootstrap import composed
from syncbot.errors import NotStarted, SlackFault
from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack.sockets import Reason
from syncbot.server.serving import running
from syncbot.slack.socket import Pace
from tests.scenarios.acts import asks_to_pause, reviews
from tests.scenarios.test_approval import (
    test_a_rejection_says_why_and_nothing_is_written,
    test_an_approved_pause_is_written_once_and_told_in_every_place,
    test_who_may_not_decide_is_told_who_may_and_the_request_stays,
)
from tests.scenarios.test_edit import test_a_mapping_changed_in_the_editor_is_written_and_nothing_else_moves
from tests.scenarios.test_emergency import (
    test_a_rejection_afterwards_turns_the_sync_on_again,
    test_an_approval_afterwards_keeps_the_pause,
    test_an_emergency_pause_is_written_at_once_by_the_switch_and_asked_for_afterwards,
)
from tests.scenarios.test_places import (
    test_a_pasted_link_is_answered_to_its_poster_alone,
    test_the_home_shows_drafts_requests_failures_and_changes_and_follows_what_happens,
    test_the_shortcut_on_a_message_finds_the_sync_by_its_link_or_name,
)
from tests.scenarios.town import SHORT, Town, built_town, settings

__all__ = [
    "test_a_mapping_changed_in_the_editor_is_written_and_nothing_else_moves",
    "test_a_pasted_link_is_answered_to_its_poster_alone",
    "test_a_rejection_afterwards_turns_the_sync_on_again",
    "test_a_rejection_says_why_and_nothing_is_written",
    "test_an_approval_afterwards_keeps_the_pause",
    "test_an_approved_pause_is_written_once_and_told_in_every_place",
    "test_an_emergency_pause_is_written_at_once_by_the_switch_and_asked_for_afterwards",
    "test_the_home_shows_drafts_requests_failures_and_changes_and_follows_what_happens",
    "test_the_shortcut_on_a_message_finds_the_sync_by_its_link_or_name",
    "test_who_may_not_decide_is_told_who_may_and_the_request_stays",
]

QUICK = replace(SHORT, line=Pace(ping=2.0, hello=2.0, first_wait=0.01, longest_wait=0.05))
LINES = 2


@pytest.fixture
async def town(redis_url: str) -> AsyncIterator[Town]:
    async with built_town(redis_url, transport="socket", tuning=QUICK) as built:
        await lines_are_up(built)
        yield built


async def lines_are_up(town: Town, count: int = LINES, *, opened: int = 0) -> None:
    """Wait until so many connections are open, and so many were opened in all."""
    sockets = town.slack.sockets

    def up() -> bool:
        return len(sockets.lines) == count and sockets.opened >= opened

    await town.slack.workspace.watch.until(up, deadline_seconds=5)
    assert up(), (len(sockets.lines), sockets.opened)


async def ready(town: Town) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(town.slack.bot_urls[0].replace("/slack/events", "/readyz"))


async def test_health_is_served_over_http_and_nothing_else(town: Town) -> None:
    answer = await ready(town)
    assert (answer.status_code, answer.json()["redis"]) == (200, "ok")
    assert answer.json()["slack"].startswith("ok, heard of Slack 0 s ago")
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.post(town.slack.bot_urls[0], content=b"a=b")).status_code == 404
        metrics = await client.get(town.slack.bot_urls[0].replace("/slack/events", "/metrics"))
    assert "syncbot_socket_connections 2.0" in metrics.text


async def test_every_click_during_a_refresh_is_answered_and_the_connections_are_new_ones(town: Town) -> None:
    refreshing = asyncio.create_task(town.slack.sockets.refresh(after_seconds=0.3))
    acks = []
    while not refreshing.done():
        acks.append(await town.anna.command("/sync help"))
    await refreshing
    assert acks
    assert all(ack is not None and ack.acked for ack in acks)
    await lines_are_up(town, opened=2 * LINES)


async def test_a_refresh_without_a_warning_is_answered_as_well(town: Town) -> None:
    await town.slack.sockets.refresh(Reason.REFRESH_REQUESTED, after_seconds=0)
    await lines_are_up(town, opened=2 * LINES)
    await reviews(town.anna, f'/sync schedule "{LEADS}" daily 6:00')


async def test_connections_that_break_off_are_replaced(town: Town) -> None:
    town.slack.sockets.drop()
    await lines_are_up(town, opened=2 * LINES)
    await reviews(town.anna, f'/sync schedule "{LEADS}" daily 6:00')


async def test_connections_that_fall_silent_are_replaced(redis_url: str) -> None:
    soon = replace(QUICK, line=replace(QUICK.line, ping=0.1))
    async with built_town(redis_url, transport="socket", tuning=soon) as town:
        await lines_are_up(town)
        silent = list(town.slack.sockets.lines)
        for line in silent:
            line.deaf = True
        await lines_are_up(town, opened=2 * LINES)
        assert not set(silent) & set(town.slack.sockets.lines)


async def test_a_ping_of_slack_is_answered(town: Town) -> None:
    await town.slack.sockets.ping()
    await town.slack.workspace.watch.until(
        lambda: all(line.pongs for line in town.slack.sockets.lines), deadline_seconds=5
    )
    assert [line.pongs for line in town.slack.sockets.lines] == [1] * LINES


async def test_a_process_without_a_connection_is_not_ready_and_says_why(town: Town) -> None:
    await town.slack.sockets.switch_off()
    await lines_are_up(town, 0)
    answer = await ready(town)
    assert answer.status_code == 503
    assert answer.json()["slack"] == "No connection to Slack is up (Socket Mode)."
    town.slack.workspace.app.socket_mode = True
    await lines_are_up(town)
    assert (await ready(town)).status_code == 200


async def test_an_envelope_that_crosses_the_goodbye_is_carried_out(town: Town) -> None:
    await reviews(town.anna, f'/sync schedule "{LEADS}" daily 6:00')
    (replica,) = town.replicas
    assert replica.lines is not None
    leaving = asyncio.gather(*(line.leave() for line in list(replica.lines._up)))  # noqa: SLF001 -- the exact moment
    pressing = asyncio.create_task(town.anna.submit())
    await leaving
    ack = await pressing
    assert ack is not None
    assert not ack.acked
    await town.anna.see(f"Applied: {LEADS}")
    assert town.puts(town.polytomic.id_of(LEADS)) == 1


async def test_a_double_delivery_over_two_connections_is_one_change(town: Town) -> None:
    await asks_to_pause(town)
    await town.ben.press("Approve")
    assert [ack.acked for ack in await town.slack.deliver_again(5)] == [True] * 5
    await town.ben.see(f"Applied: {LEADS}")
    assert town.puts(town.polytomic.id_of(LEADS)) == 1


async def test_a_redelivered_event_is_taken_for_the_first_when_that_was_not_acknowledged(town: Town) -> None:
    town.slack.deliveries.event_retry_seconds = (0.05,)
    for line in town.slack.sockets.lines:
        line.drop()
    await town.anna.open_home()
    await town.anna.see("Find a sync")


async def test_a_wrong_app_token_stops_the_start(town: Town) -> None:
    given = settings({**town.environment, "SLACK_APP_TOKEN": "xapp-wrong"})
    async with composed(given, tuning=QUICK) as bot:
        with pytest.raises(NotStarted) as refused:
            async with running(bot.web(with_worker=False)):
                pass
        assert refused.value.sentences.startswith(
            "Slack opens no connection for SLACK_APP_TOKEN (invalid_auth). Make a"
        )
        assert bot.lines is not None
        with pytest.raises(SlackFault, match="No connection"):
            await bot.lines.check()
