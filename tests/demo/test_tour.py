"""The tour as the command that people type, in a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from syncbot.demo import acts, playing
from syncbot.demo.playing import tour
from syncbot.demo.telling import Teller
from syncbot.demo.town import Town
from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.slack import reviewing
from tests.demo.surroundings import variables

LONGEST_SECONDS = 60.0
COMMAND = (sys.executable, "-W", "error", "-m", "syncbot", "demo", "--tour")


def played(scratch: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        COMMAND, env=variables(scratch, **more), capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False
    )


@contextmanager
def in_its_first_act(scratch: Path) -> Iterator[subprocess.Popen[str]]:
    """The tour, once it is in its first act."""
    with subprocess.Popen(
        COMMAND, env=variables(scratch), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "Anna sees" in line:
                break
        yield process


def test_the_tour_shows_all_three_acts_and_holds_every_check(scratch: Path) -> None:
    hostile = {"SLACK_BOT_TOKEN": "not-a-token", "SYNCBOT_SECRET_KEY": "no", "HTTP_PROXY": "http://127.0.0.1:9"}
    begun = time.monotonic()
    done = played(scratch, **hostile)
    assert (done.returncode, done.stderr) == (0, "")
    assert time.monotonic() - begun < LONGEST_SECONDS
    read = " ".join(done.stdout.replace("│", " ").split())
    for words in (
        '/sync edit "Leads to Salesforce"',
        '- "name": "Leads to Salesforce", + "name": "Inbound leads to Salesforce",',
        '- "field": "country" + "field": "region"',
        "You made this request, so somebody else decides it.",
        "Approved by @Ben Okafor",
        '- "active": true, + "active": false,',
        "Polytomic did not answer.",
        "reading the sync showed that it was written.",
        "Nothing of the tour is left behind.",
    ):
        assert words in read
    assert sum(line.split()[:1] == ["PUT"] for line in done.stdout.splitlines()) == 3
    assert "FAILED" not in done.stdout
    assert "\033" not in done.stdout
    assert list(scratch.iterdir()) == []


def test_a_redis_that_does_not_answer_is_named_in_a_sentence(scratch: Path) -> None:
    done = played(scratch, REDIS_URL="redis://127.0.0.1:9/0")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "REDIS_URL is set, but no Redis answers there. Nothing was started or stored. "
        "Start it, correct REDIS_URL, or unset it: then the demo starts a Redis of its own.\n"
    )
    assert list(scratch.iterdir()) == []


def test_ctrl_c_ends_the_tour_in_order(scratch: Path) -> None:
    with in_its_first_act(scratch) as process:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=LONGEST_SECONDS)
    assert (process.returncode, said) == (130, f"\n{playing.INTERRUPTED}\n")
    assert list(scratch.iterdir()) == []


def test_sigterm_ends_the_tour_in_order(scratch: Path) -> None:
    with in_its_first_act(scratch) as process:
        process.terminate()
        _, said = process.communicate(timeout=LONGEST_SECONDS)
    assert (process.returncode, said) == (143, f"\n{playing.INTERRUPTED}\n")
    assert list(scratch.iterdir()) == []


def test_a_reader_who_leaves_early_makes_no_noise(scratch: Path) -> None:
    with in_its_first_act(scratch) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert process.returncode == 1
    assert list(scratch.iterdir()) == []


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, redis_url: str) -> str:
    """The tour in this process, on a Redis that is there: its URL."""
    monkeypatch.setattr(reviewing, "SETTLE_SECONDS", 0.1)
    monkeypatch.setenv("REDIS_URL", redis_url)
    return redis_url


async def test_a_redis_that_is_there_is_used_and_left_as_it_was(quick: str, capsys: pytest.CaptureFixture[str]) -> None:
    with redis.Redis.from_url(quick) as client:
        client.set("mine", "kept")
        assert await tour() == 0
        assert client.keys() == [b"mine"]
    assert "the one that REDIS_URL names" in capsys.readouterr().out


async def test_a_check_that_does_not_hold_is_named_and_fails_the_tour(
    quick: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pause = acts.pause

    async def undone(town: Town, tell: Teller) -> None:
        town.polytomic.faults.answer(422, "PUT")
        await pause(town, tell)

    monkeypatch.setattr(acts, "pause", undone)
    assert quick
    assert await tour() == 1
    said = capsys.readouterr().out
    assert "FAILED  Exactly one PUT was sent, answered 200, and no other write." in said
    assert "1 of 15 checks did not hold" in said
    assert playing.SHOWN[:30] not in said


async def test_a_screen_that_does_not_come_is_told_with_what_was_there(
    quick: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "_DEADLINE_SECONDS", 0.2)

    async def stuck(town: Town, tell: Teller) -> None:
        await acts.Act(town, tell, LEADS).sees(town.anna, "a screen that never comes")

    monkeypatch.setattr(acts, "remap", stuck)
    assert quick
    assert await tour() == 1
    said = capsys.readouterr().out
    assert f"FAILED  {playing.STOPPED}" in said
    assert "anna does not see “a screen that never comes”. On screen:" in said
    assert playing.LOGGED in said
