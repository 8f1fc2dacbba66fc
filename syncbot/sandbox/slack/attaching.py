"""Files that people bring into a modal."""

from __future__ import annotations

from syncbot.sandbox.slack.aim import Aim
from syncbot.sandbox.slack.filling import FILE_KINDS
from syncbot.sandbox.slack.hands import Hands


class Attaching:
    """What a person does with file inputs."""

    _aim: Aim
    _hands: Hands

    async def attach(self, label: str, name: str, content: bytes) -> None:
        """Choose one more file of one's own for a file input.

        Raises:
            AssertionError: The input does not take it.
        """
        place, spot = self._aim.field(label, None, FILE_KINDS)
        await self._hands.attach(place, spot, name, content)
