"""The app manifest that ships with syncbot: what Slack has to be told of the app, and the same for one's own host.

Facts of the manifest: docs.slack.dev, *App manifest*; its schema lets several mistakes through that are refused here.
"""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

import yaml

from syncbot.errors import InvalidInput

NO_HTTPS: Final = "“{url}” cannot be used: Slack sends to https:// addresses only."
NO_URL: Final = "“{url}” is not the address of a host that Slack can reach, such as https://syncbot.example.com."
NO_COMMAND: Final = (
    "“{command}” cannot be a command: it begins with a slash, and has at most 32 lower-case letters, digits, "
    "hyphens and underscores."
)

_NAME: Final = "app_manifest.yml"
_CREATE: Final = "https://api.slack.com/apps?new_app=1&manifest_yaml="
_WIDTH: Final = 110


def manifest_text() -> str:
    """The file as it stands: inside the installed package, or beside the package in a checkout."""
    installed = resources.files("syncbot") / _NAME
    return (installed if installed.is_file() else Path(__file__).parents[1] / _NAME).read_text("utf-8")


def manifest() -> dict[str, Any]:
    """The manifest as Slack takes it."""
    parsed: dict[str, Any] = yaml.safe_load(manifest_text())
    return parsed


def required_scopes() -> tuple[str, ...]:
    """The bot's scopes without which something does not work, in the manifest's order."""
    scopes = manifest()["oauth_config"]["scopes"]
    return tuple(scope for scope in scopes["bot"] if scope not in optional_scopes())


def optional_scopes() -> tuple[str, ...]:
    """The scopes that whoever installs the app may leave out."""
    return tuple(manifest()["oauth_config"]["scopes"].get("bot_optional", ()))


def manifest_for(*, url: str = "", socket: bool = False, command: str = "", polytomic_host: str = "") -> dict[str, Any]:
    """The manifest for one's own host.

    Args:
        url: Where Slack reaches syncbot; empty leaves the host of the example.
        socket: Slack sends through Socket Mode instead, so no address is named.
        command: The slash command's name; empty leaves `/sync`.
        polytomic_host: Whose links syncbot is told of; empty leaves Polytomic's own.

    Raises:
        InvalidInput: Slack would not take the address or the command.
    """
    made = manifest()
    features, settings = made["features"], made["settings"]
    (slash,) = features["slash_commands"]
    places = [
        (slash, "url"),
        (settings["interactivity"], "request_url"),
        (settings["interactivity"], "message_menu_options_url"),
        (settings["event_subscriptions"], "request_url"),
    ]
    if url:
        address = _address(url, path=urlsplit(slash["url"]).path)
        for holder, key in places:
            holder[key] = address
    if socket:
        settings["socket_mode_enabled"] = True
        for holder, key in places:
            del holder[key]
    if command:
        slash["command"] = _command(command)
    if polytomic_host:
        features["unfurl_domains"] = [polytomic_host]
    return made


def as_yaml(made: dict[str, Any]) -> str:
    """The manifest as Slack's page takes it."""
    return yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=_WIDTH)


def creation_link(made: dict[str, Any]) -> str:
    """Slack's page for a new app, with the manifest filled in."""
    return _CREATE + quote(as_yaml(made), safe="")


def _address(url: str, *, path: str) -> str:
    whole = url.strip() if "://" in url else f"https://{url.strip()}"
    parts = urlsplit(whole)
    if parts.scheme != "https":
        raise InvalidInput(NO_HTTPS.format(url=url))
    if "." not in (parts.hostname or "") or "@" in parts.netloc or re.search(r"[\s?#]", whole):
        raise InvalidInput(NO_URL.format(url=url))
    return whole.rstrip("/").removesuffix(path) + path


def _command(text: str) -> str:
    if not re.fullmatch(r"/[a-z0-9_-]{1,31}", text):
        raise InvalidInput(NO_COMMAND.format(command=text))
    return text
