"""Whatever syncbot shows in Slack, the page shows whole: every screen is drawn in it, and looked at block by block."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import expect

from syncbot.demo.bots import Bot
from syncbot.demo.town import Town
from syncbot.sandbox.slack.mrkdwn import Reader
from syncbot.sandbox.slack.rules.payload import elements_of
from syncbot.slack import blocks
from tests.browser.desk import Desk
from tests.browser.sent import (
    FAULT,
    OPTIONS,
    WORDS,
    Json,
    Sent,
    everything,
    kinds_in,
    kinds_that_can_be_built,
    links_in,
    marks_in,
    markup_left_in,
    pieces,
    sent,
    texts_in,
)

DRAWING = (Path(__file__).parent / "drawing.js").read_text(encoding="utf-8")
PLAIN, MARKUP, UNBROKEN = WORDS
WIDE, NARROW = 1280, 700


class Nobody:
    """No bot: what one would show is given to the page."""

    url = "http://127.0.0.1:9"
    starts = 0

    async def start(self, variables: Mapping[str, str], passphrases: Mapping[str, str]) -> None:
        """Nothing runs."""

    async def restart(self) -> None:
        """Nothing runs."""

    async def stop(self) -> None:
        """Nothing runs."""


@pytest.fixture
def bot() -> Bot:
    return Nobody()


def test_what_can_be_built_of_block_kit_is_among_the_screens() -> None:
    drawn = {kind for screen in everything(PLAIN) for kind in kinds_in(screen)}
    assert drawn == kinds_that_can_be_built()


def test_every_construct_of_mrkdwn_that_is_sent_is_known_here() -> None:
    texts = {text for screen in everything(PLAIN) for text in texts_in(screen.shown["blocks"])}
    assert {text: left for text in texts if (left := markup_left_in(text))} == {}


@pytest.mark.parametrize(
    ("text", "width"), [(MARKUP, WIDE), (UNBROKEN, NARROW)], ids=["like markup", "wide in a narrow window"]
)
async def test_every_screen_is_drawn_with_every_word_of_it(desk: Desk, town: Town, text: str, width: int) -> None:
    await desk.tab.set_viewport_size({"width": width, "height": 800})
    reader = anna_at(town)
    screens = list(everything(text))
    await desk.tab.evaluate(DRAWING, OPTIONS)
    drawn = await desk.tab.evaluate("(screens) => drawing.look(screens)", [one.told() for one in screens])
    faults = {
        screen.name: found
        for screen, seen in zip(screens, drawn, strict=True)
        if (found := list(faults_of(screen, seen, reader)))
    }
    assert faults == {}


async def test_no_screen_hinders_anybody_in_the_light_or_in_the_dark(desk: Desk) -> None:
    of_most_kinds = sorted(everything(PLAIN), key=lambda one: len(kinds_in(one)))
    screens = list({one.builder: one for one in of_most_kinds}.values())
    await desk.tab.evaluate(DRAWING, OPTIONS)
    await desk.tab.evaluate(AXE_SCRIPT)
    found = await desk.tab.evaluate("(screens) => drawing.hindrances(screens)", [one.told() for one in screens])
    assert {one.name: faults for one, faults in zip(screens, found, strict=True) if faults} == {}


async def test_a_button_of_a_message_is_never_another_one_to_who_presses_twice(desk: Desk) -> None:
    approve, details = blocks.button("Approve", "approve"), blocks.button("Details", "details")
    await desk.tab.evaluate(DRAWING, OPTIONS)
    await shows(desk, approve, details)
    await desk.tab.get_by_role("button", name="Approve", exact=True).focus()
    await shows(desk, details)
    await expect(desk.tab.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    await expect(desk.tab.get_by_role("button", name="Details", exact=True)).not_to_be_focused()


async def shows(desk: Desk, *buttons: Json) -> None:
    message = sent("a request", 0, blocks.message("Pause it?", [blocks.actions(*buttons, block_id="decide")]))
    await desk.tab.evaluate("(message) => drawing.show(message)", message.told())


def anna_at(town: Town) -> Reader:
    workspace = town.slack.workspace
    anna = town.slack.people.named("anna")
    channels = {one.channel_id: one.name for one in workspace.channels.of(anna.user_id)}
    return Reader({**workspace.people.names(), **channels}, anna.zone, time.time())


def faults_of(screen: Sent, seen: Json, reader: Reader) -> Iterator[str]:
    """What of a screen is not as it should be in the page."""
    frame = {key: screen.shown[key] for key in ("title", "submit", "close") if screen.shown.get(key)}
    yield from not_told(pieces(frame, reader), seen["around"])
    if seen["wide"]:
        yield "wider than its place"
    if len(seen["blocks"]) != len(screen.blocks):
        yield f"{len(screen.blocks)} blocks, drawn as {len(seen['blocks'])}"
    for block, drawn in zip(screen.blocks, seen["blocks"], strict=False):
        for fault in unlike(block, drawn, reader) if drawn else ():
            yield f"{fault} in {block}"


def unlike(block: Json, drawn: Json, reader: Reader) -> Iterator[str]:
    """How a block differs from what was drawn of it."""
    elements = list(elements_of(block))
    wanted = list(pieces(block, reader))
    if any("external" in one["type"] for one in elements):
        wanted += pieces(OPTIONS, reader)
    yield from not_told(wanted, drawn["found"])
    if block["type"] == "input":
        yield from not_told([FAULT, *pieces(block.get("hint", []), reader)], drawn["described"])
    yield from unlike_marks(block, drawn)
    ticked = [option["text"]["text"] for one in elements for option in ticked_in(one)]
    if len(ticked) != len(drawn["chosen"]) or any(not_told(ticked, drawn["chosen"])):
        yield f"{ticked} are ticked, drawn are {drawn['chosen']}"
    styles = [one.get("style", "plain") for one in elements if one["type"] == "button"]
    if styles != [one.split()[-1] for one in drawn["buttons"]]:
        yield f"buttons are {styles}, drawn as {drawn['buttons']}"


def unlike_marks(block: Json, drawn: Json) -> Iterator[str]:
    """How the links and marks of a block differ from what was drawn of them."""
    texts = [*texts_in(block.get("text")), *texts_in([without_question(one) for one in block.get("elements", ())])]
    yield from not_told((link for text in texts for link in links_in(text)), drawn["found"])
    marks: Counter[str] = sum((Counter(marks_in(text)) for text in texts), Counter())
    if +marks != +Counter(drawn["tags"]):
        yield f"marks are {marks}, drawn are {drawn['tags']}"


def not_told(wanted: Iterable[str], found: Iterable[str]) -> Iterator[str]:
    said = [" ".join(one.split()) for one in found]
    for piece in wanted:
        if not any(" ".join(piece.split()) in one for one in said):
            yield f"no {piece!r}"


def without_question(element: Json) -> Json:
    return {key: value for key, value in element.items() if key != "confirm"}


def ticked_in(element: Json) -> list[Any]:
    """What is ticked in boxes and choices."""
    if element["type"] not in ("checkboxes", "radio_buttons"):
        return []
    return element.get("initial_options") or [one for one in [element.get("initial_option")] if one]
