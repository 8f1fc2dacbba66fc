"""`syncbot manifest`: the app manifest for one's own host, and the link that opens Slack's page with it."""

from __future__ import annotations

import os
import sys
from typing import Final
from urllib.parse import urlsplit

from syncbot import manifest
from syncbot.errors import InvalidInput
from syncbot.settings.values import web_address

LINK: Final = "Open this to create the app, with the manifest filled in:\n{link}"
PLACEHOLDER: Final = (
    "This manifest still names https://syncbot.example.com. For your own host: syncbot manifest --url https://your.host"
)
NO_POLYTOMIC: Final = "POLYTOMIC_DEPLOYMENT_URL cannot be used: {why}"
_POLYTOMIC: Final = "POLYTOMIC_DEPLOYMENT_URL"


def tell(*, url: str, socket: bool, command: str) -> int:
    """The manifest on standard output, fit for a file; what is said about it on standard error.

    Raises:
        InvalidInput: Slack would not take the address or the command, or `POLYTOMIC_DEPLOYMENT_URL` is no address.
    """
    made = manifest.manifest_for(url=url, socket=socket, command=command, polytomic_host=_polytomic_host())
    sys.stdout.write(manifest.as_yaml(made))
    sys.stdout.flush()
    said = LINK.format(link=manifest.creation_link(made)) if url or socket else PLACEHOLDER
    sys.stderr.write(said + "\n")
    return 0


def _polytomic_host() -> str:
    """Whose links Slack is to tell of, by the same rules as the setting; "" leaves Polytomic's own."""
    url = os.environ.get(_POLYTOMIC, "").strip()
    if not url:
        return ""
    try:
        return urlsplit(web_address(url)).hostname or ""
    except InvalidInput as exc:
        raise InvalidInput(NO_POLYTOMIC.format(why=exc.what)) from exc
