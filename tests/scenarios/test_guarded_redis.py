"""A Redis behind TLS that lets in one user, who may no more than syncbot needs: everything goes on as elsewhere."""

from __future__ import annotations

from pathlib import Path

from tests.scenarios.acts import asks_to_pause, writes
from tests.scenarios.town import built_town
from tests.store import certificates
from tests.store.encrypted import encrypted

USER = "user syncbot on >a-word-of-its-own ~{syncbot}* resetchannels +@all -@dangerous +info"


async def test_a_change_is_requested_approved_and_applied(tmp_path: Path) -> None:
    signed = certificates.made(tmp_path)
    async with encrypted(signed, USER, "user default off") as port:
        url = f"rediss://syncbot:a-word-of-its-own@127.0.0.1:{port}?ssl_ca_certs={signed.authority}"
        async with built_town(url) as town:
            await asks_to_pause(town)
            await town.ben.press("Approve")
            await town.anna.see("Applied", "Approved by @Ben Okafor.")
            assert writes(town) == ["PUT"]
