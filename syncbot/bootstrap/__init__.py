"""The composition root: the only place that names concrete classes. Importing it does nothing."""

from __future__ import annotations

from syncbot.bootstrap.composing import Syncbot, Tuning, composed
from syncbot.bootstrap.parts import connect_store, open_history, open_passphrases, open_people, open_polytomic

__all__ = [
    "Syncbot",
    "Tuning",
    "composed",
    "connect_store",
    "open_history",
    "open_passphrases",
    "open_people",
    "open_polytomic",
]
