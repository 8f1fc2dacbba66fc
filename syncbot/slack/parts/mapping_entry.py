"""What the inputs of one mapping hold, from the draft and back into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from syncbot.errors import InvalidInput
from syncbot.slack.parts.field_choices import Source, Typed
from syncbot.sync import edits
from syncbot.sync.document import JsonObject
from syncbot.sync.known import Known
from syncbot.sync.mappings import NOT_THERE, NOT_THERE_NEXT, NOT_THERE_NOT_DONE
from syncbot.sync.phrases import value_words

NO_SOURCE = "No source field is chosen."
NO_TARGET = "No target field is chosen."
CHOOSE_ONE = "Choose one."


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
    if entry.source is None and not fixed_value(doc, entry.item_id):
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


def fixed_value(doc: JsonObject, item_id: str) -> str:
    """The fixed value of a mapping in words, or empty."""
    found = next((mapping for mapping in edits.mappings(doc) if mapping.item_id == item_id), None)
    return value_words(found.override_value) if found and found.override_value is not None else ""
