"""What the environment says: read once at start, every fault named at once, no secret repeated."""

from __future__ import annotations

from syncbot.settings.environment import Entrance, PolytomicKey, Settings
from syncbot.settings.reading import Reading, read_settings, read_what_can_be
from syncbot.settings.values import Sentinel, web_address

__all__ = [
    "Entrance",
    "PolytomicKey",
    "Reading",
    "Sentinel",
    "Settings",
    "read_settings",
    "read_what_can_be",
    "web_address",
]
