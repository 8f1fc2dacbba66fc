"""How `syncbot serve` starts, and what it says when it cannot."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from cryptography.fernet import Fernet

from syncbot.__main__ import main
from syncbot.settings.environment import NAMES

ENVIRONMENT = {
    "SLACK_BOT_TOKEN": "xoxb-1-2",
    "SLACK_APP_TOKEN": "xapp-1-A1-2-c",
    "SYNCBOT_SLACK_API_URL": "http://127.0.0.1:9/api",
    "POLYTOMIC_API_KEY": "key-of-a-user",
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "SYNCBOT_EDITORS": "*",
    "SYNCBOT_APPROVAL_REQUIRED": "none",
    "SYNCBOT_SECRET_KEY": Fernet.generate_key().decode(),
}


@pytest.fixture
def _environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("_environment")
def test_without_a_way_for_slack_to_reach_it_nothing_starts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SLACK_APP_TOKEN")
    assert main(["serve"]) == 1
    assert "Neither SLACK_SIGNING_SECRET (for HTTP) nor SLACK_APP_TOKEN (for Socket Mode)" in capsys.readouterr().err


@pytest.mark.usefixtures("_environment")
def test_an_app_token_alone_will_do_and_a_slack_out_of_reach_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve"]) == 1
    assert capsys.readouterr().err.endswith("See that this machine may reach it, then try again.\n")


@pytest.mark.usefixtures("_environment")
def test_what_is_loaded_for_good_is_never_looked_through_for_garbage_again_and_the_rest_is() -> None:
    assert main(["serve"]) == 1
    assert gc.get_freeze_count() > 0
    assert gc.isenabled()


@pytest.mark.usefixtures("_environment")
@pytest.mark.parametrize("seconds", ["-1", "soon", "601"])
def test_a_time_to_linger_that_is_none_is_refused(seconds: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["serve", "--linger", seconds])
    assert "a number of seconds from 0 to 600" in capsys.readouterr().err
