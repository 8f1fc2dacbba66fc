"""Redis fails over to a replica that lacks the latest of what its primary acknowledged."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from tests.chaos.gate import Point
from tests.chaos.kills import clicked, life, points, prepared
from tests.chaos.site import Site, Sync
from tests.chaos.storms import FORGOTTEN_SECONDS
from tests.chaos.tally import Found
from tests.chaos.waiting import until
from tests.chaos.ways import PUT, Approved, Asked, Way
from tests.store.servers import Node, insist, running

AT_ONCE = "repl-diskless-sync-delay 0"
COPY_MS = 5000


@dataclass(frozen=True, slots=True)
class Pair:
    """A primary, which every process has, and its replica."""

    site: Site
    primary: Node
    replica: Node

    def cut(self) -> None:
        """The replica has everything that was acknowledged until now, and nothing that comes."""
        with self.primary.client() as client:
            client.set("copied", "")
            assert client.wait(1, COPY_MS) == 1, "the replica did not follow"
        with self.replica.client() as client:
            client.replicaof("NO", "ONE")

    def fail_over(self) -> None:
        """The primary dies, and the replica takes its place."""
        self.primary.signal(signal.SIGKILL)
        self.site.turn_to(self.replica.url)


@contextmanager
def pair(site: Site) -> Iterator[Pair]:
    """A pair while the block runs, in place of the site's Redis."""
    with running(AT_ONCE) as primary, running(AT_ONCE, f"replicaof 127.0.0.1 {primary.port}") as replica:
        with replica.client() as client:
            insist(lambda: (client.info("replication")["master_link_status"] == "up") or None)
        site.turn_to(primary.url)
        try:
            yield Pair(site, primary, replica)
        finally:
            site.turn_to(site.redis.url)


async def forgotten_request(site: Site) -> Found:
    """The failover forgets a request that waits for approval: the old button does nothing, and says so."""
    way = Asked()
    with pair(site) as redis:
        sync = await prepared(site, way)
        redis.cut()
        await way.click(site, sync)
        await site.ben.see("please decide", sync.name)
        redis.fail_over()
        await _pressed(site)
        await site.ben.see("no longer")
        return Found(unapproved=len(site.effects(sync)), lost=1)


async def forgotten_yes(site: Site, way: Way, point: Point) -> Found:
    """It forgets an approval, at a point of the worker that follows it; who approved presses again where they can."""
    with pair(site) as redis:
        sync = await prepared(site, way)
        redis.cut()
        site.worker.gate.trap(point, redis.fail_over)
        await clicked(site, sync, way)
        if not await until(lambda: site.is_over(sync), FORGOTTEN_SECONDS):
            await _pressed(site)
            await until(lambda: site.is_over(sync), FORGOTTEN_SECONDS)
        return _counted(site, sync)


async def _pressed(site: Site) -> None:
    with suppress(AssertionError):  # the button was taken away before
        await site.ben.press("Approve")


def _counted(site: Site, sync: Sync) -> Found:
    effects = len(site.effects(sync))
    return Found(
        doubled=max(0, effects - 1),
        lost=int(not (site.is_told(sync) and effects)),
        unapproved=site.unapproved(sync),
    )


async def sweep(site: Site, *, runs: int = 1) -> AsyncIterator[Found]:
    """Both, at every kind of moment."""
    crossed = await life(site, site.worker, Approved())
    chosen = [point for point in points(crossed) if point.name.endswith("change_move") or point.name == PUT]
    for _ in range(runs):
        yield await forgotten_request(site)
        for point in chosen:
            yield await forgotten_yes(site, Approved(), point)
