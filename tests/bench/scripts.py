"""How a sync is renamed without syncbot: `python -m tests.bench.scripts sdk|keys URL KEY SYNC_ID NAME [VERSION]`.

`sdk` is what the documentation of Polytomic's own Python package leads to: get, then update with what the typed reply
holds. `keys` is a script of one's own that sends the keys that its author needed.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import httpx

KEYS = ("name", "mode", "fields", "target", "schedule", "active", "identity")
"""The five that a write must have, and two that every author meets."""

_NOT_WRITTEN = frozenset(
    {"id", "created_at", "created_by", "updated_at", "updated_by", "model_ids", "problems", "encryption_passphrase"}
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the sync is, and how to be let in."""

    url: str
    key: str
    version: str = "2025-09-18"


def rename_by_sdk(place: Place, sync_id: str, name: str) -> None:
    """Get, typed models, update."""
    from polytomic import Polytomic  # noqa: PLC0415 -- its import is a part of what this script costs

    client = Polytomic(base_url=place.url, token=place.key, version=place.version, max_retries=0)
    sync = client.model_sync.get(sync_id).data
    assert sync is not None
    kept: dict[str, Any] = {
        key: value
        for key in type(sync).model_fields
        if key not in _NOT_WRITTEN and (value := getattr(sync, key)) is not None
    }
    client.model_sync.update(sync_id, **{**kept, "name": name})


def rename_by_keys(place: Place, sync_id: str, name: str) -> None:
    """GET, the keys that the author knows, PUT."""
    headers = {"Authorization": f"Bearer {place.key}", "X-Polytomic-Version": place.version}
    with httpx.Client(base_url=place.url, headers=headers) as client:
        sync = client.get(f"/api/syncs/{sync_id}").raise_for_status().json()["data"]
        body = {key: sync[key] for key in KEYS if key in sync}
        client.put(f"/api/syncs/{sync_id}", json={**body, "name": name}).raise_for_status()


RENAMES = {"sdk": rename_by_sdk, "keys": rename_by_keys}


def main() -> int:
    """Rename one sync."""
    kind, url, key, sync_id, name, *version = sys.argv[1:]
    RENAMES[kind](Place(url, key, *version), sync_id, name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
