from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jsonschema
import pytest
import yaml

from syncbot.__main__ import main
from syncbot.manifest import manifest

SCHEMA = json.loads((Path(__file__).parents[1] / "data/slack-manifest.schema.json").read_text("utf-8"))
ADDRESS = "https://bot.acme.com/slack/events"
WAYS = {
    "as it ships": [],
    "for a host": ["--url", "https://bot.acme.com"],
    "for Socket Mode": ["--socket"],
    "with a command of its own": ["--url", "https://bot.acme.com", "--command", "/polytomic-sync"],
}


@pytest.fixture(autouse=True)
def _no_polytomic_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POLYTOMIC_DEPLOYMENT_URL", raising=False)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[dict[str, Any], str]:
    """The manifest that the command prints, and what it says about it."""
    assert main(["manifest", *arguments]) == 0
    out, err = capsys.readouterr()
    return yaml.safe_load(out), err


def linked(said: str) -> dict[str, Any]:
    """The manifest inside the link to Slack's page."""
    link = urlsplit(said.splitlines()[-1])
    assert (link.scheme, link.netloc, link.path) == ("https", "api.slack.com", "/apps")
    query = parse_qs(link.query, strict_parsing=True)
    assert query["new_app"] == ["1"]
    return yaml.safe_load(query["manifest_yaml"][0])  # type: ignore[no-any-return] # compared with a manifest


def addresses(made: dict[str, Any]) -> set[str]:
    """Every place that Slack is told to send to."""
    settings = made["settings"]
    holders = [*made["features"]["slash_commands"], settings["interactivity"], settings["event_subscriptions"]]
    return {value for one in holders for key, value in one.items() if key.endswith("url")}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_printed_is_what_slacks_schema_asks_for(capsys: pytest.CaptureFixture[str], way: str) -> None:
    made, _ = printed(capsys, *WAYS[way])
    assert [error.message for error in jsonschema.Draft7Validator(SCHEMA).iter_errors(made)] == []


@pytest.mark.parametrize("url", ["https://bot.acme.com", "https://bot.acme.com/", "bot.acme.com", ADDRESS])
def test_every_address_is_on_the_host_that_was_given(capsys: pytest.CaptureFixture[str], url: str) -> None:
    made, said = printed(capsys, "--url", url)
    assert addresses(made) == {ADDRESS}
    assert linked(said) == made


def test_only_the_addresses_differ_from_the_manifest_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    made, _ = printed(capsys, "--url", "https://syncbot.example.com")
    assert made == manifest()


def test_socket_mode_names_no_address(capsys: pytest.CaptureFixture[str]) -> None:
    made, said = printed(capsys, "--socket")
    assert addresses(made) == set()
    assert made["settings"]["socket_mode_enabled"] is True
    assert made["settings"]["event_subscriptions"]["bot_events"] == ["app_home_opened", "link_shared"]
    assert linked(said) == made


def test_the_command_has_the_name_that_was_given(capsys: pytest.CaptureFixture[str]) -> None:
    made, said = printed(capsys, "--socket", "--command", "/leads")
    assert [command["command"] for command in made["features"]["slash_commands"]] == ["/leads"]
    assert linked(said) == made


def test_without_a_host_no_link_is_offered_but_the_way_to_one(capsys: pytest.CaptureFixture[str]) -> None:
    _, said = printed(capsys)
    assert "syncbot manifest --url https://your.host" in said
    assert "api.slack.com" not in said


@pytest.mark.parametrize("url", ["https://polytomic.acme.com:8443/", "polytomic.acme.com"])
def test_links_of_ones_own_polytomic_are_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("POLYTOMIC_DEPLOYMENT_URL", url)
    made, _ = printed(capsys, "--socket")
    assert made["features"]["unfurl_domains"] == ["polytomic.acme.com"]


def test_an_address_of_polytomic_that_is_none_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLYTOMIC_DEPLOYMENT_URL", "ftp://polytomic.acme.com")
    assert main(["manifest", "--socket"]) == 1
    out, err = capsys.readouterr()
    assert "POLYTOMIC_DEPLOYMENT_URL cannot be used" in err
    assert out == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--url", "http://bot.acme.com"], "Slack sends to https:// addresses only"),
        (["--url", "https://"], "is not the address of a host"),
        (["--url", "https://user:word@bot.acme.com"], "is not the address of a host"),
        (["--url", "bot acme"], "is not the address of a host"),
        (["--url", "bot"], "is not the address of a host that Slack can reach"),
        (["--socket", "--command", "sync"], "begins with a slash"),
        (["--socket", "--command", "/Sync now"], "lower-case letters"),
        (["--socket", "--command", "/" + "s" * 32], "at most 32"),
    ],
)
def test_what_slack_would_not_take_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(["manifest", *arguments]) == 1
    out, err = capsys.readouterr()
    assert words in err
    assert out == ""


def test_a_host_and_socket_mode_exclude_one_another(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["manifest", "--socket", "--url", "https://bot.acme.com"])
    assert "not allowed with" in capsys.readouterr().err


def test_a_file_gets_the_manifest_alone_and_no_setting_is_needed() -> None:
    command = [sys.executable, "-m", "syncbot", "manifest", "--url", "https://bot.acme.com"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "SYNCBOT_", "REDIS_"))}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=clean)
    assert addresses(yaml.safe_load(done.stdout)) == {ADDRESS}
    assert linked(done.stderr) == yaml.safe_load(done.stdout)
