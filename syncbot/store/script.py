"""Lua scripts, and where there are replicas, the wait until one has what a script stored."""

from __future__ import annotations

import hashlib
import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from redis.asyncio.client import Pipeline
from redis.exceptions import NoScriptError

from syncbot.store.primary import NotPrimary

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from syncbot.store.connection import Client, Connection
    from syncbot.store.sentinels import Address

    _Run = Callable[..., Awaitable[Any]]

COPY_MS: Final = 100
"""How long what must survive a failover waits for a replica to have it; measured: 0.1 ms where one is well."""

NOT_COPIED: Final = "Only %d of %d replicas had %s within %d ms; a failover now could lose it"

log = logging.getLogger(__name__)

_SCRIPTS: Final = Path(__file__).parent


class Script:
    """One Lua script, sent by its hash, and whole only where the server does not have it.

    Args:
        copied: Whether to wait, for a moment, until the replicas have it too. A failover then keeps what the script
            stored, whichever takes over. When one has it not in time, the Sentinels are asked: where another server is
            becoming the primary, the script is sent there once it is; otherwise the work goes on, and the log says so.
    """

    def __init__(self, connection: Connection, name: str, *, copied: bool) -> None:
        self._connection = connection
        self._name = name
        self._copied = copied
        self._text = "\n".join((_SCRIPTS / f"{part}.lua").read_text() for part in ("common", name))
        self._hash = hashlib.sha1(self._text.encode(), usedforsecurity=False).hexdigest()

    async def __call__(self, keys: Sequence[str], *args: str | bytes | float) -> Any:
        """Run it; bytes in what it returns stay bytes. Raises StoreUnavailable."""
        if self._copied:
            async with self._connection.quickly(self._name) as redis:
                return await self._sent(partial(self._run_and_copy, redis), len(keys), *keys, *args)
        with self._connection.asking(self._name) as questions:
            return await self._sent(questions.ask, len(keys), *keys, *args)

    async def _sent(self, run: _Run, *rest: str | bytes | float) -> Any:
        """Run it, once more where the server is no longer the primary: whoever is gets it then."""
        try:
            return await self._known(run, *rest)
        except NotPrimary:
            return await self._known(run, *rest)

    async def _known(self, run: _Run, *rest: str | bytes | float) -> Any:
        try:
            return await run("EVALSHA", self._hash, *rest)
        except NoScriptError:
            return await run("EVAL", self._text, *rest)

    async def _run_and_copy(self, redis: Client, *command: str | bytes | float) -> Any:
        wanted = self._connection.copies
        async with _Placed(redis.connection_pool, redis.response_callbacks, False, None) as pipe:  # noqa: FBT003 -- redis-py's own
            pipe.execute_command(*command)  # one connection: WAIT is for its own writes
            pipe.wait(wanted, COPY_MS)
            answer, copies = await pipe.execute(raise_on_error=False)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(copies, Exception):
            raise copies
        if copies < wanted:
            if await self._connection.leads_elsewhere(pipe.address):
                raise NotPrimary
            log.warning(NOT_COPIED, copies, wanted, self._name, COPY_MS)
        return answer


class _Placed(Pipeline):
    """A pipeline that knows which server it was carried out at."""

    address: Address | None = None

    async def reset(self) -> None:  # type: ignore[override] # redis-py's own, which it mistakes for a command
        """Give the connection back, having looked where it leads."""
        if self.connection is not None:
            self.address = (self.connection.host, self.connection.port)
        await super().reset()  # type: ignore[no-untyped-call] # redis-py left it untyped
