"""Slack's markup as the words that people read; what would be live stays visible as such."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.sandbox.slack.mrkdwn import Reader, words
from syncbot.sandbox.slack.screen import Screen, view_screen
from syncbot.sandbox.slack.views import Views, identified
from tests.sandbox.scripted_bot import Json, button, modal, option, plain, section, text_input

NOW = 1_763_900_000  # Sunday 23 November 2025, 12:13:20 UTC
READER = Reader({"U0BEN": "Ben Okafor", "C0LOG": "sync-log", "S0REVOPS": "revops"}, "Europe/Berlin", NOW)


def shown(*blocks: Json, **more: object) -> Screen:
    view = Views().open("U0ANNA", identified(modal(*blocks) | more))
    return view_screen(view, READER)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*bold* _italic_ ~gone~ `code`", "bold italic gone code"),
        ("first_name_id and 2 * 3 * 4", "first_name_id and 2 * 3 * 4"),
        ("`first_name` → `*Name*`", "first_name → *Name*"),
        ("```a\nb```", "a\nb"),
        ("a &amp; b &lt;c&gt; &amp;lt;", "a & b <c> &lt;"),
        ("<@U0BEN> and <@U0WHO>", "@Ben Okafor and @U0WHO"),
        ("<#C0LOG> <#C0WHO|else>", "#sync-log #else"),
        ("<!subteam^S0REVOPS>", "@revops (notifies)"),
        (":heart: at 06:15:00, `:heart:`", "(picture heart) at 06:15:00, :heart:"),
        ("<!channel> <!here|here> <!everyone>", "@channel (notifies) @here (notifies) @everyone (notifies)"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("<https://a.example/x_y_z?a=1&amp;b=2|Open>", "Open (link: https://a.example/x_y_z?a=1&b=2)"),
        ("<https://a.example>", "https://a.example (link)"),
        ("> quoted", "> quoted"),
    ],
)
def test_mrkdwn_reads_as_words(text: str, expected: str) -> None:
    assert words(text, READER) == expected


@pytest.mark.parametrize(
    ("moment", "form", "expected"),
    [
        (NOW, "{date_num} {time}", "2025-11-23 13:13"),
        (NOW, "{date_short_pretty} at {time_secs}", "today at 13:13:20"),
        (NOW - 86_400, "{date_pretty}", "yesterday"),
        (NOW + 86_400, "{date_long_pretty}", "tomorrow"),
        (NOW + 7 * 86_400, "{date_short_pretty}", "Nov 30, 2025"),
        (NOW, "{date_long}", "Sunday, November 23, 2025"),
        (NOW, "{date}", "November 23, 2025"),
        (NOW - 7200, "{ago}", "2 hours ago"),
        (NOW + 60, "{ago}", "in 1 minute"),
        (NOW, "{ago}", "just now"),
        (NOW, "{what}", "{what}"),
    ],
)
def test_dates_read_in_the_persons_own_zone(moment: int, form: str, expected: str) -> None:
    assert words(f"<!date^{moment}^{form}|fallback>", READER) == expected


def test_a_date_that_is_none_reads_as_its_fallback() -> None:
    assert words("<!date^soon^{date}|some day>", READER) == "some day"


@given(st.text())
def test_escaped_text_reads_as_it_was_written_unless_it_is_formatted(text: str) -> None:
    plain_text = "".join(one for one in text if one not in "*_~`:\ue000\ue001")
    escaped = plain_text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert words(escaped, READER) == plain_text


def test_a_modal_reads_from_its_title_to_its_submit() -> None:
    menu = {"type": "static_select", "action_id": "m", "placeholder": plain("Pick one"), "options": [option("Daily")]}
    boxes = {"type": "checkboxes", "action_id": "b", "options": [option("Pause now"), option("Stop")]}
    radio = {"type": "radio_buttons", "action_id": "r", "options": [option("All"), option("None")]}
    screen = shown(
        {"type": "header", "text": plain("Mappings &amp; more")},
        section("*37* mappings", accessory=button("Edit", accessibility_label="Edit Mappings")),
        {"type": "divider"},
        {"type": "context", "elements": [plain("Next run"), {"type": "mrkdwn", "text": "`06:00`"}]},
        text_input("Name", "name", initial_value="Leads") | {"hint": plain("As people see it")},
        {"type": "input", "label": plain("Repeat"), "element": menu},
        {"type": "input", "label": plain("Also"), "element": boxes | {"initial_options": [option("Stop")]}},
        {"type": "input", "label": plain("Which"), "element": radio | {"initial_option": option("All")}},
        {"type": "actions", "elements": [button("Back", "a"), button("Next", "b")]},
        {"type": "alert", "text": plain("A run is in progress")},
        close=plain("Leave"),
    )
    assert screen.text.splitlines() == [
        "A view",
        "Mappings & more",
        "37 mappings [Edit Mappings]",
        "───",
        "Next run 06:00",
        "Name (optional): Leads",
        "  As people see it",
        "Repeat: ▾ (Pick one)",
        "Also: ☐ Pause now ☑ Stop",
        "Which: ● All ○ None",
        "[Back] [Next]",
        "A run is in progress",
        "[Leave] [Apply]",
    ]
    assert screen.buttons == ("Edit Mappings", "Back", "Next")
    assert screen.inputs == {"Name": "Leads", "Repeat": "", "Also": "Stop", "Which": "All"}


def test_words_are_found_across_line_breaks() -> None:
    screen = shown(section("one\n two"), section("three"))
    assert "one two three" in screen
    assert "four" not in screen
    assert str(screen) == screen.text
