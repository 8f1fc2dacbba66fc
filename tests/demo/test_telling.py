from __future__ import annotations

import io

import pytest

from syncbot.demo.telling import Teller


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(out: io.StringIO) -> str:
    tell = Teller(out)
    tell.act("1. An act", "Why it is shown.")
    tell.step("Anna presses Apply.")
    tell.check("It is there.", held=True)
    tell.acted()
    tell.check("Nothing broke.", held=False)
    tell.verdicts()
    assert [check.what for check in tell.failed] == ["Nothing broke."]
    return out.getvalue()


def test_checks_are_told_by_act_and_in_words() -> None:
    assert told(io.StringIO()).endswith("1. An act\n   ok      It is there.\nAll along\n   FAILED  Nothing broke.\n\n")


def test_a_terminal_gets_colour_unless_it_asks_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\033[31mFAILED" in told(Terminal())
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\033" not in told(Terminal())


@pytest.mark.parametrize(("columns", "width"), [("20", 60), ("80", 80), ("300", 100)])
def test_lines_are_as_wide_as_the_terminal_within_reason(
    monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    out = io.StringIO()
    Teller(out).say("word " * 200)
    assert width - 5 < max(map(len, out.getvalue().splitlines())) <= width
