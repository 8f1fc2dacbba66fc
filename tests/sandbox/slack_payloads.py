"""Views just within each limit of Slack, and views that break exactly one rule."""

from __future__ import annotations

from tests.sandbox.scripted_bot import Json, button, modal, option, plain, section, text_input


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks)}


def actions(*elements: Json, **more: object) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def field(element: Json, **more: object) -> Json:
    return {"type": "input", "label": plain("Label"), "element": {"action_id": "a", **element}, **more}


def select(**more: object) -> Json:
    return {"type": "static_select", "action_id": "a", "options": [option("a"), option("b")], **more}


def boxes(count: int) -> Json:
    return {"type": "checkboxes", "options": [option(f"o{number}") for number in range(count)]}


def many(count: int) -> list[Json]:
    return [option(f"o{number}") for number in range(count)]


WITHIN: dict[str, Json] = {
    "title of 24": modal(section("x"), title="t" * 24),
    "100 blocks": modal(*(section("x") for _ in range(100))),
    "private_metadata of 3000": modal(section("x"), private_metadata="m" * 3000),
    "section of 3000": modal(section("x" * 3000)),
    "field of 2000": modal({"type": "section", "fields": [plain("x" * 2000)]}),
    "25 buttons": modal(actions(*(button("b", f"a{number}") for number in range(25)))),
    "button text of 75": modal(actions(button("b" * 75))),
    "button value of 2000": modal(actions(button("b", value="v" * 2000))),
    "option value of 150": modal(field({"type": "static_select", "options": [option("x", "v" * 150)]})),
    "100 options": modal(field({"type": "static_select", "options": many(100)})),
    "the initial option among the options": modal(field(select(initial_option=option("b")))),
    "initial option with the default that Slack fills in": modal(
        field(select(initial_option={"text": {**plain("b"), "emoji": True}, "value": "b"}))
    ),
    "10 checkboxes": modal(field(boxes(10))),
    "an alert in a modal": modal({"type": "alert", "text": plain("Mind")}),
    "an empty home input": home(field(select())),
    "the same action_id in two blocks": modal(actions(button("a", "same")), actions(button("b", "same"))),
}

