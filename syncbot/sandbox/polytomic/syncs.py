"""The stored syncs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from syncbot.sandbox.polytomic.documents import (
    Shape,
    looks_classic,
    to_classic,
    to_grouped,
    with_mirrors,
    without_mirrors,
)
from syncbot.sandbox.polytomic.loading import make_exist, make_fields_exist
from syncbot.sandbox.polytomic.replies import JsonObject, RefusalError, copied
from syncbot.sandbox.polytomic.world import ORGANIZATION_ID, World, identifier
from syncbot.sandbox.polytomic.writing import Written, labelled, named

DEFAULT_PASSPHRASE = "the passphrase of a loaded sync"  # noqa: S105 -- made up, and protects nothing
_MICROSECOND = timedelta(microseconds=1)


class Clock:
    """Times that strictly increase, to the microsecond."""

    def __init__(self, now: Callable[[], datetime] | None = None) -> None:
        self._now = now or (lambda: datetime.now(UTC))
        self._last = datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        """The present, which need not be later than before."""
        return self._now()

    def tick(self) -> str:
        """A time later than every one given or seen before, as the API writes it."""
        self._last = max(self._now(), self._last + _MICROSECOND)
        return written(self._last)

    def see(self, text: str) -> None:
        """Count with a time that a loaded document carries."""
        self._last = max(self._last, datetime.fromisoformat(text))


def written(moment: datetime) -> str:
    """A time as the API writes it, always with microseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(slots=True)
class StoredSync:
    """One sync as the server keeps it.

    Attributes:
        document: In the shape in which it was last written, without mirrors when that is grouped.
        shape: That shape.
        passphrase: Write-only; no call shows it.
        lags: Served classic under any version, as a self-hosted release does that lags behind.
    """

    document: JsonObject
    shape: Shape
    passphrase: str | None = None
    lags: bool = False


@dataclass(slots=True)
class Syncs:
    """All of them, by id.

    Attributes:
        all_lag: Serve every sync classic; None leaves it to each.
    """

    world: World
    clock: Clock
    all_lag: bool | None = None
    stored: dict[str, StoredSync] = field(default_factory=dict)

    def get(self, sync_id: str) -> StoredSync:
        """The stored sync. Raises the refusal (404) when there is none."""
        if sync_id not in self.stored:
            raise RefusalError(404, "not_found", f"sync {sync_id} not found")
        return self.stored[sync_id]

    def shape_for(self, sync: StoredSync, version: str) -> Shape:
        """The shape in which a caller with this version sees the sync."""
        lags = sync.lags if self.all_lag is None else self.all_lag
        return Shape.CLASSIC if lags or version < "2025-09-18" else Shape.GROUPED

    def shown(self, sync: StoredSync, version: str) -> JsonObject:
        """The body of a GET, a copy."""
        if self.shape_for(sync, version) is Shape.CLASSIC:
            is_classic = sync.shape is Shape.CLASSIC
            return copied(sync.document if is_classic else to_classic(sync.document, self.world))
        return copied(with_mirrors(self.grouped(sync), self.world))

    def grouped(self, sync: StoredSync) -> JsonObject:
        """The stored document in the grouped shape, without mirrors."""
        return to_grouped(sync.document, self.world) if sync.shape is Shape.CLASSIC else sync.document

    def load(self, body: JsonObject, *, classic: bool | None = None, passphrase: str | None = None) -> str:
        """Keep a GET body and make exist all it refers to; answers its id.

        Args:
            body: With or without its `data` envelope.
            classic: Whether it has the classic shape and is served so; None looks at its keys.
            passphrase: The write-only one; None is DEFAULT_PASSPHRASE where a mapping is encrypted.
        """
        document = copied(body.get("data", body))
        document.setdefault("id", identifier("sync", document["name"]))
        document.setdefault("organization_id", ORGANIZATION_ID)
        document.setdefault("updated_at", self.clock.tick())
        self.clock.see(document["updated_at"])
        is_classic = looks_classic(document) if classic is None else classic
        shape = Shape.CLASSIC if is_classic else Shape.GROUPED
        is_encrypted = any(entry.get("encryption_enabled") for entry in document["fields"])
        sync = StoredSync({}, shape, passphrase or (DEFAULT_PASSPHRASE if is_encrypted else None), is_classic)
        self.stored[document["id"]] = sync
        self._keep(sync, document)
        return str(document["id"])

    def edit(self, sync_id: str, change: Callable[[JsonObject], JsonObject | None], by: JsonObject) -> None:
        """Another person's edit: `change` alters the document it is given, or answers another one."""
        sync = self.get(sync_id)
        document = copied(sync.document)
        self._keep(sync, change(document) or document)
        self.stamp(sync, by)

    def replace(self, sync: StoredSync, new: Written, shape: Shape, by: JsonObject) -> None:
        """Keep what a PUT wrote."""
        sync.document, sync.passphrase, sync.shape = copied(new.document), new.passphrase, shape
        self.stamp(sync, by)

    def stamp(self, sync: StoredSync, by: JsonObject) -> None:
        """Say when and by whom it was changed."""
        sync.document |= {"updated_at": self.clock.tick(), "updated_by": by}

    def _keep(self, sync: StoredSync, document: JsonObject) -> None:
        document.pop("encryption_passphrase", None)
        make_fields_exist(document, self.world)
        is_grouped = sync.shape is Shape.GROUPED
        grouped = without_mirrors(document) if is_grouped else to_grouped(document, self.world)
        make_exist(grouped, self.world)
        grouped = labelled(named(grouped, self.world))
        if is_grouped:
            sync.document = grouped
            return
        empty: JsonObject = {
            key: document[key] for key in ("filters", "filter_logic") if key in document and not document[key]
        }
        sync.document = {**empty, **to_classic(grouped, self.world)}
