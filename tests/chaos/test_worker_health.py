"""A worker that serves its health and metrics, as a process of its own."""

from __future__ import annotations

import aiohttp

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.chaos.kills import clicked
from tests.chaos.site import built_site
from tests.chaos.ways import Direct
from tests.store.servers import free_port


async def test_a_worker_tells_its_health_and_what_it_did_and_ends_in_order() -> None:
    port = str(free_port())
    async with built_site() as site, site.another("worker", "--port", port, name="measured") as measured:
        await site.worker.end()
        way = Direct()
        sync = site.new_sync(LEADS)
        await way.prepare(site, sync)
        await clicked(site, sync, way)
        assert await site.settled(sync) == "Applied"
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
            async with session.get("/readyz") as answer:
                assert (await answer.json())["redis"] == "ok"
            async with session.get("/metrics") as answer:
                text = await answer.text()
        assert 'syncbot_changes_total{result="applied",state="applied"} 1.0' in text
        measured.terminate()
        assert await measured.exit_code() == 0
