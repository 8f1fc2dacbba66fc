"""What lists of items have in common, mappings too: *Find*, *Refresh fields*, and what the draft did to an item."""

from __future__ import annotations

from syncbot.slack import blocks
from syncbot.slack.blocks import Element
from syncbot.sync.difference import Kind

FIND = "mappings_find"
REFRESH = "fields_refresh"

FIND_LABEL = "Find"
REFRESH_TEXT = "Refresh fields"
REFRESH_LABEL = "Refresh: read the fields of the models and the target again"
STATES = {
    Kind.ADDED: "*Added* in this draft",
    Kind.CHANGED: "*Changed* in this draft",
    Kind.REMOVED: "*Removed* in this draft: gone when it is applied",
}

FIND_LENGTH = 200


def refresh() -> Element:
    """*Refresh fields*: for a field that was made in a model or the target a moment ago."""
    return blocks.button(REFRESH_TEXT, REFRESH, label=REFRESH_LABEL)
