"""The part *Run options*: what can be switched on and off.

An input that nobody touched may arrive as empty once its view was updated, which is how unticking the last box arrives
too. So every tick is told at once and remembered beside the draft; an empty list that comes later stands for that.
"""

from __future__ import annotations

from dataclasses import replace

from syncbot.changes.model import Session
from syncbot.slack import answers, blocks
from syncbot.slack.answers import Values
from syncbot.slack.blocks import Asked, Choice, Json
from syncbot.slack.scene import Scene, part_view
from syncbot.sync.document import JsonObject
from syncbot.sync.edits import set_value
from syncbot.sync.fields import Part, rows_of
from syncbot.sync.known import Known

PART = Part.RUN_OPTIONS

OPTIONS = "run_options"
LABEL = "Run options"
MORE = {
    "active": "Runs by its schedule. Without it: paused at once, no more runs.",
    "sync_all_records": "Every run sends all records, not only those that changed.",
    "only_enrich_updates": "Records that exist are enriched, none are added.",
    "skip_initial_backfill": "The first run leaves out the records that are there already.",
}
"""One line beside each option."""

_TOLD = "run_options"


def view(scene: Scene) -> Json:
    """The part in the root view."""
    asked = Asked(LABEL, OPTIONS, scene.block_id("settings", OPTIONS), optional=True, dispatch=True)
    choices = [Choice(row.key, row.label, MORE.get(row.key, "")) for row in rows_of(PART)]
    return part_view(scene, PART, [blocks.checkboxes(asked, choices, answers_of(scene.session.draft))])


def answers_of(doc: JsonObject) -> frozenset[str]:
    """The keys of the options that are on."""
    return frozenset(row.key for row in rows_of(PART) if row.value(doc) is True)


def read(values: Values, session: Session) -> frozenset[str]:
    """The ticked options; those last told, else those of the draft, when they were not touched."""
    return answers.ticked(values, OPTIONS, frozenset()) or _told(session)


def told(values: Values, session: Session) -> Session:
    """The session that remembers what a tick left ticked."""
    ticked = sorted(answers.ticked(values, OPTIONS, _told(session)))
    return replace(session, screen={**session.screen, _TOLD: [session.revision, ticked]})


def _told(session: Session) -> frozenset[str]:
    """What was ticked since the draft was stored, else what the draft has."""
    kept = session.screen.get(_TOLD)
    if isinstance(kept, list) and kept[:1] == [session.revision]:
        return frozenset(map(str, kept[1]))
    return answers_of(session.draft)


def with_answers(doc: JsonObject, given: frozenset[str], known: Known) -> JsonObject:
    """The draft with what was ticked; what is the same stays as it is."""
    for key in sorted(given ^ answers_of(doc)):
        doc = set_value(doc, key, "yes" if key in given else "no", known)
    return doc
