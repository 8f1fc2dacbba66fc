"""Write a queued change to Polytomic. The order of effects is that of `apply`'s docstring and of nothing else."""

from __future__ import annotations

from syncbot.changes import outcomes
from syncbot.changes.desk import Desk
from syncbot.changes.emergency import ensure_request, is_pause, pause_behind, under_way
from syncbot.changes.finish import end, settle
from syncbot.changes.model import Change, Way
from syncbot.changes.noticing import read_sync
from syncbot.changes.passphrase import passphrase_for
from syncbot.changes.rebase import Over, Ready, rebase
from syncbot.changes.recover import deliver, recover
from syncbot.changes.states import State
from syncbot.changes.write import store_attempt
from syncbot.errors import InvalidInput, RemoteFault, SecretMissing


async def apply(desk: Desk, change: Change) -> Change | None:
    """Bring a change to its end; None when it has to wait, because another change is being applied to that sync.

    1. The change takes the sync's lease. It is the change's and not the process's, and lasts longer than a write; how
       much of it is left is looked at again just before sending. Until this change has ended no other applies there.
    2. The sync is read.
    3. What an approval rests on has moved: void. Others changed the same: conflicted. Else the change is merged into
       what was read, and planned again.
    4. Nothing is left to write: already so.
    5. Snapshot, merged body without secrets, way, key and the move to `applying` are stored in one script.
    6. It is written, once, within a total deadline.
    7. The reply is compared with what was meant, and a fresh read with the reply.
    8. Outcome and history are stored.
    9. People are told: by the job that step 8 queued.

    A change found in `applying` was begun by a worker that died, and is recovered instead. One that has ended is
    settled: the steps that follow the stored outcome are repeated.

    Raises:
        Moved: Another worker has the change; nothing is to be done here.
        NotSent: It was stored but not sent; it is recovered by whoever takes the job next.
        StoreUnavailable: Redis did not answer; the job is handed out again.
    """
    if change.state not in (State.QUEUED, State.APPLYING):
        await settle(desk, change)
        return change
    if not await _is_its_turn(desk, change):
        return None
    if change.state is State.APPLYING:
        return await recover(desk, change)
    try:
        remote = await read_sync(desk, change.sync_id)
    except RemoteFault as fault:
        return await end(desk, change, State.FAILED, outcomes.not_applied(fault))
    ready = await rebase(desk, change, remote)
    if isinstance(ready, Over):
        return await end(desk, change, ready.state, ready.outcome)
    return await _begin(desk, change, ready)


async def _is_its_turn(desk: Desk, change: Change) -> bool:
    """Take the lease; what follows an emergency pause waits until that pause is no longer being written."""
    if is_pause(change):
        await ensure_request(desk, change)
    pause = await pause_behind(desk, change)
    if pause is not None and under_way(pause):
        return False
    return await desk.leases.take(change.sync_id, change.change_id)


async def _begin(desk: Desk, change: Change, ready: Ready) -> Change:
    """Choose the way, store it, take it. What only turns on or off goes its own way where the whole cannot be sent."""
    toggle = ready.plan.only_toggle is not None
    if toggle and change.way is Way.ACTIVATE:
        return await deliver(desk, await store_attempt(desk, change, ready, Way.ACTIVATE), None)
    try:
        passphrase = await passphrase_for(desk, change.sync_id, ready.remote, ready.merged)
        applying = await store_attempt(desk, change, ready, Way.PUT)
    except (SecretMissing, InvalidInput) as fault:
        if not toggle:
            return await end(desk, change, State.FAILED, outcomes.not_applied(fault, after=ready.remote))
        return await deliver(desk, await store_attempt(desk, change, ready, Way.ACTIVATE), None)
    return await deliver(desk, applying, passphrase)
