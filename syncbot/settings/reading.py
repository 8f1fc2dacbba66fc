"""From the environment to the settings, with every fault there is: of single variables, and of several together."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource
from typing_extensions import override

from syncbot.errors import Misconfigured
from syncbot.settings import values
from syncbot.settings.environment import NAMES, REQUIRED_BY_DEFAULT, Settings
from syncbot.settings.quorum import quorum_fault

MISSING: Final = "{name} is not set."
WRONG: Final = "{name} {what}"
NO_ENTRANCE: Final = (
    "Neither SLACK_SIGNING_SECRET (for HTTP) nor SLACK_APP_TOKEN (for Socket Mode) is set; one must be."
)
NO_KEY: Final = (
    "No Polytomic key is set: set POLYTOMIC_API_KEY, or POLYTOMIC_DEPLOYMENT_KEY or POLYTOMIC_PARTNER_KEY "
    "with POLYTOMIC_ORGANIZATION_ID."
)
SEVERAL_KEYS: Final = "{names} are set together; keep one of them."
NO_ORGANIZATION: Final = "{name} is set without POLYTOMIC_ORGANIZATION_ID, which it needs."
NEEDED_FOR_APPROVAL: Final = (
    "{name} is not set, and approval can be needed (SYNCBOT_APPROVAL_REQUIRED is “{required}”); "
    "set it, or set SYNCBOT_APPROVAL_REQUIRED=none."
)
UNKNOWN: Final = "{name} is not a setting of syncbot; {nearest} was probably meant."

_KEYS: Final = ("POLYTOMIC_API_KEY", "POLYTOMIC_DEPLOYMENT_KEY", "POLYTOMIC_PARTNER_KEY")
_ORGANIZATION: Final = "POLYTOMIC_ORGANIZATION_ID"
_FOR_APPROVAL: Final = ("SYNCBOT_APPROVERS", "SYNCBOT_APPROVAL_CHANNEL")
_OWN_PREFIXES: Final = ("SYNCBOT_", "POLYTOMIC_")
_LIKENESS: Final = 0.86
_IN_PLACE: Final = {
    "SLACK_BOT_TOKEN": "xoxb-",
    "REDIS_URL": "redis://",
    "SYNCBOT_SECRET_KEY": "A" * 43 + "=",
    "SYNCBOT_EDITORS": values.EVERYBODY,
}
"""What stands for a required variable that cannot be used, so that the others can be read; nothing is done with it."""


class _Given(Settings):
    """Settings from arguments alone, whatever the environment says."""

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what was given."""
        return (init_settings,)


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of the environment, and what not.

    Attributes:
        settings: Whole; an attribute whose variable is in `unusable` says nothing.
        given: The variables that are set.
        faults: A variable's name (empty for several together) and what is wrong; in the order of the table.
        unusable: The variables that are missing, cannot be read, or stand in the way of another.
    """

    settings: Settings
    given: frozenset[str]
    faults: tuple[tuple[str, str], ...]
    unusable: frozenset[str]


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of `environ`, of the process's environment when None.

    Raises:
        Misconfigured: With every fault there is, in the order of the table.
    """
    reading = read_what_can_be(environ)
    if reading.faults:
        raise Misconfigured(tuple(sentence for _, sentence in reading.faults))
    return reading.settings


def read_what_can_be(environ: Mapping[str, str] | None = None) -> Reading:
    """As `read_settings`, but every variable that can be read by itself is read whatever is wrong with the others.

    Spaces and line breaks around a value do not count: where secrets come from files, one ends in most of them.
    """
    environ = os.environ if environ is None else environ
    given = {name: text for name in NAMES if (text := environ.get(name, "").strip())}
    single: dict[str, str] = {}
    try:
        settings = _settings(given)
    except ValidationError as exc:
        single = dict(_single(exc))
        spare = {name: text for name, text in _IN_PLACE.items() if name in single}
        settings = _settings(spare | {name: text for name, text in given.items() if name not in single})
    keyless = list(_key_faults(given))
    several = (
        *_entrance_faults(given),
        *(fault for _, fault in keyless),
        *_approval_faults(given),
        *_misspelt(environ),
    )
    unusable = frozenset({*single, *(name for name, _ in keyless)})
    return Reading(settings, frozenset(given), (*single.items(), *(("", fault) for fault in several)), unusable)


def _settings(given: Mapping[str, str]) -> Settings:
    return _Given(**given)  # type: ignore[arg-type]  # readers take text, whatever the attribute's type


def _single(error: ValidationError) -> Iterator[tuple[str, str]]:
    """The faults of single variables: each variable's name and the sentence."""
    for fault in error.errors(include_url=False, include_input=False):
        name = str(fault["loc"][0])
        reason = fault.get("ctx", {}).get("error", fault["msg"])
        missing = fault["type"] == "missing"
        yield name, MISSING.format(name=name) if missing else WRONG.format(name=name, what=reason)


def _entrance_faults(given: Mapping[str, str]) -> Iterator[str]:
    if "SLACK_SIGNING_SECRET" not in given and "SLACK_APP_TOKEN" not in given:
        yield NO_ENTRANCE


def _key_faults(given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is wrong with the variables that hold Polytomic's key: which must be mended, and the sentence."""
    keys = [name for name in _KEYS if name in given]
    if not keys:
        yield _KEYS[0], NO_KEY
    if len(keys) > 1:
        yield keys[-1], SEVERAL_KEYS.format(names=" and ".join(keys))
    if _ORGANIZATION not in given:
        yield from ((_ORGANIZATION, NO_ORGANIZATION.format(name=name)) for name in keys if name != _KEYS[0])


def _approval_faults(given: Mapping[str, str]) -> Iterator[str]:
    """What approval needs and has not."""
    required = given.get("SYNCBOT_APPROVAL_REQUIRED", REQUIRED_BY_DEFAULT)
    if values.names(required) != (values.NONE,):
        missing = (name for name in _FOR_APPROVAL if name not in given)
        yield from (NEEDED_FOR_APPROVAL.format(name=name, required=required) for name in missing)
        if fault := quorum_fault(given):
            yield fault


def _misspelt(environ: Mapping[str, str]) -> Iterator[str]:
    """Variables that are nearly a setting: silently not read, they would leave a default in force."""
    for name in environ:
        if name.startswith(_OWN_PREFIXES) and name not in NAMES:
            near = difflib.get_close_matches(name, NAMES, n=1, cutoff=_LIKENESS)
            if near:
                yield UNKNOWN.format(name=name, nearest=near[0])
