"""The part *Schedule*: *Repeat*, and the inputs that it needs."""

from __future__ import annotations

from syncbot.slack import blocks
from syncbot.slack.asking import STILL_LOADING
from syncbot.slack.blocks import Block
from syncbot.slack.parts.form import Answers, Kind, Pick, Question, list_of, text_of
from syncbot.slack.parts.item_part import ItemForm, Spot
from syncbot.slack.parts.target import connection_names
from syncbot.slack.parts.zone_choices import zone_picks
from syncbot.slack.scene import Scene
from syncbot.slack.text import escape
from syncbot.sync.document import JsonObject, same
from syncbot.sync.fields import row
from syncbot.sync.known import ScheduleOption
from syncbot.sync.named_choice import meant_by
from syncbot.sync.recurrence import BUILDER, CUSTOM, DBT_CLOUD, HOURLY, MULTI, RUN_AFTER, WEEKLY
from syncbot.sync.scalars import set_schedule
from syncbot.sync.schedule import KEEP, describe, outlook
from syncbot.sync.schedule_edits import (
    CHOOSABLE_REPEATS,
    KEPT_REPEATS,
    ScheduleForm,
    inputs_of,
    read_schedule,
    schedule_of,
)
from syncbot.sync.zones import zone_named

REPEAT = "repeat"
AT = "at"
ZONE = "zone"
SYNCS = "sync_ids"
SUCCESS = "success_only"
CONNECTION = "dbt_connection"
JOB = "job_id"

TITLE = "Schedule"
REPEAT_LABEL = "Repeat"
AT_LABEL = "At"
ZONE_LABEL = "Time zone"
SYNCS_LABEL = "Run after"
SUCCESS_LABEL = "Only after a run without errors"
CONNECTION_LABEL = "dbt Cloud connection"
JOB_LABEL = "dbt Cloud job"
KEEP_WORDS = "Keep as it is"
AT_HINT = "Like 6:00 or 18:30."
AT_HOURLY_HINT = "The minute of the hour, like :15."
AT_CRON_HINT = "Minute, hour, day of the month, month, day of the week, like 0 6 * * 1-5."
SYNCS_HINT = "Syncs whose runs start this one. Type to search by name."
SYNCS_NOT_KNOWN = "Which syncs there are is not known yet: Polytomic did not answer. Those that are chosen are kept."
JOB_HINT = "The number of the job, as dbt Cloud shows it, like 48213."
ZONE_HINT = "Type to search, like Europe/Berlin."
NOT_SAID = "Not said"
NOW = "Now: {words}."
DRAFTED = "With this draft: {words}."
TAKES_EFFECT = "A change of the schedule takes effect as soon as it is applied."
POLYTOMIC_SAYS = "Polytomic says of “{repeat}”: “{words}”"
NOT_OFFERED = "Polytomic does not offer all kinds of schedule here; the others are left out."

_CRONS = frozenset({"cron", BUILDER})
_HINTS = {HOURLY: AT_HOURLY_HINT, **dict.fromkeys(_CRONS, AT_CRON_HINT)}
_DEFAULTS = {HOURLY: ":00", **dict.fromkeys(_CRONS, "")}
_FREQUENCIES = {"cron": CUSTOM, "weekdays": CUSTOM}
_PLAIN = frozenset({"manual", "continuous", HOURLY, "daily", RUN_AFTER, DBT_CLOUD, BUILDER})
_MORNING = "06:00"
_SUCCESS_KEY = "run_after_success_only"
_WORDS_LENGTH = 300
_SUCCESSES = {None: "", True: "yes", False: "no"}


def above(scene: Scene) -> list[Block]:
    """What the schedule is in words, and its next runs."""
    draft = _schedule(scene.session.draft)
    words = escape(describe(draft, scene.zone, now=scene.now), _WORDS_LENGTH)
    lines = [escape(line, _WORDS_LENGTH) for line in outlook(draft, scene.zone, now=scene.now)]
    said = NOW if same(draft, _schedule(scene.session.base)) else DRAFTED
    return [blocks.section(said.format(words=words)), *([blocks.context(*lines)] if lines else [])]


def _answers(scene: Scene, _spot: Spot) -> Answers:
    found = read_schedule(_schedule(scene.session.draft), scene.zone, now=scene.now)
    return {
        REPEAT: found.repeat,
        AT: found.at,
        ZONE: found.zone,
        SYNCS: list(found.sync_ids),
        SUCCESS: _SUCCESSES[found.success_only],
        CONNECTION: found.connection_id,
        JOB: found.job_id,
    }


def _form_of(given: Answers) -> ScheduleForm:
    return ScheduleForm(
        repeat=text_of(given, REPEAT),
        at=text_of(given, AT),
        zone=text_of(given, ZONE),
        sync_ids=tuple(list_of(given, SYNCS)),
        success_only=next(said for said, words in _SUCCESSES.items() if words == text_of(given, SUCCESS)),
        connection_id=text_of(given, CONNECTION),
        job_id=text_of(given, JOB),
    )


def _questions(scene: Scene, _spot: Spot, given: Answers) -> tuple[Question, ...]:
    repeat = text_of(given, REPEAT)
    asked = {
        "at": Question(AT, AT_LABEL, hint=_HINTS.get(repeat, AT_HINT)),
        "zone": _zone(scene, text_of(given, ZONE)),
        "sync_ids": _syncs(scene, list_of(given, SYNCS)),
        "success_only": Question(SUCCESS, SUCCESS_LABEL, Kind.ONE, (Pick("", NOT_SAID), *_yes_or_no())),
        "connection_id": _connection(scene, text_of(given, CONNECTION)),
        "job_id": Question(JOB, JOB_LABEL, hint=JOB_HINT),
    }
    first = Question(REPEAT, REPEAT_LABEL, Kind.ONE, _repeats(scene, repeat), redraws=True)
    return (first, *(asked[name] for name in inputs_of(repeat) if name != "success_only" or _has_success(scene, given)))


