"""The part *Schedule*: *Repeat*, and the inputs that it needs."""

from __future__ import annotations

from dataclasses import replace

from slack_sdk.models.blocks import Block

from syncbot.changes.model import Session
from syncbot.slack import answers, blocks
from syncbot.slack.answers import Values
from syncbot.slack.blocks import Asked, Choice, Json
from syncbot.slack.parts.zone_choices import HINT, zone_choice
from syncbot.slack.scene import Scene, part_view, token
from syncbot.slack.text import escape
from syncbot.sync.document import JsonObject, same
from syncbot.sync.edits import set_schedule
from syncbot.sync.fields import Part, row
from syncbot.sync.recurrence import CONTINUOUS, HOURLY, MANUAL
from syncbot.sync.schedule import KEEP, REPEATS, Form, describe, form, outlook, read_form

PART = Part.SCHEDULE

REPEAT = "schedule_repeat"
AT = "schedule_at"
ZONE = "schedule_zone"

REPEAT_LABEL = "Repeat"
AT_LABEL = "At"
ZONE_LABEL = "Time zone"
KEEP_WORDS = "Keep as it is"
AT_HINT = "Like 6:00 or 18:30."
AT_HOURLY_HINT = "The minute of the hour, like :15."
AT_CRON_HINT = "Minute, hour, day of the month, month, day of the week, like 0 6 * * 1-5."
NOW = "Now: {words}."
DRAFTED = "With this draft: {words}."
TAKES_EFFECT = "A change of the schedule takes effect as soon as it is applied."

_CRON = "cron"
_WITHOUT_CLOCK = frozenset({MANUAL, CONTINUOUS, KEEP})
_HINTS = {HOURLY: AT_HOURLY_HINT, _CRON: AT_CRON_HINT}
_DEFAULTS = {HOURLY: ":00", _CRON: ""}
_MORNING = "06:00"
_WORDS_LENGTH = 300
_ANSWERED = "schedule"
_KEPT_LENGTH = 4


def view(scene: Scene) -> Json:
    """The part in the root view."""
    draft, shown = _schedule(scene.session.draft), rendered(scene)
    words = escape(describe(draft, scene.zone, now=scene.now), _WORDS_LENGTH)
    said = NOW if same(draft, _schedule(scene.session.base)) else DRAFTED
    parts: list[Block] = [
        blocks.section(said.format(words=words)),
        blocks.context(*(escape(line, _WORDS_LENGTH) for line in outlook(draft, scene.zone, now=scene.now))),
        blocks.select(_asked(scene, REPEAT_LABEL, REPEAT), _repeats(draft, scene), shown.repeat),
    ]
    if shown.repeat not in _WITHOUT_CLOCK:
        at = replace(_asked(scene, AT_LABEL, AT), hint=_HINTS.get(shown.repeat, AT_HINT))
        parts.append(blocks.text_input(at, shown.at))
        parts.append(blocks.external_select(_asked(scene, ZONE_LABEL, ZONE), zone_choice(shown.zone)))
    return part_view(scene, PART, [*parts, blocks.context(TAKES_EFFECT)])


def rendered(scene: Scene) -> Form:
    """What the inputs show: what was answered since the draft was stored, else the draft on the reader's clock."""
    kept = scene.session.screen.get(_ANSWERED)
    if isinstance(kept, list) and len(kept) == _KEPT_LENGTH and kept[0] == scene.session.revision:
        return Form(*map(str, kept[1:]))
    return read_form(_schedule(scene.session.draft), scene.zone, now=scene.now)


def read(values: Values, scene: Scene) -> Form:
    """What the inputs hold; those that were not touched, or are not there, hold what was rendered."""
    was = rendered(scene)
    zone = answers.chosen(values, ZONE, was.zone)
    return Form(
        repeat=answers.chosen(values, REPEAT, was.repeat),
        at=answers.typed(values, AT, was.at),
        zone=was.zone if zone == HINT else zone,
    )


def repeat_changed(values: Values, scene: Scene) -> Session:
    """The session whose view shows the inputs that the newly chosen *Repeat* needs; the draft stays as it is.

    *At* stays where it fits, else it starts as such schedules usually do.
    """
    was, given = rendered(scene), read(values, scene)
    at = given.at
    if given.repeat in _WITHOUT_CLOCK:
        at = ""
    elif _kind(given.repeat) != _kind(was.repeat) or not at:
        at = _DEFAULTS.get(given.repeat, _MORNING)
    kept = [scene.session.revision, given.repeat, at, given.zone]
    return replace(scene.session, screen={**scene.session.screen, _ANSWERED: kept})


def with_answers(doc: JsonObject, given: Form, scene: Scene) -> JsonObject:
    """The draft with what was answered; the same answers leave it as it is.

    Raises:
        InvalidInput: `field` is `schedule.zone`, `schedule.frequency`, or else a part that *At* gives.
    """
    had = _schedule(doc)
    wanted = form(given.repeat, given.at, given.zone, now=scene.now, old=had)
    return doc if wanted is had else set_schedule(doc, wanted)


def _asked(scene: Scene, label: str, action_id: str) -> Asked:
    shown = rendered(scene)
    about = token(shown.repeat, shown.at, shown.zone)
    return Asked(label, action_id, scene.block_id("schedule", action_id, about), dispatch=action_id == REPEAT)


def _repeats(draft: JsonObject, scene: Scene) -> list[Choice]:
    """The choices of *Repeat*; *Keep as it is* only where syncbot cannot set what is there."""
    choices = [Choice(value, words) for value, words in REPEATS if value != KEEP]
    kept = read_form(draft, scene.zone, now=scene.now).repeat == KEEP
    return [*choices, Choice(KEEP, KEEP_WORDS)] if kept else choices


def _kind(repeat: str) -> str:
    return repeat if repeat in {HOURLY, _CRON} or repeat in _WITHOUT_CLOCK else "time"


def _schedule(doc: JsonObject) -> JsonObject:
    found = row("schedule").value(doc)
    return found if isinstance(found, dict) else {}
