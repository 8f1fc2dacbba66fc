"""The app manifest that ships with syncbot: what Slack has to be told of the app, parsed."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any, Final

import yaml

_NAME: Final = "app_manifest.yml"


def manifest_text() -> str:
    """The file as it stands: inside the installed package, or beside the package in a checkout."""
    installed = resources.files("syncbot") / _NAME
    return (installed if installed.is_file() else Path(__file__).parents[1] / _NAME).read_text("utf-8")


def manifest() -> dict[str, Any]:
    """The manifest as Slack takes it."""
    parsed: dict[str, Any] = yaml.safe_load(manifest_text())
    return parsed
