"""Buttons about runs, the same wherever a sync is named. Those in messages that start or stop one ask first."""

from __future__ import annotations

from syncbot.changes.model import Change
from syncbot.changes.runs import Run
from syncbot.changes.states import State
from syncbot.slack import blocks
from syncbot.slack.blocks import Element
from syncbot.slack.text import plain, shorten
from syncbot.sync.fields import Effect

RUN = "run_now"
RUN_ASKED = "run_now_asked"
RUN_HERE = "run_now_here"
RUN_HERE_ASKED = "run_now_here_asked"
STOP = "run_stop"
STOP_ASKED = "run_stop_asked"
STATUS = "run_status"
TRY_FEW = "run_try_few"
FIX = "run_fix"

RUN_TEXT = "Run now"
STOP_TEXT = "Stop this run"
STATUS_TEXT = "Status"
TRY_FEW_TEXT = "Try on a few records"
RUN_QUESTION = "Run it now?"
RUN_MEANS = "It sends records to the target, as the sync is set up now."
STOP_QUESTION = "Stop this run?"
STOP_MEANS = "What was sent already stays in the target. The schedule stays as it is."
YES = "Yes"
NOT_NOW = "Not now"

_NAME_LENGTH = 50


def run_now(sync_id: str, name: str, *, asked: bool = True) -> Element:
    """*Run now*; `asked` puts the question first, which a message that is the question itself does without."""
    if not asked:
        return blocks.button(RUN_TEXT, RUN_ASKED, sync_id, label=_label(RUN_TEXT, name), style="primary")
    return _asking(blocks.button(RUN_TEXT, RUN, sync_id, label=_label(RUN_TEXT, name)), RUN_QUESTION, RUN_MEANS)


def stop_run(sync_id: str, name: str, *, asked: bool = True) -> Element:
    """*Stop this run*."""
    if not asked:
        return blocks.button(STOP_TEXT, STOP_ASKED, sync_id, label=_label(STOP_TEXT, name), style="danger")
    return _asking(blocks.button(STOP_TEXT, STOP, sync_id, label=_label(STOP_TEXT, name)), STOP_QUESTION, STOP_MEANS)


def of_run(sync_id: str, name: str, run: Run) -> list[Element]:
    """*Stop this run*, unless it has ended or was asked to stop already."""
    return [] if run.ended or run.stopping else [stop_run(sync_id, name)]


def status(sync_id: str, name: str) -> Element:
    """*Status*."""
    return blocks.button(STATUS_TEXT, STATUS, sync_id, label=_label(STATUS_TEXT, name))


def try_few(sync_id: str, name: str) -> Element:
    """*Try on a few records*."""
    return blocks.button(TRY_FEW_TEXT, TRY_FEW, sync_id, label=_label(TRY_FEW_TEXT, name))


def run_here(sync_id: str, name: str, *, asked: bool = True) -> Element:
    """*Run now* in a window: the question takes its place, since Slack's own would close the window."""
    action_id = RUN_HERE if asked else RUN_HERE_ASKED
    return blocks.button(RUN_TEXT, action_id, sync_id, label=_label(RUN_TEXT, name), style=None if asked else "primary")


def after_change(change: Change, *, here: bool = False) -> list[Element]:
    """*Run now* where something that was written waits for the next run; `here` for a window."""
    waits = any(code.startswith(f"{Effect.NEXT_RUN}:") for code in change.seen)
    button = run_here if here else run_now
    return [button(change.sync_id, change.sync_name)] if waits and change.state is State.APPLIED else []


def _label(text: str, name: str) -> str:
    return f"{text}: {shorten(plain(name), _NAME_LENGTH)}"


def _asking(button: Element, question: str, means: str) -> Element:
    return blocks.asking_first(button, question, means, yes=YES, no=NOT_NOW)
