"""The fields that others changed too, each with its three values and the sides to choose from. View and reader."""

from __future__ import annotations

from syncbot.changes.conflict import Keep
from syncbot.changes.model import Side
from syncbot.changes.review import Review
from syncbot.slack import blocks
from syncbot.slack.answers import chosen
from syncbot.slack.blocks import Block
from syncbot.slack.calls import Payload, ViewCall
from syncbot.slack.fitting import pages_of
from syncbot.slack.text import escape, plain
from syncbot.sync.phrases import counted

CALLBACK = "conflict"
SIDE = "conflict_side"
BLOCK = "conflict"

TITLE = "Review changes"
SUBMIT = "Review again"
CLASH = "Others changed the same fields after you opened this. Nothing is written yet."
SIDES = "*{place}*\nWhen you opened it: {base}\nNow{who}: {theirs}\nYours: {ours}"
BY = " (last saved by {name})"
NO_VALUE = "(nothing)"
MORE = "When these are chosen, {more} will follow."
NEXT = "*Review again* shows what comes of it against what is there now. Nothing is written before you confirm that."
CHOICES = {Keep.MINE: "Keep mine", Keep.THEIRS: "Take theirs", Keep.BOTH: "Keep both"}
AT_A_TIME = 30
_VALUE_LENGTH = 700
_PLACE_LENGTH = 300
_WEIGHT = 150_000


def view(review: Review, *, close: str) -> Payload:
    """What others changed too, so many fields at a time; the rest comes once these are chosen."""
    by = BY.format(name=escape(review.changed_by)) if review.changed_by else ""
    parts: list[Block] = [blocks.section(f"*{escape(review.name, 150)}*", CLASH)]
    told = [_values(side, by) for side in review.clashes]
    first, *_ = pages_of(told, AT_A_TIME, _WEIGHT)
    for side, text in zip(review.clashes, first, strict=False):
        parts += [blocks.section(text), _choice(side)]
    more = len(review.clashes) - len(first)
    parts.append(blocks.context(*([MORE.format(more=counted(more, "more field"))] if more > 0 else []), NEXT))
    modal = blocks.Modal(CALLBACK, TITLE, meta=review.session.session_id, submit=SUBMIT, close=close)
    return blocks.view(modal, parts)


def _values(side: Side, by: str) -> str:
    """One above the other, as a phone shows them."""
    return SIDES.format(
        place=escape(side.place, _PLACE_LENGTH),
        base=escape(side.base or NO_VALUE, _VALUE_LENGTH),
        theirs=escape(side.theirs or NO_VALUE, _VALUE_LENGTH),
        ours=escape(side.ours or NO_VALUE, _VALUE_LENGTH),
        who=by,
    )


def _choice(side: Side) -> Block:
    keeps = [keep for keep in Keep if side.both or keep is not Keep.BOTH]
    asked = blocks.Asked(plain(side.place, 150), SIDE, f"{BLOCK}:{side.mark}")
    return blocks.radio(asked, [blocks.Choice(keep.value, CHOICES[keep]) for keep in keeps])


def read(view: ViewCall) -> dict[str, Keep]:
    """The sides that were chosen, by the mark of each field."""
    found = {}
    for block_id, elements in view.values.items():
        name, _, mark = block_id.partition(":")
        side = chosen({block_id: elements}, SIDE, "")
        if name == BLOCK and side:
            found[mark] = Keep(side)
    return found
