"""What every test of the page listens to: complaints in the console, and requests to another address."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from tests.browser.conftest import listened_to

HOME = "data:"


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("console.error('no such block')", "error: no such block"),
        ("console.warn('an old name')", "warning: an old name"),
        ("setTimeout(() => { throw new Error('not caught') })", "not caught"),
        ("fetch('http://127.0.0.1:9/elsewhere.png').catch(() => null)", "http://127.0.0.1:9/elsewhere.png"),
    ],
)
async def test_what_a_page_complains_of_or_asks_elsewhere_is_heard(
    browser: Browser, script: str, complaint: str
) -> None:
    tab = await browser.new_page()
    complaints = listened_to(tab, HOME)
    await tab.goto("data:text/html,<title>Quiet</title>")
    assert complaints == []
    await tab.evaluate(script)
    await tab.wait_for_function(
        "() => new Promise((seen) => setTimeout(() => requestAnimationFrame(() => seen(true))))"
    )
    assert any(one.startswith(complaint) for one in complaints)
    await tab.close()
