"""Every limit of Block Kit: what is just within passes, what is just over names itself."""

from __future__ import annotations

import json

import pytest

from syncbot.sandbox.slack.rules.check import Breach
from syncbot.sandbox.slack.rules.payload import breaches_of_blocks, breaches_of_view, too_large
from tests.sandbox.scripted_bot import Json, button, modal, plain, section
from tests.sandbox.slack_payloads import BROKEN, WITHIN, actions


@pytest.mark.parametrize("name", WITHIN)
def test_what_is_within_every_limit_passes(name: str) -> None:
    assert breaches_of_view(WITHIN[name]) == []


@pytest.mark.parametrize("name", BROKEN)
def test_what_breaks_a_limit_is_named_with_its_pointer(name: str) -> None:
    view, message, pointer = BROKEN[name]
    breaches = breaches_of_view(view)
    assert len(breaches) == 1, breaches
    assert message in breaches[0].message
    assert pointer in breaches[0].pointer


def test_a_breach_reads_as_slack_words_it() -> None:
    assert str(Breach("no more than 5 items allowed", "/view/blocks")) == (
        "[ERROR] no more than 5 items allowed [json-pointer:/view/blocks]"
    )


def test_the_size_of_a_view_counts_bytes_and_not_characters() -> None:
    room = 250_000 - len(json.dumps(modal(section("")), separators=(",", ":")))
    assert not too_large(modal(section("x" * room)))
    assert too_large(modal(section("x" * (room + 1))))
    assert too_large(modal(section("é" * (room // 6 + 1))))  # escaped, as clients send it: six for one


@pytest.mark.parametrize(
    ("blocks", "message"),
    [
        ([section("x")] * 51, "no more than 50 items allowed"),
        ([{"type": "alert", "text": plain("x")}], "alert is not allowed in a message"),
        ([{"type": "markdown", "text": "x" * 6001}] * 2, "markdown blocks must be less than 12001 characters together"),
        ([{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}] * 2, "only one table allowed"),
        ([{"type": "table", "rows": [[{"text": "x"}], [{"text": "x"}] * 2]}], "rows must have the same length"),
        ([{"type": "table", "rows": [[{"text": "x" * 10_001}]]}], "cells must be less than 10001 characters together"),
        ([{"type": "data_table", "caption": "c", "rows": [[{"text": "h"}]]}], "no fewer than 2 items allowed"),
        ([{"type": "data_visualization"}] * 3, "only two data_visualization blocks allowed"),
        ([actions(*(button("b", "same") for _ in range(2)))], "action_id already exists in this block: same"),
    ],
)
def test_the_blocks_of_a_message_have_limits_of_their_own(blocks: list[Json], message: str) -> None:
    assert [message in breach.message for breach in breaches_of_blocks(blocks)] == [True]


def test_a_table_and_markdown_may_stand_in_a_message() -> None:
    assert breaches_of_blocks([{"type": "table", "rows": [[{"text": "x"}]]}, {"type": "markdown", "text": "x"}]) == []