BROKEN: dict[str, tuple[Json, str, str]] = {
    "no title": ({"type": "modal", "blocks": [section("x")]}, "missing required field: title", "/view"),
    "title of 25": (modal(section("x"), title="t" * 25), "must be less than 25 characters", "/view/title/text"),
    "mrkdwn title": (modal(section("x")) | {"title": {"type": "mrkdwn", "text": "x"}}, "unsupported value", "/title"),
    "submit of 25": (modal(section("x"), submit=plain("s" * 25)), "must be less than 25", "/view/submit/text"),
    "no blocks": (modal(), "no fewer than 1 items", "/view/blocks"),
    "101 blocks": (modal(*(section("x") for _ in range(101))), "no more than 100 items", "/view/blocks"),
    "private_metadata of 3001": (modal(section("x"), private_metadata="m" * 3001), "less than 3001", "metadata"),
    "callback_id of 256": (modal(section("x"), callback_id="c" * 256), "less than 256", "/view/callback_id"),
    "external_id of 256": (modal(section("x"), external_id="c" * 256), "less than 256", "/view/external_id"),
    "unknown key": (modal(section("x"), colour="red"), "invalid additional property: colour", "/view"),
    "input without submit": (
        {key: value for key, value in modal(text_input("L", "b")).items() if key != "submit"},
        "missing required field: submit",
        "/view",
    ),
    "null under a key that may be left out": (modal(section("x")) | {"submit": None}, "an object", "/view/submit"),
    "home with a submit": (home(section("x")) | {"submit": plain("s")}, "additional property: submit", "/view"),
    "duplicate block_id": (
        modal(section("x", block_id="b"), section("y", block_id="b")),
        "block_id already exists: b",
        "/view/blocks",
    ),
    "duplicate action_id in a block": (
        modal(actions(button("a", "same"), button("b", "same"))),
        "action_id already exists in this block: same",
        "/view/blocks/0",
    ),
    "block_id of 256": (modal(section("x", block_id="b" * 256)), "less than 256", "/view/blocks/0/block_id"),
    "unknown block": (modal({"type": "marquee"}), "unsupported type: marquee", "/view/blocks/0/type"),
    "null block": (modal(section("x")) | {"blocks": [None]}, "must provide a block", "/view/blocks/0"),
    "empty section": (modal({"type": "section"}), "must provide text or fields", "/view/blocks/0"),
    "section of 3001": (modal(section("x" * 3001)), "less than 3001", "/view/blocks/0/text/text"),
    "empty text": (modal(section("")), "must be more than 0 characters", "/view/blocks/0/text/text"),
    "field of 2001": (
        modal({"type": "section", "fields": [plain("x" * 2001)]}),
        "less than 2001",
        "/view/blocks/0/fields/0/text",
    ),
    "11 fields": (modal({"type": "section", "fields": [plain("x")] * 11}), "no more than 10", "/fields"),
    "header of 151": (modal({"type": "header", "text": plain("h" * 151)}), "less than 151", "/text/text"),
    "11 context elements": (modal({"type": "context", "elements": [plain("x")] * 11}), "more than 10", "/elements"),
    "26 buttons": (modal(actions(*(button("b", f"a{n}") for n in range(26)))), "no more than 25", "/elements"),
    "button text of 76": (modal(actions(button("b" * 76))), "less than 76", "/elements/0/text/text"),
    "button value of 2001": (modal(actions(button("b", value="v" * 2001))), "less than 2001", "/value"),
    "accessibility_label of 76": (
        modal(actions(button("b", accessibility_label="l" * 76))),
        "less than 76",
        "/accessibility_label",
    ),
    "button style": (modal(actions(button("b", style="default"))), "unsupported value", "/style"),
    "text input among actions": (
        modal(actions({"type": "plain_text_input", "action_id": "a"})),
        "unsupported type: plain_text_input",
        "/elements/0/type",
    ),
    "button in an input": (modal(field(button("b"))), "unsupported type: button", "/element/type"),
    "mrkdwn label": (
        modal(field(select()) | {"label": {"type": "mrkdwn", "text": "L"}}),
        "unsupported value: 'mrkdwn'",
        "/label/type",
    ),
    "label of 2001": (modal(field(select()) | {"label": plain("l" * 2001)}), "less than 2001", "/label/text"),
    "hint of 2001": (modal(field(select(), hint=plain("h" * 2001))), "less than 2001", "/hint/text"),
    "placeholder of 151": (modal(field(select(placeholder=plain("p" * 151)))), "less than 151", "/placeholder/text"),
    "option text of 76": (modal(field(select(options=[option("o" * 76)]))), "less than 76", "/options/0/text/text"),
    "option value of 151": (modal(field(select(options=[option("o", "v" * 151)]))), "less than 151", "/value"),
    "option description of 76": (
        modal(field(select(options=[option("o") | {"description": plain("d" * 76)}]))),
        "less than 76",
        "/description/text",
    ),
    "option with a url in a select": (
        modal(field(select(options=[option("o") | {"url": "https://a.example"}]))),
        "invalid additional property: url",
        "/options/0",
    ),
    "101 options": (modal(field(select(options=many(101)))), "no more than 100", "/options"),
    "no options": (modal(field(select(options=[]))), "no fewer than 1", "/options"),
    "duplicate option values": (
        modal(field(select(options=[option("a", "v"), option("b", "v")]))),
        "duplicate option value: v",
        "/element",
    ),
    "initial option that is not offered": (
        modal(field(select(initial_option=option("c")))),
        "initial option not found among the options: c",
        "/element",
    ),
    "initial option with another text": (
        modal(field(select(initial_option=option("B", "b")))),
        "initial option not found",
        "/element",
    ),
    "11 checkboxes": (modal(field(boxes(11))), "no more than 10", "/options"),
    "6 in an overflow": (
        modal(section("x", accessory={"type": "overflow", "options": many(6)})),
        "no more than 5",
        "/accessory/options",
    ),
    "max_length over 3000": (modal(text_input("L", "b", max_length=3001)), "between 1 and 3000", "/max_length"),
    "min over max": (modal(text_input("L", "b", min_length=5, max_length=4)), "min_length must not", "/element"),
    "initial value over max": (
        modal(text_input("L", "b", max_length=3, initial_value="four")),
        "less than 4",
        "/initial_value",
    ),
    "initial value over 3000": (modal(text_input("L", "b", initial_value="x" * 3001)), "less than 3001", "/initial"),
    "number without is_decimal_allowed": (
        modal(field({"type": "number_input"})),
        "missing required field: is_decimal_allowed",
        "/element",
    ),
    "number as a number": (
        modal(field({"type": "number_input", "is_decimal_allowed": False, "min_value": 1})),
        "must provide a string",
        "/min_value",
    ),
    "number range": (
        modal(field({"type": "number_input", "is_decimal_allowed": False, "min_value": "5", "max_value": "4"})),
        "min_value must not be more",
        "/element",
    ),
    "date": (modal(field({"type": "datepicker", "initial_date": "23.11.2026"})), "invalid format", "/initial_date"),
    "time": (modal(field({"type": "timepicker", "initial_time": "25:00"})), "invalid format", "/initial_time"),
    "datetime": (modal(field({"type": "datetimepicker", "initial_date_time": 1})), "between", "/initial_date_time"),
    "negative min_query_length": (
        modal(field({"type": "external_select", "min_query_length": -1})),
        "between 0",
        "/min_query_length",
    ),
    "max_selected_items of 0": (
        modal(field({"type": "multi_external_select", "max_selected_items": 0})),
        "between 1",
        "/max_selected_items",
    ),
    "11 files": (modal(field({"type": "file_input", "max_files": 11})), "between 1 and 10", "/max_files"),
    "file input in a home": (home(field({"type": "file_input"})), "allowed in modals only", "/element"),
    "two in focus": (
        modal(field(select(focus_on_load=True)), field(select(focus_on_load=True))),
        "only one element may have focus_on_load",
        "/view/blocks",
    ),
    "image without alt_text": (
        modal({"type": "image", "image_url": "https://a.example/i.png", "alt_text": ""}),
        "must be more than 0",
        "/alt_text",
    ),
    "url": (modal(actions(button("b", url="nowhere"))), "invalid format: nowhere", "/url"),
    "alert over 200": (modal({"type": "alert", "text": plain("x" * 201)}), "less than 201", "/text/text"),
    "a table in a modal": (modal({"type": "table", "rows": [[{}]]}), "table is not allowed in a modal", "/type"),
    "markdown in a modal": (modal({"type": "markdown", "text": "x"}), "not allowed in a modal", "/blocks/0/type"),
    "an alert in a home": (home({"type": "alert", "text": plain("x")}), "not allowed in a home", "/blocks/0/type"),
    "confirm text of 301": (
        modal(
            actions(
                button(
                    "b", confirm=dict.fromkeys(("title", "confirm", "deny"), plain("x")) | {"text": plain("t" * 301)}
                )
            )
        ),
        "less than 301",
        "/confirm/text/text",
    ),
    "emoji on mrkdwn": (
        modal({"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": True}}),
        "additional property: emoji",
        "/text",
    ),
    "both options and groups": (
        modal(field(select(option_groups=[{"label": plain("g"), "options": [option("z")]}]))),
        "exactly one of options and option_groups",
        "/element",
    ),
    "not a view at all": ({"blocks": []}, "unsupported type: None", "/view/type"),
}
