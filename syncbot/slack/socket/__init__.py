"""Socket Mode: Slack's requests over connections that this process opens.

Facts: docs.slack.dev, *Using Socket Mode*.
"""

from __future__ import annotations

from syncbot.slack.socket.answering import Answering
from syncbot.slack.socket.line import Pace
from syncbot.slack.socket.lines import Lines

__all__ = ["Answering", "Lines", "Pace"]
