"""What hangs or breaks while it is looked at, and the same look at the start."""

from __future__ import annotations

import logging

import pytest
import redis

from syncbot import findings
from syncbot.bootstrap.standing import log_findings
from syncbot.sandbox.slack import Fault
from syncbot.settings import read_settings
from tests.commands.places import Place


async def test_something_that_hangs_is_given_up_and_the_rest_is_told(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "SECONDS", 0.5)
    place.slack.faults.plan("auth.test", Fault.HANG)
    said = await place.checked()
    (line,) = said.lines("fault")
    assert "Slack" in line
    assert "No answer within" in line
    assert "Polytomic key      Works for" in said.text


async def test_an_error_that_nobody_expected_is_told_by_its_kind_alone(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_: object) -> None:
        raise KeyError(place.variables["POLYTOMIC_API_KEY"])

    monkeypatch.setattr("syncbot.polytomic.client.PolytomicClient.get_me", broken)
    (line,) = (await place.checked()).lines("fault")
    assert "Could not be looked at (KeyError)." in line


async def test_the_start_looks_at_the_same_and_logs_what_is_not_ok(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    place.slack.channels.by_id["C0APPROVALS"].members.discard("U0SYNCBOT")
    with redis.Redis.from_url(place.redis.url) as raw:
        raw.config_set("appendfsync", "everysec")
    with caplog.at_level(logging.WARNING):
        await log_findings(read_settings(place.variables))
    logged = {record.levelname: record.getMessage() for record in caplog.records if record.levelname != "INFO"}
    assert logged["ERROR"].startswith("Slack channels: The app is not in #approvals")
    assert logged["WARNING"].startswith("Redis persistence: appendonly yes, appendfsync everysec")
