"""A strict stand-in of Slack, driven by people who act through labels and words."""

from __future__ import annotations

from syncbot.sandbox.slack.deliveries import Ack
from syncbot.sandbox.slack.faults import Fault
from syncbot.sandbox.slack.person import Person
from syncbot.sandbox.slack.screen import Screen
from syncbot.sandbox.slack.stand_in import SlackStandIn

__all__ = ["Ack", "Fault", "Person", "Screen", "SlackStandIn"]
