"""Which sync a command line means: by its id, a link to it, its name, or a part of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncbot import bootstrap
from syncbot.changes.find import Match, Nearest, Several, find_among, sync_id_in
from syncbot.errors import NotFound, RemoteFault

if TYPE_CHECKING:
    from syncbot.settings import Settings

SEVERAL: Final = 'Several syncs match "{text}". Give the id or the whole name of one of them:\n{matches}'
NONE: Final = 'No sync is called "{text}".'
NEAREST: Final = "The nearest:\n{matches}"
NO_NAMES: Final = "Names are not known without Polytomic: give the sync's id, or a link to it."
_LISTED: Final = "  {sync_id}  {name}"


async def sync_meant(settings: Settings, text: str) -> Match:
    """The one sync; its name is empty, and Polytomic is not asked, where the text has its id.

    Raises:
        NotFound: None or several match; the sentence lists the nearest, or all of them.
        RemoteFault: Polytomic did not give the names.
    """
    sync_id = sync_id_in(text)
    if sync_id is not None:
        return Match(sync_id, "")
    async with bootstrap.open_polytomic(settings) as polytomic:
        try:
            syncs = await polytomic.list_syncs()
        except RemoteFault as fault:
            fault.next_step = NO_NAMES
            raise
    found = find_among(text, syncs)
    if isinstance(found, Several):
        raise NotFound(SEVERAL.format(text=text, matches=_listed(found.matches)))
    if isinstance(found, Nearest):
        nearest = NEAREST.format(matches=_listed(found.matches)) if found.matches else ""
        raise NotFound(NONE.format(text=text), next_step=nearest)
    return found


def _listed(matches: tuple[Match, ...]) -> str:
    return "\n".join(_LISTED.format(sync_id=match.sync_id, name=match.name) for match in matches)
