"""What each call is for, in the words that an error about it uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Aim:
    """The purpose of a call.

    Attributes:
        doing: An infinitive without "to", for "may not …".
        undone: A whole sentence for when it certainly did not happen.
        thing: What the path names, for "no such …".
        unsure: A whole sentence for when it may have happened; empty for a call that only reads.
        find: How to find the right one when there is no such thing, a whole sentence or empty.
    """

    doing: str
    undone: str
    thing: str
    unsure: str = ""
    find: str = ""


_FIND_SYNC: Final = "Find the sync with /sync list."

READ_SYNC: Final = Aim("read the sync", "The sync was not read.", "sync", find=_FIND_SYNC)
WRITE_SYNC: Final = Aim(
    "write the sync",
    "Nothing was written.",
    "sync",
    unsure="Whether the change was written is not known.",
    find=_FIND_SYNC,
)
ACTIVATE: Final = {
    True: Aim(
        "resume the sync",
        "The sync was not resumed.",
        "sync",
        unsure="Whether the sync was resumed is not known.",
        find=_FIND_SYNC,
    ),
    False: Aim(
        "pause the sync",
        "The sync was not paused.",
        "sync",
        unsure="Whether the sync was paused is not known.",
        find=_FIND_SYNC,
    ),
}
"""By the state that is asked for."""
CANCEL: Final = Aim(
    "stop the run",
    "The run was not stopped.",
    "sync",
    unsure="Whether the run was stopped is not known.",
    find=_FIND_SYNC,
)
READ_STATUS: Final = Aim("read the sync's status", "The sync's status was not read.", "sync", find=_FIND_SYNC)
LIST_SYNCS: Final = Aim("list the syncs", "The syncs were not listed.", "list of syncs")
LIST_MODELS: Final = Aim("list the models", "The models were not listed.", "list of models")
READ_MODEL: Final = Aim("read the model", "The model was not read.", "model")
LIST_CONNECTIONS: Final = Aim("list the connections", "The connections were not listed.", "list of connections")
LIST_TARGETS: Final = Aim("list the target objects", "The target objects were not listed.", "connection")
READ_FIELDS: Final = Aim("read the target's fields", "The target's fields were not read.", "target object")
READ_KEY: Final = Aim("tell whose key it is", "Whose key it is was not read.", "key")
LIST_POLICIES: Final = Aim("list the policies", "The policies were not listed.", "list of policies")
LIST_SCHEDULES: Final = Aim("list the schedules", "The kinds of schedule were not listed.", "list of schedules")
