"""One mapping in a pushed view: *Source field*, *Target field*, *Write*, and what is ticked."""

from __future__ import annotations

from dataclasses import replace

from slack_sdk.models.blocks import Block

from syncbot.slack import answers, blocks
from syncbot.slack.answers import Values
from syncbot.slack.blocks import Asked, Choice, Json
from syncbot.slack.parts.field_choices import Source, read_source, read_target, source_choice, target_choice
from syncbot.slack.parts.mapping_entry import Entry, entry_of, fixed_value
from syncbot.slack.scene import Scene, token
from syncbot.slack.text import escape
from syncbot.sync.known import Known
from syncbot.sync.vocabulary import WRITES, coded

VIEW = "mapping_item"
SOURCE = "mapping_source"
TARGET = "mapping_target"
WRITE = "mapping_write"
TICKS = "mapping_ticks"

TITLE = "Mapping"
SUBMIT = "Done"
CLOSE = "Cancel"
SOURCE_LABEL = "Source field"
TARGET_LABEL = "Target field"
WRITE_LABEL = "Write"
TICKS_LABEL = "Options"
TYPE_TO_SEARCH = "Type to search"
BY_MODE = "as the sync's mode says"
CREATE = "Create this field in the target"
CREATE_MORE = "The target does not have it yet; Polytomic makes it."
ENCRYPT = "Encrypt"
ENCRYPT_MORE = "Needs the passphrase of this sync."
FIXED = "This mapping writes a fixed value, {value}, whatever the source says."
INTO_DRAFT = "*Done* takes it into the draft. Nothing is written to Polytomic before the review."

_BLOCK = "map"
_NEW_ITEM = "new"
_DEFAULT = "default"
_TICK_NEW, _TICK_ENCRYPT = "new", "encrypt"


def view(scene: Scene, item_id: str = "") -> Json:
    """The view for a mapping of the draft; without an id, for a new one."""
    doc, known, entry = scene.session.draft, scene.known, entry_of(scene.session.draft, item_id)
    about = item_id or _NEW_ITEM
    fixed = fixed_value(doc, item_id)
    source = source_choice(known, doc, entry.source) if isinstance(entry.source, Source) else None
    target = target_choice(known, entry.target) if isinstance(entry.target, str) and entry.target else None
    asked_source = Asked(SOURCE_LABEL, SOURCE, scene.block_id(_BLOCK, about, "source"), optional=bool(fixed))
    asked_target = Asked(TARGET_LABEL, TARGET, scene.block_id(_BLOCK, about, "target"))
    shown: list[Block] = [
        *([blocks.context(FIXED.format(value=escape(fixed, 120)))] if fixed else []),
        blocks.external_select(asked_source, source, placeholder=TYPE_TO_SEARCH),
        blocks.external_select(asked_target, target, placeholder=TYPE_TO_SEARCH),
        *_write(scene, entry, about),
        *_ticks(scene, entry, about),
        blocks.context(INTO_DRAFT),
    ]
    return blocks.view(blocks.Modal(VIEW, TITLE, meta=scene.session.session_id, submit=SUBMIT, close=CLOSE), shown)


def identity(values: Values) -> tuple[str, int]:
    """Which mapping a submitted view is about (empty for a new one), and the draft's revision when it was drawn."""
    block_id = answers.block_of(values, TARGET) or f"{_BLOCK}:{_NEW_ITEM}:target:r0"
    _, about, _, revision = block_id.split(":")
    return "" if about == _NEW_ITEM else about, int(revision.removeprefix("r"))


def read(values: Values, known: Known, rendered: Entry) -> Entry:
    """What a submitted view holds.

    Args:
        values: `view.state.values`.
        known: As when the options were offered.
        rendered: `entry_of` the draft that the view was drawn from: what an untouched input means.

    Raises:
        InvalidInput: A choice that is no field; `field` is `source` or `target`.
    """
    source_value = answers.chosen(values, SOURCE, "")
    target_value = answers.chosen(values, TARGET, "")
    was_source = rendered.source if isinstance(rendered.source, Source) else None
    was_target = rendered.target if isinstance(rendered.target, str) else ""
    ticked = answers.ticked(values, TICKS, _ticked(rendered))
    write = answers.chosen(values, WRITE, _write_value(rendered.write))
    return replace(
        rendered,
        source=read_source(source_value, known, was_source) if source_value else rendered.source,
        target=read_target(target_value, known, was_target) if target_value else rendered.target,
        write=next((mode for mode in ("", *WRITES, rendered.write) if _write_value(mode) == write), rendered.write),
        new=_TICK_NEW in ticked,
        encrypt=_TICK_ENCRYPT in ticked,
    )


def _write(scene: Scene, entry: Entry, about: str) -> list[Block]:
    """*Write*, where the target's mode has it, or is not known, or the mapping uses it already."""
    target = scene.known.target
    mode = scene.session.draft.get("mode")
    allowed = target is None or any(each.supports_field_sync_mode for each in target.modes if each.mode == mode)
    if not allowed and not entry.write:
        return []
    modes = dict.fromkeys((*WRITES, entry.write))
    choices = [Choice(_DEFAULT, BY_MODE), *(Choice(_write_value(mode), coded(mode, WRITES)) for mode in modes if mode)]
    asked = Asked(WRITE_LABEL, WRITE, scene.block_id(_BLOCK, about, "write"))
    return [blocks.select(asked, choices, _write_value(entry.write))]


def _write_value(mode: str) -> str:
    """The option's value: a mode that the API documents by its name, any other as a hash."""
    return _DEFAULT if not mode else mode if mode in WRITES else token("write", mode)


def _ticks(scene: Scene, entry: Entry, about: str) -> list[Block]:
    """The boxes that the target supports, or that are ticked already."""
    target = scene.known.target
    choices = []
    if target is None or target.supports_field_creation or entry.new:
        choices.append(Choice(_TICK_NEW, CREATE, CREATE_MORE))
    if target is None or target.supports_field_encryption or entry.encrypt:
        choices.append(Choice(_TICK_ENCRYPT, ENCRYPT, ENCRYPT_MORE))
    if not choices:
        return []
    ticked = _ticked(entry)
    asked = Asked(TICKS_LABEL, TICKS, scene.block_id(_BLOCK, about, "ticks"), optional=True)
    return [blocks.checkboxes(asked, choices, ticked)]


def _ticked(entry: Entry) -> frozenset[str]:
    return frozenset(name for name, ticked in ((_TICK_NEW, entry.new), (_TICK_ENCRYPT, entry.encrypt)) if ticked)
