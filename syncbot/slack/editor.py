"""The editor's root view: the overview, and what is found in it; `view` draws it at whatever part it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from syncbot.changes.runs import moment_of
from syncbot.slack import blocks, items_table
from syncbot.slack.blocks import Asked, Block, Json
from syncbot.slack.linking import link
from syncbot.slack.parts import items, mappings, read_only, run_options
from syncbot.slack.scene import Presence, Scene, changed_lines, root_view, token
from syncbot.slack.text import escape, moment, person
from syncbot.sync import words
from syncbot.sync.document import JsonObject, needs_passphrase
from syncbot.sync.fields import PARTS, Part

OPEN_PART = "editor_open_part"
FIND = "editor_find"
ACTIVE = "Active"
PAUSED = "Paused: no more runs until it is resumed"
RUNNING = "A run is in progress since {when}."
RUNNING_NOW = "A run is in progress."
LAST_RUN = "Last run: {status} {when}."
LAST_RUN_NOW = "Last run: {status}."
NEVER_RAN = "It has not run yet."
NEXT_RUN = "Next run: {when}."
NO_NEXT_RUN = "Next run: not planned."
STATUS_UNKNOWN = "Whether it runs now is not known: Polytomic did not answer."
HERE_TOO = "{person} has this open too ({part}, since {when})."
LEFT = "{person} left a draft of this, which is not open now."
WHAT_OF_IT = "What they apply is merged, or shown as a conflict."
OVERVIEW = "overview"
FIND_LABEL = "Find"
FIND_HINT = "A mapping, a filter or a setting. Press Enter to search; empty shows all."
FOUND_NONE = "Nothing matches “{find}”."
FOUND = "What matches “{find}”:"
FOUND_MORE = "{more} more match. Write more to narrow it."
PROBLEM_PREFIX = "Polytomic reports: {text}"

FOUND_AT_MOST = 20
PEOPLE_AT_MOST = 10
NEWS_AT_MOST = 5
_LINE_LENGTH = 200
_FIND_LENGTH = 200
_EDITORS = {
    Part.MAPPINGS: mappings.view,
    Part.RUN_OPTIONS: run_options.view,
}


def view(scene: Scene) -> Json:
    """The root view at the scene's place."""
    part = scene.place.part
    if part is None:
        return overview(scene)
    if part in items_table.EDITED:
        return items_table.view(scene, part)
    editor = _EDITORS.get(part)
    return editor(scene) if editor else read_only.view(scene, part)


def overview(scene: Scene) -> Json:
    """Name, state, runs, who else has it open, *Find*, then a row for each part or for what was found."""
    session = scene.session
    find = Asked(
        FIND_LABEL,
        FIND,
        scene.block_id("find", token(scene.place.find)),
        hint=FIND_HINT,
        optional=True,
        dispatch=True,
    )
    return root_view(
        scene,
        [
            blocks.section(f"*{escape(str(session.base.get('name') or session.sync_id), 250)}*", _state(session.base)),
            blocks.context(*_runs(scene.status), link(scene.url) if scene.url else ""),
            *([blocks.context(*_others(scene), WHAT_OF_IT)] if scene.others else []),
            *_news(session.screen),
            *_problems(session.base),
            blocks.text_input(find, scene.place.find, max_length=_FIND_LENGTH),
            *(_found(scene) if scene.place.find else _parts(scene)),
        ],
    )


def shown_parts(scene: Scene) -> tuple[Part, ...]:
    """The parts of the overview, in their order; `show` has the organization, which nobody edits."""
    left_out = {Part.ORGANIZATION} if needs_passphrase(scene.session.draft) else {Part.ORGANIZATION, Part.ENCRYPTION}
    return tuple(part for part in PARTS if part not in left_out)


def _state(doc: JsonObject) -> str:
    return ACTIVE if doc.get("active") else PAUSED


