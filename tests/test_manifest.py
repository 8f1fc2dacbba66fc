from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from syncbot import manifest as package
from syncbot.slack import dispatch

Manifest = dict[str, Any]

ROOT = Path(__file__).parent.parent
PLACEHOLDER = "https://syncbot.example.com/slack/events"


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    loaded: Manifest = yaml.safe_load((ROOT / "app_manifest.yml").read_text("utf-8"))
    return loaded


def test_the_manifest_is_what_slacks_schema_asks_for(manifest: Manifest) -> None:
    schema = json.loads((ROOT / "tests/data/slack-manifest.schema.json").read_text("utf-8"))
    found = [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(manifest)]
    assert found == []


def test_commands_interactions_and_options_all_lead_to_one_address(manifest: Manifest) -> None:
    interactivity = manifest["settings"]["interactivity"]
    urls = [interactivity["request_url"], interactivity["message_menu_options_url"]]
    urls += [command["url"] for command in manifest["features"]["slash_commands"]]
    assert set(urls) == {PLACEHOLDER}


def test_commands_come_as_typed_and_not_escaped(manifest: Manifest) -> None:
    (command,) = manifest["features"]["slash_commands"]
    assert command["command"] == "/sync"
    assert command["should_escape"] is False


def test_no_scope_is_asked_for_twice_or_beyond_those_in_use(manifest: Manifest) -> None:
    scopes = manifest["oauth_config"]["scopes"]
    assert scopes == {
        "bot": [
            *("commands", "links:read", "files:read", "files:write", "chat:write", "users:read", "usergroups:read"),
            *("channels:read", "groups:read"),
        ],
        "bot_optional": ["channels:read", "groups:read"],
    }
    assert set(package.required_scopes()) | set(package.optional_scopes()) == set(scopes["bot"])


def test_an_optional_scope_is_one_of_the_bots(manifest: Manifest) -> None:
    scopes = manifest["oauth_config"]["scopes"]
    assert set(scopes["bot_optional"]) < set(scopes["bot"])


def test_the_shortcuts_are_those_that_are_registered_and_only_those(manifest: Manifest) -> None:
    declared = {one["callback_id"] for one in manifest["features"]["shortcuts"]}
    assert declared == set(dispatch.SHORTCUTS)


def test_the_events_are_those_that_are_registered_and_only_those(manifest: Manifest) -> None:
    subscriptions = manifest["settings"]["event_subscriptions"]
    assert set(subscriptions["bot_events"]) == set(dispatch.EVENTS)
    assert subscriptions["request_url"] == PLACEHOLDER


def test_the_home_is_shown_because_it_is_drawn(manifest: Manifest) -> None:
    assert manifest["features"]["app_home"]["home_tab_enabled"] is ("app_home_opened" in dispatch.EVENTS)


def test_links_are_told_because_they_are_answered(manifest: Manifest) -> None:
    assert bool(manifest["features"]["unfurl_domains"]) is ("link_shared" in dispatch.EVENTS)


def test_the_procfile_separates_the_entrance_from_the_worker() -> None:
    lines = (ROOT / "Procfile").read_text("utf-8").splitlines()
    assert lines == ["web: syncbot serve --no-worker", "worker: syncbot worker"]


def test_the_package_reads_the_very_manifest_of_the_project(manifest: Manifest) -> None:
    assert package.manifest() == manifest


def test_an_installed_package_carries_the_manifest() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included == {"app_manifest.yml": "syncbot/app_manifest.yml"}
