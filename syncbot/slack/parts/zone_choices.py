"""The choices of *Time zone*: the reader's own first, then UTC, then the others by name."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

_REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def zone_picks(own_zone: str, present: str) -> tuple[tuple[str, str], ...]:
    """Each zone with a second line: the name as the tz database writes it, where that is not how it reads."""
    zones = dict.fromkeys(each for each in (own_zone, present, "UTC", *_zones()) if each)
    return tuple((zone, zone if "_" in zone else "") for zone in zones)


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    return tuple(sorted(zone for zone in available_timezones() if zone.startswith(_REGIONS)))
