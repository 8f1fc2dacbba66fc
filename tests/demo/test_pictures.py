from __future__ import annotations

from syncbot.demo import pictures
from syncbot.sandbox.polytomic.calls import Call
from syncbot.sandbox.slack import Screen

SYNC_ID = "68b7c81c-6437-5f5b-8a49-84877e0bf68d"


def test_a_box_wraps_long_lines_and_is_as_wide_as_asked() -> None:
    lines = pictures.box("Anna sees", ["short", "a line that is too long for it"], 24)
    assert lines == [
        "┌─ Anna sees ──────────┐",
        "│ short                │",
        "│ a line that is too   │",
        "│   long for it        │",
        "└──────────────────────┘",
    ]


def test_a_screen_with_a_focus_keeps_its_ends_and_what_stands_around_the_words() -> None:
    text = "Title\none\ntwo\nthree\nfour\nhere it is\nafter\nfive\nsix\n[Close]"
    assert pictures.screen_lines(Screen("modal", "Title", text), ["here"]) == [
        *("one", "two", "… 2 lines more", "here it is", "after", "… 2 lines more", "[Close]")
    ]


def test_one_line_is_shown_rather_than_counted() -> None:
    text = "one\ntwo\nthree\nhere\nfour\n[Close]"
    assert pictures.screen_lines(Screen("message", "#log", text), ["here"]) == text.splitlines()


def test_addresses_of_links_and_rules_are_left_out_of_a_screen() -> None:
    text = "Leads (link: http://127.0.0.1:1/x) are there\n───\nend"
    assert pictures.screen_lines(Screen("message", "#log", text)) == ["Leads are there", "end"]


def test_documents_differ_where_values_do() -> None:
    before = {"id": "1", "name": "a", "fields": [{"target": "x"}, {"target": "y", "source": "b"}]}
    after = {"id": "1", "name": "a", "fields": [{"target": "x"}, {"source": "c", "target": "y"}, {"target": "z"}]}
    assert pictures.differing(before, after) == [
        "  …",
        "      },",
        "      {",
        '        "target": "y",',
        '-       "source": "b"',
        '+       "source": "c"',
        "+     },",
        "+     {",
        '+       "target": "z"',
        "      }",
        "    ]",
        "  }",
    ]


def test_documents_do_not_differ_in_the_order_of_keys() -> None:
    before = {"name": "a", "target": {"object": "Lead", "configuration": {}}}
    after = {"target": {"configuration": {}, "object": "Lead"}, "name": "a"}
    assert pictures.differing(before, after) == [pictures.UNCHANGED]


def test_calls_are_lines_with_short_ids_and_say_when_there_was_no_answer() -> None:
    answered = Call("GET", f"/api/syncs/{SYNC_ID}", {}, None, {}, "", status=200, seconds=0.0123)
    dropped = Call("PUT", "/api/syncs", {}, None, {}, "")
    assert pictures.called([answered, dropped]) == [
        "GET  /api/syncs/68b7c81c…  200    12.3 ms",
        "PUT  /api/syncs            no answer  ",
    ]
    assert pictures.called([]) == []
