from __future__ import annotations

import asyncio

import pytest

from syncbot import findings
from syncbot.errors import SlackFault
from syncbot.findings import Finding, Verdict, examine


async def test_what_is_found_is_handed_on() -> None:
    found = (Finding.fine("One", "Well."), Finding.mind("Two", "At a price."))

    async def look() -> tuple[Finding, ...]:
        return found

    assert await examine("One", look) == found


async def test_an_error_that_is_raised_on_purpose_is_a_fault_of_its_subject() -> None:
    async def look() -> tuple[Finding, ...]:
        raise SlackFault("Slack did not do it.", code="x", not_done="Nothing was written.", next_step="Try again.")

    assert await examine("Slack", look) == (Finding.fault("Slack", "Slack did not do it. Try again."),)


async def test_a_hang_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "SECONDS", 0.01)

    async def look() -> tuple[Finding, ...]:
        await asyncio.Event().wait()
        return ()

    (found,) = await examine("Slack", look)
    assert (found.verdict, found.text) == (Verdict.FAULT, "No answer within 5 s.")
