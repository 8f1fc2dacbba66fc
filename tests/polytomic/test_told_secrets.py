"""What the API's types let an answer tell, and nothing of syncbot may keep."""

from __future__ import annotations

from tests.polytomic.requests import BODY
from tests.polytomic.test_client import Answers, ok


async def test_a_passphrase_that_polytomic_tells_goes_no_further() -> None:
    told = {"id": "s1", "encryption_passphrase": "open sesame", "name": "Leads"}
    async with Answers(ok(told)).client() as client:
        assert await client.get_sync("s1") == {"id": "s1", "name": "Leads"}
        assert await client.put_sync("s1", BODY, key="k") == {"id": "s1", "name": "Leads"}
    async with Answers(ok([told])).client() as client:
        assert await client.list_syncs() == [{"id": "s1", "name": "Leads"}]
