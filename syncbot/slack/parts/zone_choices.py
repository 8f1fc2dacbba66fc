"""The choices of *Time zone*: the reader's own first, then UTC, then the others by name."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

from syncbot.slack import blocks
from syncbot.slack.blocks import Choice, Json

MORE = "{more} more, type to narrow"
NOTHING_MATCHES = "Nothing matches. Write it like Europe/Berlin."

HINT = "hint"
"""The value of an option that only tells something."""

_REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def zone_choice(zone: str) -> Choice:
    """The option for a zone. Zones are names of the tz database, no data of a sync: the value is the name."""
    return Choice(zone, zone.replace("_", " "))


def zone_options(typed: str, own_zone: str) -> Json:
    """The answer to an options request."""
    wanted = typed.strip().replace(" ", "_").casefold()
    found = [zone for zone in dict.fromkeys((own_zone, "UTC", *_zones())) if wanted in zone.casefold()]
    shown = found[: blocks.OPTIONS_AT_MOST - 1]
    more = len(found) - len(shown)
    hint = MORE.format(more=more) if more > 0 else "" if found else NOTHING_MATCHES
    return blocks.options([*map(zone_choice, shown), *([Choice(HINT, hint)] if hint else [])])


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    return tuple(sorted(zone for zone in available_timezones() if zone.startswith(_REGIONS)))
