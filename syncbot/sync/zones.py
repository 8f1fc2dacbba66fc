"""Time zones by their IANA name, and when their clocks change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import fuzz, process

from syncbot.errors import InvalidInput

ZONE_FIELD: Final = "schedule.zone"
UTC_NAME: Final = "UTC"

ABBREVIATION = "“{text}” does not say where its clock is, and so not when it changes."
UNKNOWN_ZONE = "There is no time zone “{text}”."
WRITE_ZONE = "Write {names}."
ZONES_LOOK_SO = "Write it like Europe/Berlin, America/New_York or UTC."

ABBREVIATIONS: Final = {
    **dict.fromkeys(("CET", "CEST", "MEZ", "MESZ", "MET"), ("Europe/Berlin",)),
    **dict.fromkeys(("EET", "EEST"), ("Europe/Athens",)),
    **dict.fromkeys(("WET", "WEST"), ("Europe/Lisbon",)),
    **dict.fromkeys(("GMT", "BST"), ("Europe/London", "UTC")),
    **dict.fromkeys(("ET", "EST", "EDT"), ("America/New_York",)),
    **dict.fromkeys(("CT", "CST", "CDT"), ("America/Chicago",)),
    **dict.fromkeys(("MT", "MST", "MDT"), ("America/Denver", "America/Phoenix")),
    **dict.fromkeys(("PT", "PST", "PDT"), ("America/Los_Angeles",)),
    **dict.fromkeys(("AEST", "AEDT"), ("Australia/Sydney", "Australia/Brisbane")),
    "BRT": ("America/Sao_Paulo",),
    "HKT": ("Asia/Hong_Kong",),
    "IST": ("Asia/Kolkata",),
    "JST": ("Asia/Tokyo",),
    "KST": ("Asia/Seoul",),
    "MSK": ("Europe/Moscow",),
    "SGT": ("Asia/Singapore",),
}
"""What people write for a zone, and the zones that they may mean."""

_SECOND: Final = timedelta(seconds=1)
_DAYS_AHEAD: Final = 400
_LIKELY: Final = 75


@dataclass(frozen=True, slots=True)
class ClockChange:
    """The moment at which a zone's clocks change, in UTC, with the minutes ahead of UTC before and after it."""

    at: datetime
    before_minutes: int
    after_minutes: int


def zone_named(text: str) -> ZoneInfo:
    """The zone of that name, in any case, blanks for underscores.

    Raises:
        InvalidInput: For an abbreviation or an unknown name, with the names that may be meant.
    """
    name = text.strip().replace(" ", "_")
    if name.upper() in {UTC_NAME, "Z"}:
        return ZoneInfo(UTC_NAME)
    if name.upper() in ABBREVIATIONS:
        meant = " or ".join(ABBREVIATIONS[name.upper()])
        raise InvalidInput(
            ABBREVIATION.format(text=text.strip()), next_step=WRITE_ZONE.format(names=meant), field=ZONE_FIELD
        )
    found = _names().get(name.casefold())
    if found is None:
        raise _unknown(text.strip())
    return ZoneInfo(found)


def zone_of_city(word: str) -> str | None:
    """The zone whose last part is `word`, in any case, or None."""
    return _cities().get(word.casefold())


def offset_minutes(zone: ZoneInfo, moment: datetime) -> int:
    """Minutes that the zone's clock is ahead of UTC at that moment."""
    return int((moment.astimezone(zone).utcoffset() or timedelta()).total_seconds() // 60)


def next_clock_change(zone: str | ZoneInfo, after: datetime) -> ClockChange | None:
    """The zone's next change of clocks strictly after `after`; None when there is none within 400 days."""
    where = zone if isinstance(zone, ZoneInfo) else zone_named(zone)
    before = offset_minutes(where, after)
    start = after.astimezone(UTC)
    for day in range(1, _DAYS_AHEAD + 1):
        later = start + timedelta(days=day)
        if offset_minutes(where, later) != before:
            at = _first_with_other_offset(where, later - timedelta(days=1), later)
            return ClockChange(at, before, offset_minutes(where, at))
    return None


def _first_with_other_offset(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first whole second at which the offset is no longer that of `low`; it is another at `high`."""
    before = offset_minutes(zone, low)
    low, high = low.replace(microsecond=0), high.replace(microsecond=0)
    while high - low > _SECOND:
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        low, high = (middle, high) if offset_minutes(zone, middle) == before else (low, middle)
    return high


def _unknown(text: str) -> InvalidInput:
    city = zone_of_city(text.replace(" ", "_"))
    if city is None:
        nearest = process.extractOne(text.casefold(), list(_names()), scorer=fuzz.ratio, score_cutoff=_LIKELY)
        city = _names()[nearest[0]] if nearest else None
    advice = WRITE_ZONE.format(names=city) if city else ZONES_LOOK_SO
    return InvalidInput(UNKNOWN_ZONE.format(text=text), next_step=advice, field=ZONE_FIELD)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """From each IANA name in small letters to the name, in alphabetical order."""
    return {name.casefold(): name for name in sorted(available_timezones()) if name != "Factory"}


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """From the last part of each `Region/City` name in small letters to the name; the first of several."""
    regions = [name for name in _names().values() if "/" in name and not name.startswith(("Etc/", "US/", "SystemV/"))]
    return {name.rpartition("/")[2].casefold(): name for name in reversed(regions)}
