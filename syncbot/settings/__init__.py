"""What the environment says: read once at start, every fault named at once, no secret repeated."""

from __future__ import annotations

from syncbot.settings.environment import Entrance, PolytomicKey, Settings, read_settings
from syncbot.settings.values import Sentinel, web_address

__all__ = ["Entrance", "PolytomicKey", "Sentinel", "Settings", "read_settings", "web_address"]
