from __future__ import annotations

import asyncio

from syncbot import trace


async def test_tasks_that_are_started_in_a_trace_inherit_it_and_outlive_it() -> None:
    go = asyncio.Event()

    async def later() -> str:
        await go.wait()
        return trace.current().trace_id

    with trace.begun() as begun:
        task = asyncio.create_task(later())
    assert trace.current().trace_id == ""
    go.set()
    assert await task == begun.trace_id != ""


def test_each_trace_has_an_id_of_its_own_unless_it_goes_on_with_another() -> None:
    with trace.begun() as one, trace.begun() as two, trace.begun("given") as three:
        assert len({one.trace_id, two.trace_id, three.trace_id}) == 3
        assert trace.current() is three


def test_what_is_noted_belongs_to_the_trace_and_outside_of_one_to_nobody() -> None:
    trace.note(kind="lost")
    with trace.begun() as begun:
        trace.note(kind="command")
    assert begun.notes == {"kind": "command"}
    assert trace.current().notes == {}
