"""The link to a sync in Polytomic, which stands wherever a sync is named."""

from __future__ import annotations

from syncbot.slack import blocks
from syncbot.slack.blocks import Json

LINK = "<{url}|Open in Polytomic>"


def link(url: str) -> str:
    """The link, as finished mrkdwn."""
    return LINK.format(url=url)


def linked(shown: Json, url: str) -> Json:
    """A message or a view with the link below all else."""
    return {**shown, "blocks": [*shown["blocks"], blocks.context(link(url))]}
