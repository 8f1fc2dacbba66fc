"""Names that hold markup: wherever they are shown they are letters, never a mention, a link or a turned line."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest

from syncbot.sandbox.polytomic.seed_syncs import CONTACTS, LEADS
from syncbot.sandbox.slack.people import TEAM_ID
from tests.scenarios.acts import asked
from tests.scenarios.town import Town, built_town

NASTY = "<!channel> <@U0MALLORY> <https://evil.example|ok> `x` @here \u202egnp.exe"
LIVE = ("<!channel", "<!here", "<!everyone", "<@U0MALLORY", "<https://evil", "\u202e", "\u2066", "@here")
TURNED = ("\u202e", "\u2066")


def shown(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text that Slack was given to show, and whether it is `mrkdwn` or `plain`."""
    if isinstance(value, dict):
        if value.get("type") in {"mrkdwn", "plain_text"} and isinstance(value.get("text"), str):
            yield ("mrkdwn" if value["type"] == "mrkdwn" else "plain"), value["text"]
            return
        for name, inner in value.items():
            yield from shown(inner, name)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from shown(inner, key)
    elif isinstance(value, str) and key == "text":
        yield "mrkdwn", value
    elif isinstance(value, str) and key == "accessibility_label":
        yield "plain", value


def live(town: Town) -> list[str]:
    """What of all that was shown is more than letters."""
    texts = [one for call in town.slack.calls for one in shown(dict(call.args))]
    assert any("evil.example" in text for _, text in texts)
    found = [text for kind, text in texts if kind == "mrkdwn" and any(mark in text for mark in LIVE)]
    return found + [text for kind, text in texts if kind == "plain" and any(mark in text for mark in TURNED)]


def named_nastily(town: Town) -> str:
    """The sync of the leads, its target's field, a mapping's source and who saved it last have such names; its id."""
    sync_id = town.polytomic.id_of(LEADS)
    into = town.polytomic.sync(sync_id)["target"]
    town.polytomic.world.add_target_field((into["connection_id"], into["object"]), "Evil__c", NASTY)
    for connection in town.polytomic.world.connections.values():
        connection["name"] = f"{connection['name']} {NASTY}"

    def change(doc: dict[str, Any]) -> dict[str, Any]:
        return {**doc, "name": f"Leads {NASTY}"}

    town.polytomic.outsider_edits(sync_id, change)
    return sync_id


async def looks(town: Town, sync_id: str) -> None:
    """Everything that only shows."""
    anna = town.anna
    await anna.command("/sync list")
    await anna.see("evil.example")
    await anna.command(f"/sync show {sync_id}")
    await anna.see("Mappings", "evil.example")
    await anna.command(f"/sync status {sync_id}")
    await anna.see("evil.example", "records")
    await anna.command("/sync edit Leads")
    await anna.see("Which one?", "evil.example")
    await anna.close()


async def edits(town: Town, sync_id: str) -> None:
    """A mapping onto the field with that name, and a value with it."""
    anna = town.anna
    await anna.command(f"/sync edit {sync_id} mappings")
    await anna.see("Add mapping", "evil.example")
    await anna.press("Add mapping")
    await anna.see("Source field")
    await anna.choose("Source field", "email (E-mail)", typed="ema")
    await anna.choose("Target field", "Evil__c", typed="Evil")
    await anna.submit()
    await anna.see("In this draft", "Evil__c")
    await anna.submit()
    await anna.see("Review changes", "Evil__c")
    await anna.fill("Reason", NASTY)
    await anna.submit()
    await anna.see("Outcome", "Applied: ")
    await anna.close()


async def asks(town: Town, sync_id: str) -> None:
    """A pause that is rejected with such words, and one that is approved."""
    for decision in ("Reject", "Approve"):
        await town.anna.command(f"/sync pause {sync_id}")
        await town.anna.see("Review changes", "Nothing else changes")
        await town.anna.fill("Reason", NASTY)
        await town.anna.submit()
        await town.anna.see("Waiting for approval")
        await town.anna.close()
        await asked(town)
        await town.ben.press(decision)
        if decision == "Reject":
            await town.ben.see("Reject request")
            await town.ben.fill("Why", NASTY)
            await town.ben.submit()
            await town.anna.see("Rejected")
    await town.anna.see("Applied")
    await town.anna.command(f"/sync history {sync_id}")
    await town.anna.see("evil.example", "paus")


async def test_names_reasons_and_labels_are_only_letters_wherever_they_are_shown(redis_url: str) -> None:
    async with built_town(redis_url) as town:
        sync_id = named_nastily(town)
        await looks(town, sync_id)
        await edits(town, sync_id)
        await asks(town, sync_id)
        await town.anna.open_home()
        await town.anna.see("evil.example")
        assert live(town) == []
        assert town.slack.team_id == TEAM_ID


@pytest.mark.parametrize(
    "line", [f"/sync list {NASTY}", f"/sync show {NASTY}", f"/sync {NASTY}", f"/sync help {NASTY}"]
)
async def test_what_was_typed_is_repeated_as_letters(town: Town, logged: io.StringIO, line: str) -> None:
    await town.anna.command(line)
    await town.anna.see("!channel")
    answers = [ack.body for ack in town.slack.acks]
    texts = [text for call in town.slack.calls for _, text in shown(dict(call.args))] + answers
    assert not [text for text in texts for mark in LIVE if mark in text]
    assert "evil.example" not in logged.getvalue()
    assert CONTACTS not in logged.getvalue()
