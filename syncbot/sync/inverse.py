"""The inverse of a change: what an undo makes of the sync as that change left it."""

from __future__ import annotations

from syncbot.sync.difference import difference, with_items
from syncbot.sync.document import JsonObject, Shape
from syncbot.sync.known import NOTHING_KNOWN
from syncbot.sync.merge import merge


def inverse(before: JsonObject, meant: JsonObject, after: JsonObject, *, shape: Shape) -> JsonObject:
    """`after` (canonical) with what the change did taken back, and nothing else.

    It is a draft on the base `after`. Carried over to what is there now (`syncbot.sync.merge`), it keeps what was
    changed later; where that overlaps, the two clash.

    Args:
        before: The sync just before the change was written.
        meant: What the change should have made of it.
        after: What Polytomic had once it was written: where it keeps a value in another form, that form is taken back
            too. Edits of others that came in between are kept.
        shape: Of all three.

    Raises:
        Moved: The three are not in one shape.
    """
    turned = merge(meant, before, after, shape=shape)
    kept_otherwise = {(clash.row, clash.key) for clash in turned.clashes}
    back = difference(meant, before, shape=shape, known=NOTHING_KNOWN)
    return with_items(turned.merged, tuple(item for item in back if (item.row, item.key) in kept_otherwise))
