"""What every handler is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from syncbot.changes.desk import Desk
from syncbot.changes.ports import Cache
from syncbot.changes.runs import Runs
from syncbot.changes.turnstile import Turnstile
from syncbot.changes.watch import Watches
from syncbot.observe import Told, untold
from syncbot.slack.people import SlackPeople
from syncbot.slack.screens import Screens
from syncbot.slack.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Home:
    """Where this app lives in Slack, and where Polytomic is.

    Attributes:
        team_id: The workspace of the token; requests of any other are refused.
        command: The slash command's name for help, "/sync".
        approval_channel, log_channel: Channel ids; empty where the settings need none.
        alert_channel: Where failing syncs are told; empty for nowhere.
        polytomic_url: For links, without a trailing slash.
    """

    team_id: str
    command: str = "/sync"
    approval_channel: str = ""
    log_channel: str = ""
    alert_channel: str = ""
    polytomic_url: str = "https://app.polytomic.com"

    def sync_url(self, sync_id: str) -> str:
        """The sync's page in Polytomic."""
        return f"{self.polytomic_url}/syncs/{sync_id}"


class Seen(Protocol):
    """Which deliveries were seen: Slack repeats events that it thinks were not taken."""

    async def first(self, event_id: str) -> bool:
        """Whether this is the first time that any process sees the id. Raises StoreUnavailable."""


@dataclass(frozen=True, slots=True)
class Bot:
    """The ports, Slack's surfaces, and the tasks that follow acknowledgements.

    Attributes:
        kept: What is remembered for a person or asked of Polytomic a moment ago.
        told: Of what follows an acknowledgement, and how long it took.
    """

    desk: Desk
    screens: Screens
    people: SlackPeople
    tasks: Tasks
    home: Home
    runs: Runs
    watches: Watches
    kept: Cache
    seen: Seen
    turnstile: Turnstile
    told: Told = untold
