"""Everything that syncbot needs, and what `syncbot check` says of it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from syncbot.commands.check import check
from syncbot.sandbox.polytomic import PolytomicStandIn
from syncbot.sandbox.redis import RedisServer
from syncbot.sandbox.slack import SlackStandIn
from tests.scenarios.town import environment


@dataclass(frozen=True, slots=True)
class Said:
    """What the command printed, and its exit code."""

    code: int
    text: str

    def lines(self, verdict: str) -> list[str]:
        """The lines with this verdict."""
        return [line for line in self.text.splitlines() if line.startswith(verdict)]


class Place:
    """Everything that syncbot needs, and the variables that name it."""

    def __init__(
        self, slack: SlackStandIn, polytomic: PolytomicStandIn, server: RedisServer, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.slack = slack
        self.polytomic = polytomic
        self.redis = server
        self.variables = environment(slack, polytomic, server.url)
        self._capsys = capsys

    async def checked(self, **variables: str) -> Said:
        """What `syncbot check` says with these variables beside or in place of the others; empty takes one away."""
        given = {name: value for name, value in {**self.variables, **variables}.items() if value}
        code = await check(given)
        out, err = self._capsys.readouterr()
        assert [
            one for name, one in given.items() if name.endswith(("TOKEN", "SECRET", "_KEY")) and one in out + err
        ] == []
        assert self.slack.violations == []
        assert self.polytomic.violations == []
        return Said(code, out)
