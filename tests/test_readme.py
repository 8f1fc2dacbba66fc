"""The README names what there is: every setting, command, metric, scope and promise, and nothing that is not there."""

from __future__ import annotations

import ast
import importlib.util
import re
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
from prometheus_client.parser import text_string_to_metric_families

from syncbot import manifest
from syncbot.__main__ import main
from syncbot.observe import Made, Part
from syncbot.observe.metrics import Kept, Metrics
from syncbot.settings.environment import NAMES, Settings
from syncbot.slack.verbs import ROWS, Row

ROOT: Final = Path(__file__).parents[1]
README: Final = (ROOT / "README.md").read_text(encoding="utf-8")


DEFAULTS: Final = [
    (info.alias, info.default)
    for info in Settings.model_fields.values()
    if isinstance(info.default, str | int) and info.default
]


def section(heading: str) -> str:
    """What stands under a heading of the second level."""
    _, found, after = README.partition(f"\n## {heading}\n")
    assert found, heading
    return after.partition("\n## ")[0]


def table(text: str, first: str) -> list[list[str]]:
    """The rows of the table whose head begins with that cell."""
    lines = text.partition(f"| {first} |")[2].splitlines()[2:]
    end = next((at for at, line in enumerate(lines) if not line.startswith("|")), len(lines))
    return [re.split(r" ?(?<!\\)\| ?", line)[1:-1] for line in lines[:end]]


def quoted(text: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", text))


def names(text: str) -> set[str]:
    """The variables of the environment that it names."""
    return {name.partition("=")[0] for name in quoted(text) if re.match(r"[A-Z_]{4,}($|=)", name)}


def said_by_the_product() -> str:
    """Every text of the product; what is filled into one stands as an ellipsis."""
    modules = (path.read_text(encoding="utf-8") for path in (ROOT / "syncbot").rglob("*.py"))
    nodes = (node for module in modules for node in ast.walk(ast.parse(module)) if isinstance(node, ast.Constant))
    return "\n".join(re.sub(r"\{[^}]*\}", "…", node.value) for node in nodes if isinstance(node.value, str))


def test_it_begins_with_three_sentences_and_a_picture() -> None:
    beginning, picture, _ = README.partition("![")
    sentences = beginning.removeprefix("# syncbot").strip()
    assert picture
    assert len(re.findall(r"[.]( |\n|$)", sentences)) == 3
    assert "\n\n" not in sentences


def test_what_it_leads_to_is_a_heading() -> None:
    headings = {
        line.lstrip("# ").lower().replace(",", "").replace(" ", "-") for line in README.splitlines() if line[:2] == "##"
    }
    wanted = set(re.findall(r"\]\(#([^)]+)\)", README))
    assert wanted
    assert wanted <= headings


def test_what_it_tells_of_a_fault_is_what_people_read_then() -> None:
    said = said_by_the_product()
    words = [
        text for row in table(section("Operate"), "what people see") for text in re.findall(r"\*([^*]+)\*", row[0])
    ]
    pieces = [piece.strip() for text in words for piece in re.sub(r"\d+", "…", text).split("…") if piece.strip()]
    assert len(pieces) > 30
    assert [piece for piece in pieces if piece.strip(".") not in said] == []


def test_a_figure_of_the_beginning_is_that_of_the_promise() -> None:
    (figure,) = re.findall(r"scripts lost ([\d,]+)", README.partition("![")[0])
    assert figure in section("What it promises")


def test_every_setting_stands_in_the_table_and_no_other() -> None:
    told = set().union(*(names(" ".join(row)) for row in table(section("Settings"), "name")))
    assert told - {"NAME"} == set(NAMES)


@pytest.mark.parametrize(("name", "default"), DEFAULTS)
def test_a_default_is_told_as_it_is(name: str, default: str | int) -> None:
    (row,) = (row for row in table(section("Settings"), "name") if f"`{name}`" in row[0])
    assert str(default).lower() in row[1].lower()


@pytest.mark.parametrize("verb", ROWS, ids=lambda row: row.verb)
def test_every_verb_is_told_as_its_help_has_it_with_an_example(verb: Row) -> None:
    rows = [row for row in table(section("What a person does"), "in Slack") if f"`/sync {verb.verb}" in row[0]]
    ((written, example, does),) = rows
    assert f"`/sync {verb.usage}`" in written.replace("\\|", "|")
    assert example == f"`/sync {verb.example}`"
    assert does


def test_every_command_of_the_command_line_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    there = set(re.findall(r"^    (\w+)", capsys.readouterr().out, re.MULTILINE))
    told = {row[0].strip("`").removeprefix("syncbot "): row[1] for row in table(section("Command line"), "command")}
    assert set(told) == there
    assert all(example.startswith(f"`syncbot {name}") for name, example in told.items())


async def test_every_metric_is_told_with_its_labels() -> None:
    async def read() -> Kept:
        return Kept(1, 1, 1.0, 1, 1)

    metrics = Metrics()
    for part in Part:
        metrics.told(Made(part, "one", "ok", 0.1))
    metrics.came_to("applied", "applied")
    families = text_string_to_metric_families((await metrics.text(read)).decode())
    samples = [sample for family in families for sample in family.samples if sample.name.startswith("syncbot_")]
    there = {re.sub("_(bucket|count|sum)$", "", each.name): {*each.labels} - {"le"} for each in samples}
    rows = table(section("Operate"), "metric")
    assert {name: quoted(row[1]) for row in rows for name in quoted(row[0])} == {**there, "process_*": set()}


def test_every_scope_is_told_with_its_reason() -> None:
    bot: dict[str, Any] = manifest.manifest()["oauth_config"]["scopes"]
    told = {scope: row[1] for row in table(section("Install it in Slack"), "scope") for scope in quoted(row[0])}
    assert set(told) == {*bot["bot"], *bot.get("bot_optional", ()), "connections:write"}
    assert all(told.values())


def test_every_promise_names_tests_that_are_there() -> None:
    rows = table(section("What it promises"), "promise")
    assert [row[0] for row in rows] == [f"P{number}" for number in range(1, 10)]
    assert all(any(name.startswith("tests/") for name in quoted(row[2])) for row in rows)


def test_every_file_module_and_picture_that_is_named_is_there() -> None:
    named = quoted(README) | set(re.findall(r"\]\(([\w/.-]+)\)", README))
    files = [name for name in named if re.fullmatch(r"(tests|syncbot|slack|changes|sync)/[\w/]+(\.\w+)?", name)]
    assert [name for name in files if not any((place / name).exists() for place in (ROOT, ROOT / "syncbot"))] == []
    modules = set(re.findall(r"python -m ([\w.]+\w)", README))
    assert "tests.bench" in modules
    assert [name for name in modules if importlib.util.find_spec(name) is None] == []


def test_every_package_that_is_needed_is_a_decision() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.split(r"[\[<>=]", each)[0] for each in project["dependencies"]}
    said = section("Decisions").lower()
    words = {"slack-bolt": "bolt", "slack-sdk": "the sdk", "pydantic": "pydantic-settings"}
    assert [name for name in needed if words.get(name, name) not in said] == []


def test_who_imports_whom_is_drawn_as_it_is_held() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    held = next(contract["layers"] for contract in contracts if "layers" in contract)
    drawn = section("How it is built").partition("\n__main__\n")[2].partition("```")[0].splitlines()
    levels = [set(re.findall(r"\w+", line)) for line in ("__main__", *drawn)]
    assert levels == [{name.rpartition(".")[2] for name in re.findall(r"[\w.]+", layer)} for layer in held]
