"""A client of the Polytomic stand-in for its own tests: plain httpx, nothing of syncbot's."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import httpx

from syncbot.sandbox.polytomic import PolytomicStandIn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

GROUPED, CLASSIC = "2025-09-18", "2024-02-08"


@dataclass
class Client:
    """The stand-in and an HTTP client of it with a good key."""

    polytomic: PolytomicStandIn
    http: httpx.AsyncClient
    version: str = GROUPED

    async def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {"X-Polytomic-Version": self.version, **options.pop("headers", {})}
        return await self.http.request(method, path, headers=headers, **options)

    async def data(self, path: str, **params: str | int) -> Any:
        answer = await self.ask("GET", path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    async def sync(self, sync_id: str) -> dict[str, Any]:
        return dict(await self.data(f"/api/syncs/{sync_id}"))

    async def put(self, sync_id: str, body: object, key: str = "", *, patience: float = 5) -> httpx.Response:
        headers = {"Idempotency-Key": key} if key else {}
        return await self.ask("PUT", f"/api/syncs/{sync_id}", json=body, headers=headers, timeout=patience)

    async def written(self, sync_id: str, body: object) -> dict[str, Any]:
        """The data of a PUT that must be accepted."""
        answer = await self.put(sync_id, body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json()["data"])

    async def refused(self, sync_id: str, body: object, status: int) -> dict[str, Any]:
        """The error body of a PUT that must be refused; the sync is as before."""
        before = self.polytomic.sync(sync_id)
        answer = await self.put(sync_id, body)
        assert answer.status_code == status, answer.text
        assert self.polytomic.sync(sync_id) == before
        return dict(answer.json())


@asynccontextmanager
async def serving(
    *, version: str = GROUPED, seed: bool = True, version_body: Literal["classic", "grouped"] | None = None
) -> AsyncIterator[Client]:
    async with PolytomicStandIn.serve(seed=seed, version_body=version_body) as polytomic:
        headers = {"Authorization": f"Bearer {polytomic.api_key}"}
        async with httpx.AsyncClient(base_url=polytomic.url, headers=headers, timeout=5, trust_env=False) as http:
            yield Client(polytomic, http, version)
