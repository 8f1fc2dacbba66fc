"""How `syncbot serve` starts, and what it says when it cannot."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from syncbot.__main__ import main
from syncbot.settings.environment import NAMES

ENVIRONMENT = {
    "SLACK_BOT_TOKEN": "xoxb-1-2",
    "SLACK_APP_TOKEN": "xapp-1-A1-2-c",
    "POLYTOMIC_API_KEY": "key-of-a-user",
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "SYNCBOT_EDITORS": "*",
    "SYNCBOT_APPROVAL_REQUIRED": "none",
    "SYNCBOT_SECRET_KEY": Fernet.generate_key().decode(),
}


def test_socket_mode_is_not_pretended(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    assert main(["serve"]) == 1
    said = capsys.readouterr().err
    assert "SLACK_SIGNING_SECRET is not set." in said
    assert "over HTTP only, not by Socket Mode" in said
