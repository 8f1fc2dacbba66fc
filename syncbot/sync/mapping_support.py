"""What a mapping asks of its target beside a value, and whether the target does that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from syncbot.errors import InvalidInput
from syncbot.sync.document import JsonObject
from syncbot.sync.entries import target_of
from syncbot.sync.known import Known

NOT_ENCRYPTED: Final = "{field} cannot be encrypted in {target}."
NOT_ENCRYPTED_NEXT: Final = "Leave it unencrypted, or choose another target field."
NOT_CREATED: Final = "{target} does not let {field} be created."
NOT_CREATED_NEXT: Final = "Choose a field that is there."
NO_WRITE: Final = "With the mode {mode}, {target} does not tell mappings apart by when they write."
NO_WRITE_NEXT: Final = "Leave the mapping of {field} to the sync's mode."
NOT_TAKEN: Final = "The mapping was not taken."


def unsupported(entry: JsonObject, was: JsonObject, doc: JsonObject, known: Known) -> Iterator[InvalidInput]:
    """What `entry` asks for, `was` did not, and the target is known not to do.

    Args:
        entry: A mapping.
        was: What it was; empty for a new one.
        doc: The draft, for its mode and target.
        known: What is known; of another target than the draft's it says nothing.
    """
    here = known.about(doc.get("target"))
    target = here.target
    if target is None:
        return
    words = {"field": target_of(entry), "target": here.target_name, "mode": doc.get("mode")}
    field = known.target_field(target_of(entry))
    moved = target_of(entry) != target_of(was)
    encrypts = target.supports_field_encryption and (field is None or field.encryptable)
    if (
        entry.get("encryption_enabled") is True
        and not encrypts
        and (moved or was.get("encryption_enabled") is not True)
    ):
        yield _refused(NOT_ENCRYPTED, NOT_ENCRYPTED_NEXT, words)
    if entry.get("new") is True and not target.supports_field_creation and (moved or was.get("new") is not True):
        yield _refused(NOT_CREATED, NOT_CREATED_NEXT, words)
    mode = next((each for each in target.modes if each.mode == doc.get("mode")), None)
    writes = mode is None or mode.supports_field_sync_mode
    if entry.get("sync_mode") and not writes and entry.get("sync_mode") != was.get("sync_mode"):
        yield _refused(NO_WRITE, NO_WRITE_NEXT, words)


def _refused(what: str, next_step: str, words: dict[str, object]) -> InvalidInput:
    return InvalidInput(
        what.format(**words), not_done=NOT_TAKEN, next_step=next_step.format(**words), field=f"fields.{words['field']}"
    )
