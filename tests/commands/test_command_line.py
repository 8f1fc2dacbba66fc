from __future__ import annotations

import pytest

from syncbot.__main__ import main
from syncbot.settings.environment import NAMES


def test_a_check_of_nothing_says_what_is_missing_and_exits_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    assert main(["check"]) == 1
    said = capsys.readouterr().out
    assert "fault  Settings           REDIS_URL is not set." in said
    assert "Here is a fresh one, to keep as a password is kept: SYNCBOT_SECRET_KEY=" in said
    assert said.endswith("to mend.\n")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    named = {line.split()[0] for line in capsys.readouterr().out.splitlines() if line.startswith("    ")}
    assert named >= {"serve", "worker", "demo", "check", "manifest", "history", "passphrase"}
