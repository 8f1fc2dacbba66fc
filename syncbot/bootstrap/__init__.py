"""The composition root: the only place that names concrete classes. Importing it does nothing."""

from __future__ import annotations

from syncbot.bootstrap.composing import Tuning, composed
from syncbot.bootstrap.parts import (
    connect_store,
    open_history,
    open_passphrases,
    open_people,
    open_polytomic,
    opened_store,
)
from syncbot.bootstrap.serving import Syncbot

__all__ = [
    "Syncbot",
    "Tuning",
    "composed",
    "connect_store",
    "open_history",
    "open_passphrases",
    "open_people",
    "open_polytomic",
    "opened_store",
]
