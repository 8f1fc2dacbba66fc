"""What is too large for one view or message: in pages that lose nothing, or cut where it is the longest."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from syncbot.sandbox.slack.rules.payload import blocks_too_long
from syncbot.slack import blocks, history_view
from syncbot.slack.fitting import MESSAGE_CHARACTERS, fitted, pages_of, weight
from tests.slack.extremes import change
from tests.slack.scenes import EXTREMES, texts


@given(st.lists(texts), st.integers(1, 5), st.integers(10, 4000))
def test_pages_hold_every_line_in_its_order_and_no_more_than_they_may(
    lines: list[str], at_most: int, weighing: int
) -> None:
    pages = pages_of(lines, at_most, weighing)
    assert [line for page in pages for line in page] == lines
    assert pages == [[]] or all(pages)
    assert all(len(page) <= at_most for page in pages)
    assert all(len(page) == 1 or sum(map(weight, page)) <= weighing for page in pages)


@given(st.lists(texts, max_size=45))
def test_a_message_of_any_texts_is_within_its_limit_and_as_it_was_where_it_fits(found: list[str]) -> None:
    built = [blocks.section(text) if at % 2 else blocks.context(text, text) for at, text in enumerate(found)]
    built.append(blocks.actions(blocks.button("Details", "details")))
    shown = fitted(built)
    assert not blocks_too_long(shown)
    assert [each["type"] for each in shown] == [each["type"] for each in built]
    assert shown == built or blocks_too_long([*built, blocks.section("x" * (13_200 - MESSAGE_CHARACTERS + 1))])


def test_only_the_longest_texts_are_cut() -> None:
    short, long = blocks.section("Applied"), blocks.context("y" * 2000)
    shown = fitted([short, *[blocks.section("x" * 3000)] * 5, long])
    assert shown[0] == short
    assert {len(each["text"]["text"]) for each in shown[1:6]} == {2197}
    assert shown[6] == long
    assert fitted([]) == []


def test_a_change_of_long_lines_is_read_whole_page_by_page() -> None:
    words = [f"word{at}" for at in range(4000)]
    entry = change("Leads", lines=(" ".join(words),))
    pages = [history_view.details_view(entry, page=page) for page in range(3)]
    shown = " ".join(block["text"]["text"] for view in pages for block in view["blocks"] if block["type"] == "section")
    assert not set(words) - set(shown.split())
    emoji = history_view.details_view(change(EXTREMES[1]), page=0)
    assert "Next" in str(emoji["blocks"][-1])
