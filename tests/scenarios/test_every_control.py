"""Every control that there is, pressed by one who may nothing: a guest where everybody else may everything."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import islice
from typing import Any

import redis.asyncio

from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack import payloads
from syncbot.slack import dispatch, request, undo_button
from syncbot.store import keys
from tests.scenarios import forging
from tests.scenarios.acts import asks_to_pause, reviews
from tests.scenarios.town import Town, built_town

OF_THE_SYNC = (LEADS, "Phone", "Salesforce", "hourly")
"""Words that nobody reads without a role."""
AT_ONCE = 8


async def test_no_control_tells_or_changes_anything_for_one_who_may_nothing(redis_url: str) -> None:
    async with built_town(redis_url, SYNCBOT_EDITORS="*", SYNCBOT_APPROVERS="*") as town:
        ids, meta = await _under_way(town)
        await town.gus.command(f'/sync edit "{LEADS}"')
        await town.gus.see("Not done")
        asked, told, stored = len(town.polytomic.calls), len(town.slack.calls), await _stored(redis_url)
        presses = _every_press(town, ids, meta)
        while some := list(islice(presses, AT_ONCE)):
            for ack in await asyncio.gather(*(forging.send(town, payload) for payload in some)):
                assert ack.acked
                assert not any(word in ack.body for word in OF_THE_SYNC), ack
        await town.gus.command("/sync list")
        await town.gus.see("You may not look at syncs here.")
        assert len(town.polytomic.calls) == asked
        assert await _stored(redis_url) == stored
        said = [repr(call.args) for call in town.slack.calls[told:]]
        assert [text for text in said if any(word in text for word in OF_THE_SYNC)] == []


async def _under_way(town: Town) -> tuple[list[str], str]:
    """A change that was written, a request that waits, a draft that is open.

    Returns:
        The ids of the sync and of the three, and the `private_metadata` of the window with the draft.
    """
    await reviews(town.cleo, f'/sync unmap "{LEADS}" Title')
    await town.cleo.submit()
    await town.cleo.see("Applied")
    await town.cleo.close()
    await asks_to_pause(town, person=town.cleo)
    await town.anna.command(f'/sync edit "{LEADS}" mappings')
    await town.anna.see("Add mapping")
    await town.anna.press("Edit Phone")
    await town.anna.see("Source field")
    assert await town.slack.workspace.watch.until(lambda: bool(_carried(town, undo_button.UNDO)), deadline_seconds=5)
    meta = forging.top(town, town.anna).spec["private_metadata"]
    changes = [*_carried(town, undo_button.UNDO), *_carried(town, request.APPROVE)]
    return [town.polytomic.id_of(LEADS), *changes, meta.partition(":")[0]], meta


def _carried(town: Town, action_id: str) -> list[str]:
    """What the buttons of one kind carry that stand in the channels."""
    channels = (town.slack.channels.find(name) for name in ("approvals", "sync-log"))
    posted = (message for channel in channels for message in town.slack.channels.messages(channel))
    elements = (each for message in posted for block in message.blocks for each in block.get("elements", ()))
    return [each["value"] for each in elements if str(each.get("action_id", "")).partition(":")[0] == action_id]


def _values(ids: list[str]) -> list[str]:
    """What buttons carry beside ids: an id with a page, a part or a choice before or behind it."""
    sync_id, written, waiting, session_id = ids
    return [
        f"0:{sync_id}",
        f"0:{written}",
        f"{session_id}:{sync_id}",
        f"{session_id}:Mappings",
        f"{waiting}:applied",
        f"{waiting}:0:read",
        f"pause:{sync_id}",
        "Mappings",
    ]


def _every_press(town: Town, ids: list[str], meta: str) -> Iterator[dict[str, Any]]:
    """Each control of the bot in a message and in a window, as Slack would send it for the guest."""
    slack, hers = town.slack.workspace, forging.submission(town, town.anna)["view"]
    own, posted = forging.top(town, town.gus), slack.channels.messages(slack.channels.find("approvals"))[0]

    def windowed(payload: dict[str, Any], **more: Any) -> dict[str, Any]:
        # Not as a modal: what cannot be done is then said in a message, and not in one more window each time.
        told = {"type": "home", "state": hers["state"], "blocks": hers["blocks"], "private_metadata": meta}
        return {**payload, "view": {**payload["view"], **told, **more}}

    for action_id in dispatch.ACTIONS:
        for value in (*ids, *_values(ids)):
            action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
            if value in ids:
                yield payloads.message_action(slack, town.gus.user, posted, action)
            yield windowed(payloads.view_action(slack, own, action))
    for action_id in dispatch.OPTIONS:
        asked = {"block_id": "b", "action_id": action_id, "value": "e"}
        yield windowed(payloads.suggestion(slack, town.gus.user, own, asked))
    for callback_id in (*dispatch.SUBMISSIONS, *dispatch.CLOSED):
        for each in (*ids, meta, f"{ids[-1]}:0:hash"):
            yield windowed(payloads.submission(slack, own), callback_id=callback_id, private_metadata=each)


async def _stored(redis_url: str) -> dict[bytes, list[Any]]:
    """The drafts and the changes; not where Slack shows them, which may still be noted of those before."""
    kinds = (keys.session(""), keys.change(""))
    begun = tuple(kind.encode() for kind in kinds)
    async with redis.asyncio.Redis.from_url(redis_url) as client:
        found = [key async for key in client.scan_iter("*") if key.startswith(begun)]
        return {key: await client.hmget(key, ["revision", "version", "state", "document"]) for key in found}
