"""`syncbot check`: whether everything that syncbot needs is there, one line each with what mends it."""

from __future__ import annotations

import asyncio
import shutil
import sys
import textwrap
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from cryptography.fernet import Fernet

from syncbot.bootstrap.standing import polytomic_findings, redis_findings, slack_findings
from syncbot.findings import Finding, Verdict, examine
from syncbot.observe import Redaction, set_up_logging
from syncbot.settings import Reading, Settings, read_what_can_be
from syncbot.settings.environment import NAMES

SETTINGS: Final = "Settings"
SECRET_KEY: Final = "Secret key"  # noqa: S105 -- what a line is about
_SECRET_KEY: Final = "SYNCBOT_SECRET_KEY"  # noqa: S105 -- a variable's name

ALL_READ: Final = "All {count} that are set can be read, and none is missing."
FRESH_KEY: Final = "{fault} Here is a fresh one, to keep as a password is kept: {name}={key}"
ONE_KEY: Final = "One Fernet key."
SEVERAL_KEYS: Final = "{count} Fernet keys: the first encrypts, all decrypt."
NOT_LOOKED_AT: Final = "Not looked at: {names} must be mended first."
BROKEN: Final = "Could not be looked at ({kind})."
SOME_FAULTS: Final = "{count} to mend."
NO_FAULT: Final = "Nothing to mend."
_ENDLESS: Final = sys.maxsize

_Look = Callable[[Settings], Awaitable[tuple[Finding, ...]]]
_LOOKS: Final[Mapping[str, tuple[_Look, frozenset[str]]]] = {
    "Redis": (redis_findings, frozenset({"REDIS_URL", "SYNCBOT_REDIS_SENTINEL", "SYNCBOT_REDIS_SENTINEL_URL"})),
    "Slack": (slack_findings, frozenset({"SLACK_BOT_TOKEN", "SYNCBOT_SLACK_API_URL"})),
    "Polytomic key": (
        polytomic_findings,
        frozenset(name for name in NAMES if name.startswith("POLYTOMIC_")),
    ),
}
"""What is looked at, and the variables without which it cannot be."""


async def check(environ: Mapping[str, str] | None = None) -> int:
    """Look at everything, whatever is wrong with something else; 1 when there is a fault, else 0."""
    reading = read_what_can_be(environ)
    set_up_logging("error", "text", secrets=reading.settings.secrets)
    looked = await asyncio.gather(*(_look(subject, reading) for subject in _LOOKS), return_exceptions=True)
    found = [*_settings(reading), _secret_key(reading)]
    for subject, findings in zip(_LOOKS, looked, strict=True):
        found += _broken(subject, findings) if isinstance(findings, BaseException) else findings
    redaction = Redaction(reading.settings.secrets)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _ENDLESS
    sys.stdout.writelines(redaction(_line(finding, width)) + "\n" for finding in found)
    faults = sum(finding.verdict is Verdict.FAULT for finding in found)
    sys.stdout.write((SOME_FAULTS.format(count=faults) if faults else NO_FAULT) + "\n")
    return int(faults > 0)


def _line(finding: Finding, width: int) -> str:
    """One line; on a terminal broken between words where it is too long for that."""
    head = f"{finding.verdict:<5}  {finding.subject:<17}  "
    return textwrap.fill(
        finding.text,
        width if width > 2 * len(head) else _ENDLESS,
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    )


async def _look(subject: str, reading: Reading) -> tuple[Finding, ...]:
    look, needs = _LOOKS[subject]
    if lacking := sorted(needs & reading.unusable):
        return (Finding.mind(subject, NOT_LOOKED_AT.format(names=", ".join(lacking))),)
    return await examine(subject, lambda: look(reading.settings))


def _broken(subject: str, error: BaseException) -> tuple[Finding, ...]:
    """An error that nobody expected; its words may hold anything, so only its kind is told."""
    return (Finding.fault(subject, BROKEN.format(kind=type(error).__name__)),)


def _settings(reading: Reading) -> list[Finding]:
    faults = [Finding.fault(SETTINGS, sentence) for name, sentence in reading.faults if name != _SECRET_KEY]
    return faults or [Finding.fine(SETTINGS, ALL_READ.format(count=len(reading.given)))]


def _secret_key(reading: Reading) -> Finding:
    for name, sentence in reading.faults:
        if name == _SECRET_KEY:
            fresh = Fernet.generate_key().decode()
            return Finding.fault(SECRET_KEY, FRESH_KEY.format(fault=sentence, name=name, key=fresh))
    count = len(reading.settings.secret_keys)
    return Finding.fine(SECRET_KEY, ONE_KEY if count == 1 else SEVERAL_KEYS.format(count=count))
