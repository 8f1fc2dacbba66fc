"""The buttons that make trouble: each shows one promise of syncbot being kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from syncbot.demo.town import Town
from syncbot.errors import OurFault
from syncbot.sandbox.page import Refusal
from syncbot.sandbox.polytomic.panel import Panel

NO_SUCH: Final = "There is no such sync or edit."

Json = dict[str, Any]


class Trouble:
    """What the panel's buttons do."""

    def __init__(self, town: Town, panel: Panel) -> None:
        self._town = town
        self._panel = panel
        self._doing: Mapping[str, Callable[[Json], Awaitable[None]]] = {
            "outside": self._outside,
            "fail": self._fail,
            "slow": self._slow,
            "restart": self._restart,
        }

    async def make(self, said: Json) -> Json:
        """Make the trouble that `what` names. Raises Refusal."""
        try:
            await self._doing[said["what"]](said)
        except KeyError as exc:
            raise Refusal(NO_SUCH) from exc
        return {}

    async def _outside(self, said: Json) -> None:
        self._panel.edit_outside(said["sync"], said["edit"])

    async def _fail(self, _: Json) -> None:
        self._panel.fail_after_writing()

    async def _slow(self, _: Json) -> None:
        self._panel.slow_down()

    async def _restart(self, _: Json) -> None:
        try:
            await self._town.bot.restart()
        except OurFault as exc:
            raise Refusal(exc.sentences) from exc
