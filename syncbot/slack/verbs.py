"""The verbs of `/sync`, in one table: how each is written, an example, what it does, what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

COMMAND = "/sync"


class Verb(StrEnum):
    """The first word after the command; each value is that word."""

    HELP = "help"
    LIST = "list"
    SHOW = "show"
    EDIT = "edit"
    MAP = "map"
    UNMAP = "unmap"
    SCHEDULE = "schedule"
    SET = "set"
    PAUSE = "pause"
    RESUME = "resume"
    RUN = "run"
    CANCEL = "cancel"
    STATUS = "status"
    HISTORY = "history"
    UNDO = "undo"
    DRAFTS = "drafts"
    EXPORT = "export"


class Form(StrEnum):
    """What may follow a verb."""

    NOTHING = "nothing"
    TEXT = "text"
    SYNC = "sync"
    PART = "sync and part"
    MAPPING = "sync, source and target"
    TARGET = "sync and target"
    WHEN = "sync and when"
    VALUES = "sync and values"
    REASON = "sync and reason"


class Role(StrEnum):
    """Who may use a verb."""

    ANYONE = "anyone"
    LOOK = "look"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Row:
    """One verb.

    Attributes:
        usage: How it is written, after the command.
        example: One whole line, after the command.
        does: What it does, a short sentence without a full stop.
        opens: "" for an answer in a message, else the modal that it ends in: `editor`, `review` or `history`.
    """

    verb: Verb
    form: Form
    role: Role
    usage: str
    example: str
    does: str
    opens: str = ""


EDITOR, REVIEW, HISTORY = "editor", "review", "history"

ROWS: tuple[Row, ...] = (
    Row(Verb.HELP, Form.TEXT, Role.ANYONE, "help [VERB]", "help schedule", "shows what can be done"),
    Row(
        Verb.LIST,
        Form.TEXT,
        Role.LOOK,
        "list [TEXT | active | paused | all | failed]",
        "list failed",
        "lists syncs with status, schedule and target; `failed` those that failed in the last 48 hours",
    ),
    Row(Verb.SHOW, Form.SYNC, Role.LOOK, "show SYNC", "show Leads", "shows the whole configuration in words"),
    Row(
        Verb.EDIT,
        Form.PART,
        Role.EDIT,
        "edit SYNC [PART]",
        "edit Leads schedule",
        "opens the editor, at that part",
        EDITOR,
    ),
    Row(
        Verb.MAP,
        Form.MAPPING,
        Role.EDIT,
        "map SYNC SOURCE -> TARGET",
        "map Leads email -> Email",
        "maps a field; a target that is mapped already gets the new source",
        REVIEW,
    ),
    Row(Verb.UNMAP, Form.TARGET, Role.EDIT, "unmap SYNC TARGET", "unmap Leads Email", "removes a mapping", REVIEW),
    Row(
        Verb.SCHEDULE,
        Form.WHEN,
        Role.EDIT,
        "schedule SYNC WHEN [ZONE]",
        "schedule Leads weekdays 6:00 Europe/Berlin",
        "sets when it runs: `hourly`, `daily 6:00`, `weekdays 6:00`, `monday 9:30`, `manual`, `continuous`, cron",
        REVIEW,
    ),
    Row(
        Verb.SET,
        Form.VALUES,
        Role.EDIT,
        "set SYNC KEY=VALUE …",
        'set Leads name="New name" mode=update',
        "changes single values",
        REVIEW,
    ),
    Row(
        Verb.PAUSE,
        Form.REASON,
        Role.EDIT,
        "pause SYNC [because REASON]",
        "pause Leads because the CRM is being migrated",
        "pauses it: no more runs until it is resumed",
        REVIEW,
    ),
    Row(
        Verb.RESUME,
        Form.REASON,
        Role.EDIT,
        "resume SYNC [because REASON]",
        "resume Leads",
        "lets it run by its schedule again",
        REVIEW,
    ),
    Row(Verb.RUN, Form.SYNC, Role.EDIT, "run SYNC", "run Leads", "starts a run, after asking"),
    Row(Verb.CANCEL, Form.SYNC, Role.EDIT, "cancel SYNC", "cancel Leads", "stops the run in progress, after asking"),
    Row(
        Verb.STATUS,
        Form.SYNC,
        Role.LOOK,
        "status SYNC",
        "status Leads",
        "tells how the last run went, what its errors are about, and what runs now",
    ),
    Row(
        Verb.HISTORY,
        Form.PART,
        Role.LOOK,
        "history SYNC [PART]",
        "history Leads",
        "tells what was changed through syncbot and without it, by whom and why; *Undo* and *Put back*",
        HISTORY,
    ),
    Row(Verb.UNDO, Form.SYNC, Role.EDIT, "undo SYNC", "undo Leads", "takes back the last change", REVIEW),
    Row(
        Verb.DRAFTS,
        Form.NOTHING,
        Role.EDIT,
        "drafts",
        "drafts",
        "lists your unfinished edits and requests: continue, start over, discard, cancel",
    ),
    Row(
        Verb.EXPORT,
        Form.SYNC,
        Role.LOOK,
        "export SYNC",
        "export Leads",
        "sends you its mappings as a CSV file, which *Add several* takes",
    ),
)

_BY_VERB = {row.verb: row for row in ROWS}


def row(verb: Verb) -> Row:
    """The row of a verb."""
    return _BY_VERB[verb]


def usage(verb: Verb) -> str:
    """How a verb is written, with the command and an example, as one sentence of plain text."""
    found = _BY_VERB[verb]
    return f"Write {COMMAND} {found.usage}, for example {COMMAND} {found.example}"
