"""A town in which a lost write is soon given up, and the change whose write is lost."""

from __future__ import annotations

from dataclasses import replace

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from tests.scenarios.town import SHORT

QUICK = replace(
    SHORT,
    timings=replace(SHORT.timings, margin=0.3, reread=0.05, patience=0.6),
    patience=replace(SHORT.patience, write_seconds=0.5),
)
"""The write's total deadline is what recovery waits for."""

ONTO_PHONE = f'/sync map "{LEADS}" region -> Phone'
