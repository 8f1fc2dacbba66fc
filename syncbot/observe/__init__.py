"""What can be seen of a running syncbot: its log, and its metrics in `syncbot.observe.metrics`."""

from __future__ import annotations

from syncbot.observe.calls import Made, Part, Told, untold, watched
from syncbot.observe.logs import set_up_logging
from syncbot.observe.redaction import HIDDEN, Redaction

__all__ = ["HIDDEN", "Made", "Part", "Redaction", "Told", "set_up_logging", "untold", "watched"]
