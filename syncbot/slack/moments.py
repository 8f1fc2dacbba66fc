"""Where the words of a schedule begin in `schedule SYNC WHEN [ZONE]`.

Only the boundaries are found here; what the words mean is `syncbot.sync.schedule`'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_TIME = r"(?:at )?\d{1,2}(?:[:.]\d{2})?(?: ?[ap]m)?"
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?"
_CRON_STEP = r"(?:\*|[a-z]{3}|\d+)(?:-(?:[a-z]{3}|\d+))?(?:/\d+)?"
_CRON_FIELD = rf"{_CRON_STEP}(?:,{_CRON_STEP})*"
_WHEN = (
    r"(?:every hour|hourly)(?: (?:at )?:?\d{1,2})?"
    rf"|(?:every day|daily)(?: {_TIME})?"
    rf"|(?:every weekday|weekdays)(?: {_TIME})?"
    rf"|(?:weekly(?: on)?|every week(?: on)?|every|on)? ?{_DAY}(?: {_TIME})?"
    r"|every \d+ (?:minutes?|hours?)"
    r"|manual(?:ly)?|only by hand|by hand|continuous(?:ly)?"
    rf"|(?:cron )?{_CRON_FIELD}(?: {_CRON_FIELD}){{4}}"
)
_ZONE = r"(?:in )?(?P<zone>[a-z][\w+\-]*(?:/[\w+\-]+)*)"
_WHOLE = re.compile(rf"(?P<when>{_WHEN})(?: {_ZONE})?", re.IGNORECASE)
_LEADING = re.compile(rf"(?P<when>{_WHEN})(?= |$)", re.IGNORECASE)
_STARTS = re.compile(
    rf"(?:hourly|daily|weekdays?|weekly|every|manual(?:ly)?|continuous(?:ly)?|cron|{_DAY}|\*(?:/\d+)?)", re.IGNORECASE
)


def boundary(words: Sequence[str]) -> int | None:
    """The number of words that name the sync, at least one; None when no word begins a schedule.

    The earliest place from which all the rest reads as a schedule; else the last run of words that begin one, so that
    "Daily Leads daily 25:99" is the sync "Daily Leads" and a fault in its schedule.
    """
    for at in range(1, len(words)):
        if _WHOLE.fullmatch(" ".join(words[at:])):
            return at
    starts = [at for at in range(1, len(words)) if _STARTS.fullmatch(words[at])]
    if not starts:
        return None
    at = starts[-1]
    while at - 1 in starts:
        at -= 1
    return at


def when_and_zone(text: str) -> tuple[str, str]:
    """The words of a schedule and the name of a zone after them; the zone is empty when none is named."""
    whole = _WHOLE.fullmatch(text)
    if whole:
        return whole["when"], whole["zone"] or ""
    leading = _LEADING.match(text)
    rest = text[leading.end() :].strip() if leading else ""
    if leading and re.fullmatch(r"[^\W\d]+/\S+", rest):
        return leading["when"], rest
    return text, ""
