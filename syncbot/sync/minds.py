"""What a person should know before writing a draft; none of it blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from syncbot.sync.check import Proposal, entries_of, identities_of, new_sources, new_targets
from syncbot.sync.difference import Item, Kind
from syncbot.sync.document import ABSENT
from syncbot.sync.entries import listed, target_of
from syncbot.sync.minds_of_parts import Mind, minds_of_parts

RUNNING: Final = "A run is in progress. It goes on with the configuration that it started with."
IDENTITY_NEEDS: Final = "Identity matches records on {target}, and no mapping writes that field any more."
REQUIRED: Final = "{target} is required in {object}, and no mapping writes it any more."
WRITE_ONLY: Final = (
    "Encryption is turned on for {targets}. Polytomic never gives the passphrase back, so that part of the write "
    "cannot be verified."
)
ALSO_FIXED: Final = "{target} now has a mapping and a fixed value. Which of the two Polytomic writes is not known."
PROBLEM: Final = "Polytomic reports a problem that stops this sync from running: “{message}”"
UNCHECKED: Final = "Polytomic did not tell what exists, so this was not checked: {what}."
UNCHECKED_TARGETS: Final = "the target fields {names}"
UNCHECKED_SOURCES: Final = "the source fields {names}"
UNCHECKED_MODE: Final = "whether the target allows the mode {mode}"
UNCHECKED_OBJECT: Final = "whether the new object has the fields that the sync names"
UNCHECKED_CODE: Final = "unchecked"

__all__ = ["UNCHECKED_CODE", "Mind", "minds_of"]


def minds_of(draft: Proposal, problems: Any) -> tuple[Mind, ...]:
    """What to know, the most pressing first; nothing when the draft changes nothing.

    Args:
        draft: What is proposed.
        problems: The `problems` of the GET, or None.
    """
    if not draft.items:
        return ()
    running = [Mind("running", RUNNING)] if draft.known.running else []
    return (
        *running,
        *_problems(problems),
        *_removed(draft),
        *_also_fixed(draft),
        *_write_only(draft),
        *minds_of_parts(draft),
        *_unchecked(draft),
    )


def _problems(problems: Any) -> Iterator[Mind]:
    for problem in listed(problems):
        if isinstance(problem, dict):
            code, message = problem.get("code"), problem.get("message")
            yield Mind(f"problem:{code}:{problem.get('path', '')}", PROBLEM.format(message=message or code))


def _removed(draft: Proposal) -> Iterator[Mind]:
    gone = {item.key for item in draft.of("fields") if item.kind is Kind.REMOVED}
    gone -= {target_of(entry) for entry in listed(draft.doc.get("override_fields"))}
    identities = dict.fromkeys(target_of(identity) for identity in identities_of(draft.doc))
    yield from (Mind(f"identity:{name}", IDENTITY_NEEDS.format(target=name)) for name in identities if name in gone)
    target = draft.known.target
    for field in target.fields if target else ():
        if target and field.required and field.field_id in gone - identities.keys():
            text = REQUIRED.format(target=field.field_id, object=draft.known.target_name)
            yield Mind(f"required:{field.field_id}", text)


def _also_fixed(draft: Proposal) -> Iterator[Mind]:
    touched = [item.key for row in ("fields", "override_fields") for item in draft.of(row)]
    mapped, fixed = (
        {target_of(entry) for entry in listed(draft.doc.get(row))} for row in ("fields", "override_fields")
    )
    for name in dict.fromkeys(touched):
        if name and name in mapped & fixed:
            yield Mind(f"fixed:{name}", ALSO_FIXED.format(target=name))


def _write_only(draft: Proposal) -> Iterator[Mind]:
    names = [item.key for item in draft.of("fields") if _encrypts(entries_of(item)) and not _encrypts(_before(item))]
    if names:
        yield Mind("write-only", WRITE_ONLY.format(targets=", ".join(names)))


def _before(item: Item) -> list[Any]:
    return [] if item.old is ABSENT else item.old if isinstance(item.old, list) else [item.old]


def _encrypts(entries: list[Any]) -> bool:
    return any(isinstance(entry, dict) and entry.get("encryption_enabled") is True for entry in entries)


def _unchecked(draft: Proposal) -> Iterator[Mind]:
    what = []
    if draft.known.target is None and (targets := list(new_targets(draft))):
        what.append(UNCHECKED_TARGETS.format(names=", ".join(targets)))
    sources = [field for _, model_id, field in new_sources(draft) if model_id not in draft.known.models]
    if sources:
        what.append(UNCHECKED_SOURCES.format(names=", ".join(dict.fromkeys(sources))))
    if draft.known.target is None and draft.of("target"):
        what.append(UNCHECKED_OBJECT)
    if draft.of("mode") and not (draft.known.target and draft.known.target.modes):
        what.append(UNCHECKED_MODE.format(mode=draft.mode))
    if what:
        yield Mind(UNCHECKED_CODE, UNCHECKED.format(what="; ".join(what)))
