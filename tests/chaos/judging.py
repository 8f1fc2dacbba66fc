"""What a run is judged by: the writes that Polytomic carried out, the sync as it is, what people were told."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from syncbot.changes.model import Result
from tests.chaos.site import Site, Sync
from tests.chaos.tally import Found
from tests.chaos.waiting import until
from tests.chaos.ways import Document, Way

STAMPS: Final = ("updated_at", "updated_by")
WRITTEN: Final = frozenset({Result.APPLIED})
SHOWN_SECONDS: Final = 5.0
NOT_TOLD: Final = "nobody was told"


async def judged(
    site: Site, sync: Sync, way: Way, *, may_end: Collection[str] = WRITTEN, everywhere: bool = True
) -> Found:
    """Wait for the end of the change, and judge it: applied, once, nothing else moved, the truth told.

    Args:
        site: Where.
        sync: The sync that only this change was made to.
        way: What it should have come to.
        may_end: With which first words it may end.
        everywhere: Whether it must be told in every place, or in one because Slack says that others are gone.
    """
    words = await site.settled(sync, everywhere=everywhere)
    seconds = site.waited_seconds
    effects = len(site.effects(sync))
    now = site.polytomic.sync(sync.sync_id)
    wrong = _untrue(
        words, effects, is_written=same(now, way.wanted(sync.before)), is_as_before=same(now, way.found(sync.before))
    )
    if words not in may_end:
        wrong.append(f"ended as {words or NOT_TOLD}")
    if everywhere and set(site.told(sync, "anna")) != set(site.told(sync, "sync-log")):
        wrong.append("the log says otherwise than the direct message")
    if everywhere and not await _is_shown(site, words):
        wrong.append(f"the modal still shows {site.anna.modal}")
    wrong += site.violations()
    return Found(
        doubled=max(0, effects - 1),
        lost=int(bool(wrong)),
        unapproved=site.unapproved(sync),
        seconds=seconds,
        what=f"{sync.name}: {', '.join(wrong)}" if wrong else "",
    )


async def _is_shown(site: Site, words: str) -> bool:
    """Whether the modal that waited for the outcome, when it is still open, comes to show it."""

    async def shown() -> bool:
        return site.anna.modal is None or words in site.anna.modal

    return await until(shown, SHOWN_SECONDS)


def same(a: Document, b: Document) -> bool:
    """Whether two documents differ in nothing but when they were saved and by whom."""
    return {**a, **dict.fromkeys(STAMPS)} == {**b, **dict.fromkeys(STAMPS)}


def _untrue(words: str, effects: int, *, is_written: bool, is_as_before: bool) -> list[str]:
    if words.startswith(Result.APPLIED) and not (effects and is_written):
        return [f"told {words}, but it is not as wanted ({effects} writes)"]
    if words in {Result.NOT_APPLIED, Result.CONFLICT} and (effects or not is_as_before):
        return [f"told {words}, but it was written {effects} times"]
    return []
