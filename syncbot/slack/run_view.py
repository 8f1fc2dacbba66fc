"""What is asked before a run starts or stops, what is said after, and the form of *Try on a few records*."""

from __future__ import annotations

from collections.abc import Sequence

from syncbot.changes.runs import Run
from syncbot.slack import answers, blocks, run_buttons, run_words
from syncbot.slack.answers import Values
from syncbot.slack.blocks import Asked, Block, Json, Modal
from syncbot.slack.text import code, escape
from syncbot.sync.document import JsonObject
from syncbot.sync.edits import mappings
from syncbot.sync.few import AT_MOST
from syncbot.sync.phrases import counted
from syncbot.sync.vocabulary import MODES

RUN_QUESTION = "Run *{name}* now? It sends records to {target}, as the sync is set up now."
PAUSED = "The sync is paused: this is one run, and the schedule stays off."
STOP_QUESTION = "Stop this run of *{name}*? What was sent already stays in the target."
IN_PROGRESS = "A run of *{name}* is in progress already, so no other was started."
NOTHING_RUNS = "No run of *{name}* is in progress. Nothing was stopped."
STARTED = "A run of *{name}* was started. Its progress updates in a direct message until it ends."
STOPPING = "Polytomic was asked to stop the run of *{name}*. A direct message says when it has stopped."
THE_TARGET = "its target"

HERE_VIEW = "run_here"
FEW_VIEW = "run_few"
FEW = "run_few_records"
FEW_BLOCK = "run_few:records"
FEW_TITLE = "Try on a few records"
FEW_SUBMIT = "Run these"
FEW_LABEL = "Records"
FEW_HINT = "One record per line, at most {most}. Write {what}."
FEW_ONE = "its {field}, by which this sync knows a record"
FEW_SEVERAL = "its {fields} with commas between, by which this sync knows a record"
FEW_WARNING = (
    "These records are written to {target} for real, with {mappings}, as the sync is set up now: it {mode}. "
    "Drafts do not count. What is written stays written."
)
FEW_WARNING_OTHER_MODE = "has the mode {mode}"
FEW_STARTED = "A run of {count} of *{name}* was started. Its progress updates in a direct message until it ends."

_NAME_LENGTH = 150


def question(sync_id: str, name: str, *, target: str, active: bool) -> Json:
    """Asked once, since a run sends records."""
    text = RUN_QUESTION.format(name=escape(name, _NAME_LENGTH), target=escape(target) if target else THE_TARGET)
    buttons = blocks.actions(run_buttons.run_now(sync_id, name, asked=False), run_buttons.try_few(sync_id, name))
    return blocks.message(text, [blocks.section(text, "" if active else PAUSED), buttons])


def question_here(sync_id: str, name: str, *, target: str) -> Json:
    """The same in a window."""
    text = RUN_QUESTION.format(name=escape(name, _NAME_LENGTH), target=escape(target) if target else THE_TARGET)
    return _here(blocks.section(text), blocks.actions(run_buttons.run_here(sync_id, name, asked=False)))


def started_here(name: str) -> Json:
    """Said in that window."""
    return _here(blocks.section(STARTED.format(name=escape(name, _NAME_LENGTH))))


def _here(*parts: Block) -> Json:
    return blocks.view(Modal(HERE_VIEW, run_buttons.RUN_TEXT, ends=True), parts)


def stop_question(sync_id: str, name: str, run: Run) -> Json:
    """Asked once before a run is stopped."""
    text = STOP_QUESTION.format(name=escape(name, _NAME_LENGTH))
    lines = (text, run_words.result(run), run_words.counts(run))
    buttons = blocks.actions(run_buttons.stop_run(sync_id, name, asked=False), run_buttons.status(sync_id, name))
    return blocks.message(text, [blocks.section(*lines), buttons])


def in_progress(sync_id: str, name: str, run: Run) -> Json:
    """Why no other run was started."""
    text = IN_PROGRESS.format(name=escape(name, _NAME_LENGTH))
    lines = (text, run_words.result(run), run_words.counts(run))
    buttons = blocks.actions(run_buttons.status(sync_id, name), *run_buttons.of_run(sync_id, name, run))
    return blocks.message(text, [blocks.section(*lines), buttons])


def said(sentence: str, name: str, **more: str) -> Json:
    """One of the sentences of this module as a message."""
    text = sentence.format(name=escape(name, _NAME_LENGTH), **more)
    return blocks.message(text, [blocks.section(text)])


def few_view(doc: JsonObject, sources: Sequence[JsonObject], *, target: str) -> Json:
    """The form; the sync's id is its `meta`."""
    fields = [str(source["field"]) for source in sources]
    what = FEW_ONE.format(field=fields[0]) if len(fields) == 1 else FEW_SEVERAL.format(fields=", ".join(fields))
    warning = FEW_WARNING.format(
        target=escape(target) if target else THE_TARGET,
        mappings=counted(len(mappings(doc)), "mapping"),
        mode=_mode(str(doc.get("mode") or "")),
    )
    asked = Asked(FEW_LABEL, FEW, FEW_BLOCK, hint=FEW_HINT.format(most=AT_MOST, what=what))
    modal = Modal(FEW_VIEW, FEW_TITLE, meta=str(doc.get("id") or ""), submit=FEW_SUBMIT)
    return blocks.view(
        modal,
        [
            blocks.section(f"*{escape(str(doc.get('name') or ''), _NAME_LENGTH)}*", warning),
            blocks.text_input(asked, multiline=True),
        ],
    )


def _mode(mode: str) -> str:
    """What the mode does to the target, as the end of "it …"."""
    return MODES.get(mode) or FEW_WARNING_OTHER_MODE.format(mode=code(mode))


def few_started(name: str, count: int) -> Json:
    """Shown in place of the form."""
    text = FEW_STARTED.format(name=escape(name, _NAME_LENGTH), count=run_words.records(count))
    return blocks.view(Modal(FEW_VIEW, FEW_TITLE), [blocks.section(text)])


def read_few(values: Values) -> str:
    """The lines that were typed."""
    return answers.typed(values, FEW, "", multiline=True)
