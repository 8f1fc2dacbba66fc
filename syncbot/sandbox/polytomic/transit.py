"""A call on its way through the stand-in, with the fault that was ordered for it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from syncbot.sandbox.polytomic.api import Api, Ticket, served
from syncbot.sandbox.polytomic.calls import Asked, Call
from syncbot.sandbox.polytomic.faults import Fault, Held, Kind
from syncbot.sandbox.polytomic.replies import Reply


class Transit:
    """Knows which calls are in flight: those that wait for their answer, and those that will land late."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._in_flight: list[Asked] = []
        self._late: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Lose what was to land late."""
        late = list(self._late)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def at_once(self, asked: Asked, call: Call) -> Reply:
        """The reply without any fault."""
        return self._perform(self._api.admit(asked, call), call)

    async def outcome(self, asked: Asked, call: Call, fault: Fault | None) -> Reply | None:
        """The reply to send, or None to drop the connection."""
        self._check_repetition(asked)
        with self._flying(asked):
            if fault is None:
                return self.at_once(asked, call)
            await asyncio.sleep(fault.delay_seconds)
            if fault.held is not None:
                return await self._held(asked, call, fault, fault.held)
            return self._faulty(asked, call, fault)

    def _faulty(self, asked: Asked, call: Call, fault: Fault) -> Reply | None:
        if fault.kind is Kind.DROP and not fault.after_commit:
            return None
        admitted = self._api.admit(asked, call)
        instead = fault.reply if fault.kind is Kind.ANSWER else None
        reply = self._perform(admitted, call, instead=instead, commit=fault.after_commit or instead is None)
        return None if fault.kind is Kind.DROP else reply

    async def _held(self, asked: Asked, call: Call, fault: Fault, held: Held) -> Reply | None:
        if fault.kind is Kind.HANG:
            await held.wait()
            return None
        if fault.kind is Kind.LATE:
            admitted = self._api.admit(asked, call) if fault.seen else None
            task = asyncio.create_task(self._land(asked, call, held, admitted))
            self._late.add(task)
            task.add_done_callback(self._late.discard)
            return served(fault.reply, asked) if fault.reply else None
        admitted = self._api.admit(asked, call)
        if not fault.after_commit:
            await held.wait()
        reply = self._perform(admitted, call)
        held.land()
        if fault.after_commit:
            await held.wait()
        return reply

    async def _land(self, asked: Asked, call: Call, held: Held, admitted: Ticket | Reply | None) -> None:
        with self._flying(asked):
            await held.wait()
            self._perform(admitted or self._api.admit(asked, call), call)
            held.land()

    def _perform(
        self, admitted: Ticket | Reply, call: Call, *, instead: Reply | None = None, commit: bool = True
    ) -> Reply:
        if isinstance(admitted, Reply):
            return admitted
        return self._api.perform(admitted, call, instead=instead, commit=commit)

    def _check_repetition(self, asked: Asked) -> None:
        for other in self._in_flight:
            if asked.writes and asked.fingerprint == other.fingerprint and asked.key != other.key:
                self._api.state.violations.append(
                    f"{asked.method} {asked.path} was repeated with another key while the first may still land"
                )

    @contextmanager
    def _flying(self, asked: Asked) -> Iterator[None]:
        self._in_flight.append(asked)
        try:
            yield
        finally:
            self._in_flight.remove(asked)
