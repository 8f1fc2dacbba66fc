"""`python -P -m tests.scenarios.one_more_field REDIS_URL`: a journey through fields that Polytomic has only here.

It is run over a copy of the package whose table has one row more for each, by `tests.scenarios.test_one_more_field`.
"""

from __future__ import annotations

import asyncio
import sys

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.scenarios.acts import reviews
from tests.scenarios.editing import opens
from tests.scenarios.town import Town, built_town

SWITCH, TEXT = "pause_on_error", "owner"


async def reviewed_from_the_editor(town: Town) -> None:
    """Ticked and typed in the editor; approval is asked for a row that the settings name."""
    await opens(town, LEADS, "run options")
    await town.anna.tick("Pause on error")
    await town.anna.fill("Owner", "RevOps")
    await town.anna.submit()
    review = await town.anna.see("Review changes", "Takes effect on the next run", "[Request approval]")
    assert "Run options: added Pause on error: not set → yes" in review
    assert "Run options: added Owner: not set → “RevOps”" in review
    await town.anna.close()


async def applied_by_a_command(town: Town) -> None:
    """Set by its key, written, and shown."""
    await reviews(town.anna, f'/sync set "{LEADS}" {SWITCH}=yes')
    await town.anna.submit()
    await town.anna.see(f"Applied: {LEADS}")
    await town.anna.close()
    assert town.polytomic.sync_named(LEADS)[SWITCH] is True
    await town.anna.command(f'/sync show "{LEADS}"')
    await town.anna.see("Pause on error: yes")


async def merged_with_an_edit_from_outside(town: Town) -> None:
    """Another's edit of the one is kept beside ours of something else."""
    sync_id = town.polytomic.id_of(LEADS)
    await reviews(town.anna, f'/sync set "{LEADS}" {SWITCH}=no')
    town.polytomic.outsider_edits(sync_id, lambda doc: {**doc, TEXT: "Theirs"})
    await town.anna.submit()
    await town.anna.see(f"Applied: {LEADS}")
    stored = town.polytomic.sync(sync_id)
    assert (stored[SWITCH], stored[TEXT]) == (False, "Theirs")


async def main(redis_url: str) -> None:
    """All of it."""
    async with built_town(redis_url, SYNCBOT_APPROVAL_REQUIRED=TEXT) as town:
        await reviewed_from_the_editor(town)
        await applied_by_a_command(town)
        await merged_with_an_edit_from_outside(town)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
