"""How each part of a sync stands, in one phrase: what the overview shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from syncbot.sync.condition_words import groups
from syncbot.sync.document import JsonObject, Shape, configuration, needs_passphrase, shape_of
from syncbot.sync.entries import listed
from syncbot.sync.fields import Part, Row, rows_of, unknown_rows
from syncbot.sync.identity_words import identities, identity, strategy_of, strategy_words
from syncbot.sync.known import Known
from syncbot.sync.naming import Naming, naming
from syncbot.sync.phrases import counted, plain, shortened
from syncbot.sync.schedule_words import describe
from syncbot.sync.target_words import target_state
from syncbot.sync.vocabulary import MODES, coded

ACTIVE = "Active"
PAUSED = "Paused"
ENCRYPTED = "{mappings} encrypted; a full write needs the passphrase"
NOT_ENCRYPTED = "No mapping is encrypted"
NO_ORGANIZATION = "Not told"
NO_IDENTITY = "No identity"


@dataclass(frozen=True)
class Seen:
    """A sync in canonical form with all that its words need."""

    doc: JsonObject
    known: Known
    zone: str | None
    now: datetime | None

    @cached_property
    def names(self) -> Naming:
        """What its fields are called."""
        return naming(self.known, self.doc)

    @property
    def schedule(self) -> JsonObject:
        """Its schedule, empty when it has none."""
        found = self.doc.get("schedule")
        return found if isinstance(found, dict) else {}


def see(doc: JsonObject, known: Known, zone: str | None, now: datetime | None) -> Seen:
    """What to put into words, from a GET or a draft."""
    canonical = configuration(doc, shape_of(doc) or Shape.GROUPED)
    return Seen(canonical, known, zone, now)


def _mappings(seen: Seen) -> str:
    return counted(len(listed(seen.doc.get("fields"))), "mapping")


def _filters(seen: Seen) -> str:
    models, target = groups(seen.doc)
    if target.conditions:
        return f"{counted(len(models.conditions), 'filter')} {models.of}, {len(target.conditions)} {target.of}"
    said = counted(len(models.conditions), "filter")
    return f"{said}, {shortened(models.logic_words)}" if len(models.conditions) > 1 else said


def _overrides(seen: Seen) -> str:
    return counted(len(listed(seen.doc.get("overrides"))), "override")


def _fixed_values(seen: Seen) -> str:
    return counted(len(listed(seen.doc.get("override_fields"))), "fixed value")


def _identity(seen: Seen) -> str:
    found = identities(seen.doc)
    if len(found) == 1:
        return identity(found[0], seen.names)
    said = counted(len(found), "identity", "identities")
    return f"{said}, {strategy_words(strategy_of(seen.doc.get('identities')))}" if found else NO_IDENTITY


def _target(seen: Seen) -> str:
    return target_state(seen.doc.get("target"), seen.known)


def _schedule(seen: Seen) -> str:
    return describe(seen.schedule, seen.zone, now=seen.now) if seen.zone and seen.now else describe(seen.schedule)


def _run_options(seen: Seen) -> str:
    switches = [entry for entry in rows_of(Part.RUN_OPTIONS) if entry.key != "active"]
    on = [entry.label for entry in switches if entry.value(seen.doc) is True]
    return "; ".join((ACTIVE if seen.doc.get("active") is True else PAUSED, *on))


def _name_and_mode(seen: Seen) -> str:
    return f"{plain(seen.doc.get('name'))}, {mode_words(seen)}"


def _policies(seen: Seen) -> str:
    return counted(len(listed(seen.doc.get("policies"))), "policy", "policies")


def _encryption(seen: Seen) -> str:
    if not needs_passphrase(seen.doc):
        return NOT_ENCRYPTED
    encrypted = [entry for entry in seen.doc["fields"] if isinstance(entry, dict) and entry.get("encryption_enabled")]
    return ENCRYPTED.format(mappings=counted(len(encrypted), "mapping"))


def _organization(seen: Seen) -> str:
    return plain(seen.doc.get("organization_id") or NO_ORGANIZATION)


def _others(seen: Seen) -> str:
    return counted(len(other_rows(seen)), "other setting")


def mode_words(seen: Seen) -> str:
    """The mode as it is stored, with the target's own label for it, else what it means."""
    modes = seen.known.target.modes if seen.known.target else ()
    return coded(seen.doc.get("mode"), MODES | {mode.mode: mode.label for mode in modes if mode.label})


def other_rows(seen: Seen) -> tuple[Row, ...]:
    """What nobody has heard of, at the top of the sync; inside target and schedule it is told there."""
    return tuple(entry for entry in unknown_rows(seen.doc) if len(entry.paths[0]) == 1)


STATES: Final[dict[Part, Callable[[Seen], str]]] = {
    Part.MAPPINGS: _mappings,
    Part.FILTERS: _filters,
    Part.OVERRIDES: _overrides,
    Part.FIXED_VALUES: _fixed_values,
    Part.IDENTITY: _identity,
    Part.TARGET: _target,
    Part.SCHEDULE: _schedule,
    Part.RUN_OPTIONS: _run_options,
    Part.NAME_AND_MODE: _name_and_mode,
    Part.POLICIES: _policies,
    Part.ENCRYPTION: _encryption,
    Part.ORGANIZATION: _organization,
    Part.OTHER: _others,
}
"""How each part stands, in one phrase."""
