"""What the README has a newcomer type first is typed as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from tests.scenarios.town import Town

README: Final = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def typed() -> list[str]:
    """The lines under *Try this*, in order."""
    found = re.findall(r"`(/sync [^`]+)`", README.partition("Try this:")[2].partition("Ctrl-C")[0])
    assert [line.split()[1] for line in found] == ["map", "pause", "schedule", "edit", "undo"]
    return found


async def test_what_a_newcomer_is_told_to_try_leads_where_it_says(town: Town) -> None:
    mapped, paused, scheduled, edited, undone = typed()
    anna = town.anna
    for line, outcome in ((mapped, "Applied"), (paused, "Waiting for approval"), (scheduled, "Applied")):
        await anna.command(line)
        await anna.see("Review changes")
        await anna.submit()
        await anna.see(outcome)
        await anna.close()
    await anna.command(edited)
    await anna.see("Edit sync", "Schedule", "[Review changes]")
    await anna.close()
    await anna.command(undone)
    await anna.see("Review changes", "changed Monday to Friday at")
