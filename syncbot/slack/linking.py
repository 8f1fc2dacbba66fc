"""The link to a sync in Polytomic, as the last line of a message."""

from __future__ import annotations

from syncbot.slack import blocks
from syncbot.slack.blocks import Json

LINK = "<{url}|Open in Polytomic>"


def linked(message: Json, url: str) -> Json:
    """The message with the link below all else."""
    return {**message, "blocks": [*message["blocks"], blocks.context(LINK.format(url=url))]}
