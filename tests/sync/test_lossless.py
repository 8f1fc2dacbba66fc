from __future__ import annotations

import sys

import pytest

from tests.sync import lossless


def test_what_is_read_edited_and_written_differs_in_nothing_but_the_edit() -> None:
    seen, found = lossless.count_differences(200)
    assert seen >= 200
    assert found == []


def test_the_command_says_how_many_differ_and_succeeds_when_none_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["lossless", "--count", "20"])
    assert lossless.main() == 0
    assert "0 unexplained differences" in capsys.readouterr().out


def test_the_command_fails_when_something_is_lost(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lossy(doc: dict[str, object], passphrase: str | None) -> dict[str, object]:
        assert passphrase is None
        return {key: value for key, value in doc.items() if key != "schedule"}

    monkeypatch.setattr(lossless, "body_of", lossy)
    monkeypatch.setattr(sys, "argv", ["lossless", "--count", "20"])
    assert lossless.main() == 1
    assert "expected" in capsys.readouterr().out
