"""What lists of items have in common, mappings too: *Find*, *Refresh*, and what the draft did to an item."""

from __future__ import annotations

from syncbot.slack import blocks
from syncbot.slack.blocks import Block, Element
from syncbot.sync.difference import Kind
from syncbot.sync.fields import Part

FIND = "mappings_find"
REFRESH = "fields_refresh"

FIND_LABEL = "Find"
REFRESH_TEXT, REFRESH_LABEL = "Refresh fields", "Refresh: read the fields of the models and the target again"
REFRESHES = {
    **dict.fromkeys(
        (Part.MAPPINGS, Part.FILTERS, Part.OVERRIDES, Part.FIXED_VALUES, Part.IDENTITY), (REFRESH_TEXT, REFRESH_LABEL)
    ),
    Part.TARGET: ("Refresh", "Refresh: read the connections, their objects and the fields again"),
    Part.SCHEDULE: ("Refresh", "Refresh: read the syncs, the connections and the kinds of schedule again"),
    Part.NAME_AND_MODE: ("Refresh", "Refresh: read the modes of the target again"),
    Part.POLICIES: ("Refresh", "Refresh: read the policies again"),
}
"""The button of each part where something is chosen that Polytomic says exists, and what a screen reader says."""
STATES = {
    Kind.ADDED: "*Added* in this draft",
    Kind.CHANGED: "*Changed* in this draft",
    Kind.REMOVED: "*Removed* in this draft: gone when it is applied",
}

FIND_LENGTH = 200


def refresh(part: Part) -> list[Element]:
    """*Refresh*, for what was made in Polytomic or the target a moment ago; none where nothing of it is chosen."""
    text, label = REFRESHES.get(part, ("", ""))
    return [blocks.button(text, REFRESH, label=label)] if text else []


def refreshing(part: Part) -> list[Block]:
    """*Refresh* in a row of its own."""
    buttons = refresh(part)
    return [blocks.actions(*buttons)] if buttons else []