def _has_success(scene: Scene, given: Answers) -> bool:
    """Whether the kind of schedule has *Only after a run …*: as Polytomic's own form of it tells, or it is set."""
    offered = _option(scene, text_of(given, REPEAT))
    return offered is None or not offered.keys or _SUCCESS_KEY in offered.keys or bool(text_of(given, SUCCESS))


def _taken(scene: Scene, spot: Spot, given: Answers) -> JsonObject:
    if given == _answers(scene, spot):
        return scene.session.draft
    doc, had = scene.session.draft, _schedule(scene.session.draft)
    wanted = schedule_of(_form_of(given), had, now=scene.now, own_id=scene.session.sync_id)
    return doc if wanted is had else set_schedule(doc, wanted)


def _settled(_scene: Scene, _spot: Spot, was: Answers, now: Answers) -> Answers:
    """*At* stays where it fits, else it starts as such schedules usually do."""
    repeat = text_of(now, REPEAT)
    if "at" not in inputs_of(repeat):
        return {**now, AT: ""}
    if _clock(repeat) == _clock(text_of(was, REPEAT)) and text_of(now, AT):
        return now
    return {**now, AT: _DEFAULTS.get(repeat, _MORNING)}


def _notes(scene: Scene, _spot: Spot, given: Answers) -> tuple[str, ...]:
    frequency = str(_schedule(scene.session.draft).get("frequency") or "")
    lines = [KEPT_REPEATS[frequency]] if frequency == MULTI else []
    if text_of(given, REPEAT) == RUN_AFTER and scene.choosable.syncs is None:
        lines.append(SYNCS_NOT_KNOWN)
    offered = _option(scene, text_of(given, REPEAT))
    if offered and offered.description:
        repeat = dict(CHOOSABLE_REPEATS).get(text_of(given, REPEAT), text_of(given, REPEAT))
        lines.append(POLYTOMIC_SAYS.format(repeat=repeat, words=offered.description))
    if scene.choosable.schedules and len(_offered(scene.choosable.schedules)) < len(CHOOSABLE_REPEATS):
        lines.append(NOT_OFFERED)
    return (*lines, TAKES_EFFECT)


def _repeats(scene: Scene, present: str) -> tuple[Pick, ...]:
    """Those that Polytomic offers, and the present one; *Keep as it is* only where it cannot be chosen."""
    offered = _offered(scene.choosable.schedules or ())
    kept = read_schedule(_schedule(scene.session.draft), scene.zone, now=scene.now).repeat == KEEP
    picks = [Pick(value, words) for value, words in CHOOSABLE_REPEATS if value in offered or value == present]
    return (*picks, *([Pick(KEEP, KEEP_WORDS)] if kept else []))


def _offered(schedules: tuple[ScheduleOption, ...]) -> tuple[str, ...]:
    """The choices whose frequency Polytomic offers; all of them where it does not say."""
    frequencies = {each.frequency for each in schedules}
    every = [value for value, _ in CHOOSABLE_REPEATS]
    return tuple(value for value in every if not frequencies or _frequency(value) in frequencies)


def _option(scene: Scene, repeat: str) -> ScheduleOption | None:
    """What Polytomic says of a choice; None for keeping what cannot be chosen, and where it says nothing."""
    if repeat == KEEP:
        return None
    return next((each for each in scene.choosable.schedules or () if each.frequency == _frequency(repeat)), None)


def _frequency(repeat: str) -> str:
    return repeat if repeat in _PLAIN else _FREQUENCIES.get(repeat, WEEKLY)


def _clock(repeat: str) -> str:
    """Which kind of *At* a choice takes."""
    if "at" not in inputs_of(repeat):
        return ""
    return "cron" if repeat in _CRONS else repeat if repeat == HOURLY else "time"


def _zone(scene: Scene, present: str) -> Question:
    picks = tuple(Pick(each, each.replace("_", " "), more) for each, more in zone_picks(scene.zone, present))
    return Question(
        ZONE, ZONE_LABEL, Kind.FIND, picks, hint=ZONE_HINT, redraws=True, resolve=lambda text: zone_named(text).key
    )


def _syncs(scene: Scene, chosen: list[str]) -> Question:
    named = {key: name for key, name in (scene.choosable.syncs or {}).items() if key != scene.session.sync_id}
    every = {**{each: scene.known.names.get(each, each) for each in chosen}, **named}
    picks = tuple(Pick(key, name or key) for key, name in every.items())
    return Question(SYNCS, SYNCS_LABEL, Kind.SEVERAL, picks, hint=SYNCS_HINT)


def _connection(scene: Scene, present: str) -> Question:
    named = {each.connection_id: each.name for each in scene.choosable.connections or ()}
    every = {present: present, **named} if present else named
    return Question(
        CONNECTION,
        CONNECTION_LABEL,
        Kind.FIND,
        tuple(Pick(key, name) for key, name in every.items()),
        redraws=True,
        resolve=lambda text: meant_by(text, connection_names(scene.choosable.connections), "connection"),
        missing=STILL_LOADING if scene.choosable.connections is None else "",
    )


def _yes_or_no() -> tuple[Pick, Pick]:
    return Pick("yes", "Yes"), Pick("no", "No")


def _schedule(doc: JsonObject) -> JsonObject:
    found = row("schedule").value(doc)
    return found if isinstance(found, dict) else {}


ROOT = ItemForm(TITLE, _answers, _questions, _taken, _settled, _notes)
