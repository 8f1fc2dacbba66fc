"""Opens the page in the browser that a person uses, and never in one that would take over the terminal."""

from __future__ import annotations

import asyncio
import os
import sys
import webbrowser
from typing import Final

_SCREENS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")


async def opened(url: str) -> bool:
    """Whether a browser was found and told to show the page."""
    if not _has_a_screen():
        return False
    try:
        return await asyncio.to_thread(webbrowser.open, url)
    except webbrowser.Error:
        return False


def _has_a_screen() -> bool:
    """Elsewhere than on Linux there always is one; there `webbrowser` would fall back to one made of text."""
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in _SCREENS)
