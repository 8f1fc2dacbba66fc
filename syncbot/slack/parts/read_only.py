"""A part that is shown in words and left as it is."""

from __future__ import annotations

from syncbot.slack import blocks
from syncbot.slack.blocks import Block, Json
from syncbot.slack.paging import page_of
from syncbot.slack.scene import Scene, part_view
from syncbot.slack.text import escape
from syncbot.sync import words
from syncbot.sync.fields import Part

LINES_PER_PAGE = 40
LEFT_AS_IT_IS = "It is written back exactly as it is."
WHY = {
    Part.ORGANIZATION: "A sync stays in the organization that it was made in: only Polytomic's partners may move it.",
    Part.ENCRYPTION: "A passphrase never passes through Slack, so it is not set here.",
}
"""Why a part cannot be changed here."""
EMPTY = "Nothing is set."
IS_KEPT = "A passphrase is kept for this sync, and sent with each full write."
IS_MISSING = (
    "No passphrase is kept for this sync, so that only its pause can be written. Whoever runs syncbot gives it once "
    "with `syncbot passphrase SYNC`."
)

_LINE_LENGTH = 300
_LINES_PER_SECTION = 8


def view(scene: Scene, part: Part) -> Json:
    """The part's lines, paged."""
    lines = [escape(line, _LINE_LENGTH) for line in _lines(scene, part)]
    page = page_of(lines, scene.place.page, LINES_PER_PAGE)
    shown = page.rows or [EMPTY]
    parts: list[Block] = [
        blocks.section(*shown[at : at + _LINES_PER_SECTION]) for at in range(0, len(shown), _LINES_PER_SECTION)
    ]
    if part is Part.ENCRYPTION:
        parts.append(blocks.section(IS_KEPT if scene.passphrase_kept else IS_MISSING))
    return part_view(
        scene.turned_to(page.number), part, [*parts, blocks.context(WHY.get(part, ""), LEFT_AS_IT_IS)], pages=page.count
    )


def _lines(scene: Scene, part: Part) -> tuple[str, ...]:
    lines = dict(words.show_lines(scene.words_doc(part), scene.known, zone=scene.zone, now=scene.now))
    return tuple(lines.get(part, ()))
