"""What the Sentinels say of themselves: whether each answers, and whether they agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncbot.findings import Finding
from syncbot.store.refusals import refusal_of
from syncbot.store.sentinels import Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncbot.store.sentinels import Sentinels

SENTINELS: Final = "Redis Sentinels"

ENOUGH: Final = 3
"""Fewer cannot outvote one that is cut off from the rest."""

AGREE: Final = "{count} answer and name {primary} the primary of {name}."
TOO_FEW: Final = (
    "{primary} is the primary of {name}; {count} of them cannot fail over when one is lost. "
    "Run three, on machines of their own, and name all in SYNCBOT_REDIS_SENTINEL."
)
SOME_SILENT: Final = "{primary} is the primary of {name}, but {silent}."
NONE_NAMES_IT: Final = "None names the primary of {name}: {silent}. Mend SYNCBOT_REDIS_SENTINEL or {url}."
TAKEN_FOR_DEAD: Final = "takes it for dead"
NOT_WATCHED: Final = "watches none of that name"
NO_SUCH_MASTER: Final = "No such master"
"""What Redis's error says."""
_URL: Final = "SYNCBOT_REDIS_SENTINEL_URL"


async def look_at_sentinels(sentinels: Sentinels) -> Finding:
    """Whether those that watch the primary answer, each, and name one."""
    said = await sentinels.ask()
    return read(sentinels.name, [f"{host}:{port}" for host, port in sentinels.addresses], said)


def read(name: str, addresses: Sequence[str], said: Sequence[Said | Exception]) -> Finding:
    """What they say, in words; both in the same order."""
    primaries = [one.primary for one in said if isinstance(one, Said) and one.primary]
    silent = [
        f"{address} {why}" for address, one in zip(addresses, said, strict=True) if (why := _why_not(one)) is not None
    ]
    told = {"name": name, "count": len(primaries), "silent": ", ".join(silent), "url": _URL}
    if not primaries:
        return Finding.fault(SENTINELS, NONE_NAMES_IT.format(**told))
    named = "{}:{}".format(*primaries[-1].address)
    if silent:
        return Finding.mind(SENTINELS, SOME_SILENT.format(primary=named, **told))
    if len(primaries) < ENOUGH:
        return Finding.mind(SENTINELS, TOO_FEW.format(primary=named, **told))
    return Finding.fine(SENTINELS, AGREE.format(primary=named, **told))


def _why_not(said: Said | Exception) -> str | None:
    """Why this one names no primary; None when it does."""
    if isinstance(said, Said):
        return None if said.primary else TAKEN_FOR_DEAD
    return NOT_WATCHED if NO_SUCH_MASTER in str(said) else refusal_of(said).how