def _runs(status: JsonObject | None) -> tuple[str, ...]:
    if status is None:
        return (STATUS_UNKNOWN,)
    lines = []
    current, last = status.get("current_execution"), status.get("last_execution")
    if current:
        lines.append(_when(current.get("started_at"), RUNNING, RUNNING_NOW))
    if last:
        ended = escape(str(last.get("status") or ""))
        when = last.get("completed_at") or last.get("started_at")
        lines.append(_when(when, LAST_RUN, LAST_RUN_NOW).replace("{status}", ended))
    elif not current:
        lines.append(NEVER_RAN)
    lines.append(_when(status.get("next_execution_time"), NEXT_RUN, NO_NEXT_RUN))
    return tuple(lines)


def _when(iso: str | None, known: str, unknown: str) -> str:
    at = moment_of(iso)
    return unknown if at is None else known.replace("{when}", moment(at))


def _others(scene: Scene) -> list[str]:
    return [_other(one) for one in scene.others[:PEOPLE_AT_MOST]]


def _other(one: Presence) -> str:
    if not one.since:
        return LEFT.format(person=person(one.person))
    return HERE_TOO.format(person=person(one.person), part=one.part or OVERVIEW, when=moment(one.since))


def _news(screen: Mapping[str, Any]) -> list[Block]:
    """What others changed meanwhile, taken into the draft when it was opened again."""
    news = [str(line) for line in (*screen.get("theirs", ()), screen.get("news", "")) if line]
    return [blocks.context(*(escape(line, _LINE_LENGTH) for line in news[-NEWS_AT_MOST:]))] if news else []


def _problems(base: JsonObject) -> list[Block]:
    found = [str(problem.get("message") or problem.get("code") or "") for problem in base.get("problems") or ()]
    return (
        [blocks.context(*(PROBLEM_PREFIX.format(text=escape(text, _LINE_LENGTH)) for text in found[:5]))]
        if found
        else []
    )


def _parts(scene: Scene) -> list[Block]:
    held = _unfinished(scene)
    return [_row(scene, part, held) for part in shown_parts(scene)]


def _unfinished(scene: Scene) -> dict[Part, str]:
    """What is said of each part that is not finished, finished mrkdwn."""
    return {each.spot.part: f"*{escape(each.line, _LINE_LENGTH)}*" for each in items_table.held(scene)}


def _row(scene: Scene, part: Part, held: Mapping[Part, str]) -> Block:
    verb = "Edit" if part in _EDITORS or part in items_table.EDITED else "Show"
    state = words.part_state(scene.words_doc(part), part, scene.known, zone=scene.zone, now=scene.now)
    return blocks.section(
        f"*{part}*",
        escape(state, _LINE_LENGTH),
        *changed_lines(scene, part),
        held.get(part, ""),
        accessory=blocks.button(verb, OPEN_PART, part, label=f"{verb} {part}"),
    )


def _found(scene: Scene) -> list[Block]:
    find = scene.place.find
    held = _unfinished(scene)
    rows = [_row(scene, part, held) for part in _mentioning(scene)]
    mapped, others = mappings.found(scene), items_table.found(scene)
    if not rows and not mapped and not others:
        return [blocks.section(FOUND_NONE.format(find=escape(find)))]
    shown = mapped[: max(FOUND_AT_MOST - len(others), FOUND_AT_MOST // 2)]
    rest = others[: FOUND_AT_MOST - len(shown)]
    more = len(mapped) + len(others) - len(shown) - len(rest)
    return [
        blocks.section(FOUND.format(find=escape(find))),
        *rows,
        *mappings.drawn(scene, shown),
        *(block for each in rest for block in items.drawn(*each)),
        *([blocks.context(FOUND_MORE.format(more=more))] if more > 0 else []),
    ]


def _mentioning(scene: Scene) -> list[Part]:
    """The parts whose name, or what they hold, has the words; lists, whose items are found, by name alone."""
    wanted = scene.place.find.casefold()
    doc = scene.words_doc(Part.OTHER)
    lines = dict(words.show_lines(doc, scene.known, zone=scene.zone, now=scene.now))
    return [
        part
        for part in shown_parts(scene)
        if wanted in part.casefold()
        or (part not in items_table.LISTED and any(wanted in line.casefold() for line in lines.get(part, ())))
    ]
