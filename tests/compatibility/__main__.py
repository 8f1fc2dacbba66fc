"""`python -m tests.compatibility`: the journeys in so many combinations that every two values meet; `--all` in all.

Each combination runs in an environment of its own under `build/`, with a redis-server of that version first on PATH.
Exits 1 when one fails, or when this machine lacks what one needs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.compatibility.combinations import Combination, every, pairwise
from tests.compatibility.environments import PLACE, ROOT, Lacking, python_of, redis_of
from tests.compatibility.trial import API_VERSION, TRANSPORT
from tests.saying import say

JOURNEYS = (
    "tests/store",
    "tests/polytomic",
    *(
        f"tests/scenarios/test_{name}.py"
        for name in (
            "edit",
            "editor",
            "commands",
            "outside",
            "outside_at_once",
            "approval",
            "emergency",
            "history",
            "runs",
            "drafts",
            "drafts_listed",
            "bad_news",
        )
    ),
)
"""What people do every day, what Redis must hold, and what Polytomic is asked."""

PASSED = "passed"
FAILED = "FAILED, see {log}"
ROW = "{:<8}{:<7}{:<12}{:<8}{:>6}  {}"


def main() -> int:
    """Print a line for each combination."""
    parser = argparse.ArgumentParser(prog="python -m tests.compatibility", description=__doc__)
    parser.add_argument("--all", action="store_true", help="every combination")
    combinations = every() if parser.parse_args().all else pairwise()
    say(ROW.format("Python", "Redis", "API", "Slack", "took", "journeys"))
    results = [_tried(combination) for combination in combinations]
    well = sum(result.startswith(PASSED) for result in results)
    say(f"{well} of {len(combinations)} combinations passed")
    return 0 if well == len(combinations) else 1


def _tried(combination: Combination) -> str:
    began = time.monotonic()
    try:
        result = _run(combination)
    except Lacking as exc:
        result = str(exc)
    say(ROW.format(*combination, f"{time.monotonic() - began:.0f} s", result))
    return result


def _run(combination: Combination) -> str:
    """`passed` and how many, or what failed and where all that pytest said is kept."""
    python = python_of(combination.python)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "redis-server").symlink_to(redis_of(combination.redis))
        environment = {
            **os.environ,
            "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
            API_VERSION: combination.api_version,
            TRANSPORT: combination.transport,
        }
        command = [str(python), "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", *JOURNEYS]
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    lines = ended.stdout.splitlines()
    if ended.returncode == 0:
        return f"{PASSED}: {lines[-1]}"
    log = PLACE / f"{'-'.join(combination)}.log"
    log.write_text(ended.stdout + ended.stderr, encoding="utf-8")
    failed = [line for line in lines if line.startswith(("FAILED ", "ERROR "))]
    return "\n  ".join([FAILED.format(log=log.relative_to(ROOT)), *failed])


if __name__ == "__main__":
    sys.exit(main())
