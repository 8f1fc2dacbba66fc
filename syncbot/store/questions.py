"""Questions of one moment, asked together: one write takes them to Redis, and one read brings the answers.

Before an acknowledgement most of the time went into asking one thing after another, each with a connection from the
pool, a task and a write of its own. Here connections are kept at hand, and what is asked in one turn of the loop shares
one; it has no order among itself.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeAlias

import hiredis
from redis.exceptions import RedisError, ResponseError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from syncbot.store.primary import Pool

Word: TypeAlias = "str | bytes | float"
Answer: TypeAlias = "asyncio.Future[Any]"


class Questions:
    """Takes them to one Redis.

    Args:
        pool: Of connections that keep no time themselves.
        settle: Waits while the work is handed over to another server.
        attempt_seconds: For one attempt; a connection on which it took longer is closed.
        deadline_seconds: For all attempts together.
    """

    def __init__(
        self,
        pool: Pool,
        settle: Callable[[], Awaitable[None]],
        *,
        attempt_seconds: float,
        deadline_seconds: float,
    ) -> None:
        self._pool = pool
        self._settle = settle
        self._attempt_seconds = attempt_seconds
        self._deadline_seconds = deadline_seconds
        self._idle: list[Any] = []
        self._asked: list[tuple[tuple[Word, ...], Answer]] = []
        self._under_way: set[asyncio.Task[None]] = set()

    def ask(self, *command: Word) -> Answer:
        """The answer to come, in which bytes stay bytes; or the RedisError or OSError of redis-py as it is.

        The command may be sent again when its answer was lost.
        """
        loop = asyncio.get_running_loop()
        answer: Answer = loop.create_future()
        if not self._asked:
            task = loop.create_task(self._send(), name="questions")
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        self._asked.append((command, answer))
        return answer

    async def aclose(self) -> None:
        """Give up what waits for an answer, and close every connection."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._pool.aclose()

    async def _send(self) -> None:
        """Send what was asked until now, and hand out the answers; whoever waits no longer gets none."""
        asked, self._asked = self._asked, []
        asked = [(command, answer) for command, answer in asked if not answer.done()]
        try:
            async with asyncio.timeout(self._deadline_seconds):
                await self._settle()
                answers = await self._answers([command for command, _ in asked]) if asked else []
        except (RedisError, OSError) as exc:  # an OSError too: TimeoutError
            answers = [exc] * len(asked)
        except BaseException:
            for _, answer in asked:
                answer.cancel()
            raise
        for (_, answer), given in zip(asked, answers, strict=True):
            _give(answer, given)

    async def _answers(self, commands: Sequence[tuple[Word, ...]]) -> list[Any]:
        """The answers in the order of the commands; a refusal is the exception that redis-py makes of it."""
        packed = b"".join([hiredis.pack_command(command) for command in commands])  # type: ignore[arg-type] # its stub takes one word
        connection = self._idle.pop() if self._idle else await self._pool.get_connection()  # type: ignore[no-untyped-call] # redis-py left it untyped

        async def attempt() -> list[Any]:
            async with asyncio.timeout(self._attempt_seconds):
                if not connection.is_connected:
                    await connection.connect()  # to whoever the Sentinels name by now, where there are any
                await connection.send_packed_command(packed)
                return [await _read(connection) for _ in commands]

        async def fail(_: Exception) -> None:
            await connection.disconnect()

        try:
            return list(await connection.retry.call_with_retry(attempt, fail))
        finally:
            if self._pool.is_former(connection):
                await connection.disconnect()
            self._idle.append(connection)


async def _read(connection: Any) -> Any:
    try:
        return await connection.read_response()
    except ResponseError as refusal:
        return refusal


def _give(answer: Answer, given: Any) -> None:
    if answer.done():
        return
    if isinstance(given, Exception):
        answer.set_exception(given)
    else:
        answer.set_result(given)
