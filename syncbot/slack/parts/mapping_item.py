"""One mapping in a pushed view: *Source field*, *Target field*, *Write*, and what is ticked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from slack_sdk.models.blocks import Block

from syncbot.errors import InvalidInput
from syncbot.slack import answers, blocks
from syncbot.slack.answers import Values
from syncbot.slack.blocks import Asked, Choice, Json
from syncbot.slack.parts.field_choices import Source, Typed, read_source, read_target, source_choice, target_choice
from syncbot.slack.scene import Scene, token
from syncbot.slack.text import escape
from syncbot.sync import edits
from syncbot.sync.document import JsonObject
from syncbot.sync.known import Known
from syncbot.sync.mappings import NOT_THERE, NOT_THERE_NEXT, NOT_THERE_NOT_DONE
from syncbot.sync.phrases import value_words
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
NO_SOURCE = "No source field is chosen."
NO_TARGET = "No target field is chosen."
CHOOSE_ONE = "Choose one."

_BLOCK = "map"
_NEW_ITEM = "new"
_DEFAULT = "default"
_TICK_NEW, _TICK_ENCRYPT = "new", "encrypt"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the inputs hold.

    Attributes:
        item_id: Empty for a mapping that is being added.
        source: None when none is chosen.
        target: The id of a target field; empty when none is chosen.
        write: As `syncbot.sync.mappings.Mapping.write`; empty for the sync's own mode.
    """

    item_id: str = ""
    source: Source | Typed | None = None
    target: str | Typed = ""
    write: str = ""
    new: bool = False
    encrypt: bool = False

    @property
    def text_ids(self) -> tuple[str, ...]:
        """Under what the texts are remembered that were typed instead of choosing."""
        return tuple(chosen.text_id for chosen in (self.source, self.target) if isinstance(chosen, Typed))


def entry_of(doc: JsonObject, item_id: str) -> Entry:
    """A mapping of the draft as inputs; empty inputs for an empty `item_id`. Raises InvalidInput when it is gone."""
    if not item_id:
        return Entry()
    found = next((mapping for mapping in edits.mappings(doc) if mapping.item_id == item_id), None)
    if found is None:
        raise InvalidInput(NOT_THERE, not_done=NOT_THERE_NOT_DONE, next_step=NOT_THERE_NEXT)
    source = Source(found.model_id, found.field) if found.field else None
    return Entry(item_id, source, found.target, found.write, found.new, found.encrypt)


def view(scene: Scene, item_id: str = "") -> Json:
    """The view for a mapping of the draft; without an id, for a new one."""
    doc, known, entry = scene.session.draft, scene.known, entry_of(scene.session.draft, item_id)
    about = item_id or _NEW_ITEM
    fixed = _fixed_value(doc, item_id)
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


def with_texts(entry: Entry, texts: Mapping[str, str], known: Known, base: JsonObject) -> Entry:
    """The entry with typed texts resolved to fields.

    Args:
        entry: What was read.
        texts: By `text_id`, for each of `entry.text_ids`.
        known: What exists.
        base: The sync, which tells what models it reads.

    Raises:
        InvalidInput: There is no such field; `field` is `source` or `target`, the sentence names the nearest.
    """
    if isinstance(entry.source, Typed):
        with _about("source"):
            entry = replace(entry, source=Source(*edits.resolve_source(texts[entry.source.text_id], known, base)))
    if isinstance(entry.target, Typed):
        text = texts[entry.target.text_id]
        with _about("target"):
            entry = replace(entry, target=text.strip() if entry.new else edits.resolve_target(text, known))
    return entry


def with_entry(doc: JsonObject, entry: Entry) -> JsonObject:
    """The draft with the entry added or changed; what was not changed in the inputs stays as it is.

    Raises:
        InvalidInput: No source or target, or the target is mapped already; `field` is `source` or `target`.
    """
    rendered = entry_of(doc, entry.item_id)
    if isinstance(entry.source, Typed) or isinstance(entry.target, Typed):
        msg = "typed texts are resolved before an entry is taken into a draft"
        raise TypeError(msg)
    if not entry.target:
        raise InvalidInput(NO_TARGET, next_step=CHOOSE_ONE, field="target")
    if entry.source is None and not _fixed_value(doc, entry.item_id):
        raise InvalidInput(NO_SOURCE, next_step=CHOOSE_ONE, field="source")
    with _about("target"):
        return _changed(doc, entry, rendered) if entry.item_id else _added(doc, entry)


def _added(doc: JsonObject, entry: Entry) -> JsonObject:
    source = entry.source if isinstance(entry.source, Source) else Source("", "")
    return edits.add_mapping(
        doc,
        model_id=source.model_id,
        field=source.field,
        target=str(entry.target),
        write=entry.write or None,
        new=entry.new or None,
        encrypt=entry.encrypt or None,
    )


def _changed(doc: JsonObject, entry: Entry, was: Entry) -> JsonObject:
    source = entry.source if isinstance(entry.source, Source) and entry.source != was.source else None
    return edits.change_mapping(
        doc,
        entry.item_id,
        model_id=source.model_id if source else None,
        field=source.field if source else None,
        target=str(entry.target) if entry.target != was.target else None,
        write=entry.write if entry.write != was.write else None,
        new=entry.new if entry.new != was.new else None,
        encrypt=entry.encrypt if entry.encrypt != was.encrypt else None,
    )


@contextmanager
def _about(field: str) -> Iterator[None]:
    """What goes wrong inside is about this input."""
    try:
        yield
    except InvalidInput as fault:
        raise InvalidInput(fault.what, not_done=fault.not_done, next_step=fault.next_step, field=field) from fault


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


def _fixed_value(doc: JsonObject, item_id: str) -> str:
    """The fixed value of a mapping in words, or empty."""
    found = next((mapping for mapping in edits.mappings(doc) if mapping.item_id == item_id), None)
    return value_words(found.override_value) if found and found.override_value is not None else ""
