"""What differs between two schedules, in words: when it runs, and each setting whose change those words do not tell."""

from __future__ import annotations

from typing import Any, Final

from syncbot.sync.document import ABSENT, Absent, JsonObject, same
from syncbot.sync.members import SCHEDULE
from syncbot.sync.naming import Naming
from syncbot.sync.phrases import value_words
from syncbot.sync.recurrence import CLOCK_PARTS, DBT_CLOUD
from syncbot.sync.schedule_words import describe

RUNS = "{kind} {before} → {after}"
SETTING = "changed {name}: {old} → {new}"

_RUN_AFTER: Final = "run_after"
_LABELS: Final = {**{member.key: member.label for member in SCHEDULE}, _RUN_AFTER: "Run after"}
_FREQUENCY: Final = "frequency"
_JOB: Final = "job_id"


def schedule_changes(kind: str, old: JsonObject, new: JsonObject, names: Naming) -> list[str]:
    """The phrases; null is as good as not there. `kind` is the word for the whole difference."""
    before, after = describe(old), describe(new)
    moved = [key for key in old | new if not same(_value(old, key), _value(new, key))]
    if before == after:
        return [_changed(key, old, new, names) for key in moved]
    told = _told(old, new)
    untold = [_changed(key, old, new, names) for key in moved if key not in told]
    return [RUNS.format(kind=kind, before=before, after=after), *untold]


def _told(old: JsonObject, new: JsonObject) -> set[str]:
    """The settings that the words of both schedules tell, and those that went with the frequency."""
    frequencies = [str(side.get(_FREQUENCY)) for side in (old, new)]
    clock = {key for frequency in frequencies for key in CLOCK_PARTS.get(frequency, ())}
    gone = {key for key in _LABELS if len(set(frequencies)) > 1 and _value(new, key) is ABSENT}
    return {_FREQUENCY, *clock, *gone, *((_JOB,) if DBT_CLOUD in frequencies else ())}


def _changed(key: str, old: JsonObject, new: JsonObject, names: Naming) -> str:
    before, after = (_words(key, _value(side, key), names) for side in (old, new))
    return SETTING.format(name=_LABELS.get(key, key), old=before, new=after)


def _value(schedule: JsonObject, key: str) -> Any | Absent:
    value = schedule.get(key)
    return ABSENT if value is None else value


def _words(key: str, value: Any | Absent, names: Naming) -> str:
    """Syncs and connections by their names, anything else as it stands."""
    if key == _RUN_AFTER and isinstance(value, dict):
        ids = [each for listed in value.values() if isinstance(listed, list) for each in listed]
        return ", ".join(map(names.thing, ids)) or value_words(value)
    return names.thing(value) if key == "connection_id" and isinstance(value, str) else value_words(value)
