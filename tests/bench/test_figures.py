from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.bench import __main__ as bench
from tests.bench.figures import Figure, number, percentile, table

MET = Figure("start", 600.0, "ms", 270.0, "bare Bolt", 1500.0, "under 1500")
MISSED = Figure("calls per edit", 5, "", 3, "GET, PUT, GET", 4, "at most 4")
TOLD = Figure("processor", 0.25, "ms")


def of(*figures: Figure) -> bench.Section:
    async def found() -> Sequence[Figure]:
        return figures

    return found


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["bench", *arguments])
    return bench.main()


def test_a_figure_stands_in_a_line_with_its_floor_and_whether_its_budget_is_met() -> None:
    lines = table("all", [MET, MISSED]).splitlines()[2:]
    assert [re.split(" {2,}", line) for line in lines] == [
        ["start", "600 ms", "bare Bolt 270 ms", "under 1500: met"],
        ["calls per edit", "5", "GET, PUT, GET 3", "at most 4: NOT MET"],
    ]


def test_a_run_prints_every_section_writes_all_as_json_and_fails_when_a_budget_is_not_met(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "SECTIONS", {"one": of(MET, TOLD), "two": of(MISSED)})
    kept = tmp_path / "figures.json"
    assert run(monkeypatch, "--json", str(kept)) == 1
    said = capsys.readouterr().out
    assert said.index("one (") < said.index("start") < said.index("two (") < said.index("NOT MET")
    assert said.endswith("1 budgets not met\n")
    accounts = json.loads(kept.read_text(encoding="utf-8"))
    assert [figure["met"] for figure in accounts["one"] + accounts["two"]] == [True, None, False]
    first = accounts["one"][0]
    assert [first[key] for key in ("what", "value", "unit", "floor", "floor_of")] == [
        *("start", 600.0, "ms", 270.0, "bare Bolt"),
    ]
    assert (first["budget"], first["budget_is"]) == (1500.0, "under 1500")
    assert run(monkeypatch, "--only", "one") == 0
    assert capsys.readouterr().out.endswith("Every budget is met.\n")


def test_a_percentile_of_few_values_is_the_largest() -> None:
    assert percentile([3.0, 1.0, 2.0], 99) == 3.0
    assert percentile([float(each) for each in range(200)], 99) == 198.0


@pytest.mark.parametrize(
    ("value", "said"), [(4.0, "4"), (1085.0, "1,085"), (0.412, "0.41"), (2.345, "2.3"), (1346.2, "1,346")]
)
def test_a_number_has_three_digits_that_count(value: float, said: str) -> None:
    assert number(value) == said
