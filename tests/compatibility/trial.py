"""What a run under one combination tells its tests, by the environment."""

from __future__ import annotations

import os
from typing import Final

from tests.compatibility.combinations import API_VERSIONS, TRANSPORTS

API_VERSION: Final = "SYNCBOT_TRIAL_API_VERSION"
TRANSPORT: Final = "SYNCBOT_TRIAL_TRANSPORT"


def api_version() -> str:
    """The version that the bot asks Polytomic for."""
    return os.environ.get(API_VERSION, API_VERSIONS[0])


def transport() -> str:
    """How Slack reaches the bot: `http` or `socket`."""
    return os.environ.get(TRANSPORT, TRANSPORTS[0])
