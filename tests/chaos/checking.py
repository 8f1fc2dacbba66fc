"""What the short version asserts of each run."""

from __future__ import annotations

from tests.chaos.site import Site
from tests.chaos.tally import Found


def check(found: Found, site: Site, name: str = "") -> None:
    """It was struck, and every number that must be zero is; else what happened, and what the processes said."""
    assert found.struck, f"{name}: no process came to where it was to be struck"
    counted = (found.doubled, found.lost, found.unapproved, found.reverted)
    assert counted == (0, 0, 0, 0), f"{name} {found.what}\n{site.logs()}"
