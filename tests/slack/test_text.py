import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.slack import text
from tests.slack.scenes import EXTREMES, texts


@given(texts, st.integers(min_value=5, max_value=100))
def test_nothing_that_is_escaped_can_be_read_as_markup(value: str, length: int) -> None:
    shown = text.escape(value, length)
    assert "<" not in shown
    assert ">" not in shown
    assert not re.search(r"&(?!amp;|lt;|gt;)", shown)
    assert "`" not in shown
    assert "\n" not in shown
    assert not re.search(r"@(here|channel|everyone)\b", shown)


@given(texts, st.integers(min_value=5, max_value=100))
def test_plain_text_is_never_empty_and_never_too_long(value: str, length: int) -> None:
    assert 1 <= len(text.plain(value, length)) <= length


@given(texts, st.integers(min_value=20, max_value=200))
def test_finished_mrkdwn_is_never_cut_inside_an_entity_or_a_tag(value: str, length: int) -> None:
    whole = f"*{text.escape(value, 100)}* {text.person('U123')} {text.moment(1_800_000_000)} {text.code(value, 100)}"
    cut = text.clip(whole, length)
    assert len(cut) <= length
    assert cut.count("<") == cut.count(">")
    assert not re.search(r"&(?!amp;|lt;|gt;)", cut)
    assert cut.count("\u2068") == cut.count("\u2069")


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("Sales & <Ops>", "Sales &amp; &lt;Ops&gt;"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("ping @here now", "ping @\u2060here now"),
        ("*bold* and _sly_", "*\u2060bold* and _\u2060sly_"),
        ("costs :100: or :+1:", "costs :\u2060100: or :\u2060+1:"),
        ("a:b:c:d_1:", "a:\u2060b:\u2060c:\u2060d_1:"),
        ("2026-11-23T06:00:00Z", "2026-11-23T06:00:00Z"),
        ("first_name_c and 2 * 3 * 4", "first_name_c and 2 * 3 * 4"),
        ("*/20 6-18 * * 1-5", "*/20 6-18 * * 1-5"),
        ("two\nlines", "two lines"),
        ("", "-"),
    ],
)
def test_names_are_shown_as_they_are(given_text: str, shown: str) -> None:
    assert text.escape(given_text) == shown


def test_letters_that_run_from_right_to_left_are_isolated_and_override_marks_taken_out() -> None:
    assert text.plain("שלם\u202e") == "\u2068שלם\u2069"


def test_shortening_counts_code_points_and_shows_that_something_is_missing() -> None:
    assert text.shorten("abcdef", 6) == "abcdef"
    assert text.shorten("abcdefg", 6) == "abcde…"
    assert text.shorten("abcd efg", 6) == "abcd…"


def test_sentences_keep_their_lines() -> None:
    assert text.sentences("One <b>.\n\nTwo.") == "One &lt;b&gt;.\nTwo."
    assert text.sentences("") == "-"


@pytest.mark.parametrize("extreme", EXTREMES)
def test_extreme_texts_stay_within_a_section(extreme: str) -> None:
    assert len(text.sentences(extreme)) <= 2900


def test_a_moment_is_in_the_readers_zone_with_a_fallback() -> None:
    assert text.moment(1_795_435_200) == "<!date^1795435200^{date_short_pretty} {time}|23 Nov 2026 12:00 UTC>"


def test_a_span_names_two_moments_only_where_a_reader_can_tell_them_apart() -> None:
    assert text.span(1_795_435_200, 1_795_435_259) == text.moment(1_795_435_259)
    both = f"between {text.moment(1_795_435_200)} and {text.moment(1_795_435_260)}"
    assert text.span(1_795_435_200, 1_795_435_260) == both


def test_every_control_character_and_half_is_taken_out_and_every_letter_from_right_to_left_is_isolated() -> None:
    for char in map(chr, range(sys.maxunicode + 1)):
        shown = text.plain(f"a{char}b")
        if unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\r\t\v\f":
            assert shown == "ab"
        elif unicodedata.bidirectional(char) in {"R", "AL"} and char not in "\u200f\u061c":
            assert shown == f"\u2068a{char}b\u2069"
