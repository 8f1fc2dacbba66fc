from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from syncbot import manifest as package

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
    assert scopes == {"bot": ["commands", "chat:write", "users:read", "usergroups:read"]}


def test_the_procfile_separates_the_entrance_from_the_worker() -> None:
    lines = (ROOT / "Procfile").read_text("utf-8").splitlines()
    assert lines == ["web: syncbot serve --no-worker", "worker: syncbot worker"]


def test_the_package_reads_the_very_manifest_of_the_project(manifest: Manifest) -> None:
    assert package.manifest() == manifest


def test_an_installed_package_carries_the_manifest() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included == {"app_manifest.yml": "syncbot/app_manifest.yml"}
