"""Processes that do not outlive the one that started them, however that one ends: `kill -9` too (on Linux)."""

from __future__ import annotations

import os
import sys

# A launcher instead of preexec_fn, which is unsafe beside threads: PR_SET_PDEATHSIG (1) survives the exec.
_LAUNCHER = """
import ctypes, os, signal, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    if os.getppid() != int(sys.argv[1]):
        sys.exit("the parent is gone")
os.execv(sys.argv[2], sys.argv[2:])
"""


def bound(*command: str) -> list[str]:
    """The command line that runs this command bound to this process: it gets SIGKILL when this one is gone.

    Args:
        command: The path of a program, and its arguments. It keeps the number of the process that is started.
    """
    return [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(os.getpid()), *command]
