"""Whether what is shown is the newest is asked after it was shown, so that not knowing takes nothing away."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from syncbot.slack.editing import show_newest
from tests.memory import FakeSessions
from tests.store.values import a_session


async def test_an_editor_that_was_shown_stays_where_the_store_cannot_say_whether_it_is_the_newest() -> None:
    shown: list[tuple[str, dict[str, Any]]] = []

    async def update(view_id: str, view: dict[str, Any]) -> bool:
        shown.append((view_id, view))
        return True

    sessions = FakeSessions()
    sessions.power.on = False
    bot: Any = SimpleNamespace(screens=SimpleNamespace(update=update), desk=SimpleNamespace(sessions=sessions))
    await show_newest(bot, a_session(), "V1", {"title": "Edit sync"})
    assert shown == [("V1", {"title": "Edit sync"})]
