"""What can be seen of a bot that works: metrics without ids, and one id from Slack's request to Polytomic's API."""

from __future__ import annotations

import io
import re

import httpx
from prometheus_client.parser import text_string_to_metric_families

from syncbot.bootstrap import composed
from syncbot.observe.acknowledging import UNKNOWN_KIND
from syncbot.sandbox.polytomic.seed_syncs import LEADS
from syncbot.sandbox.slack import Fault, Person
from syncbot.server.serving import running
from syncbot.slack.guard import Kind
from tests.chaos.waiting import until
from tests.scenarios.acts import asks_to_pause, reviews
from tests.scenarios.posting import headers, post
from tests.scenarios.town import Town, settings


async def metrics(town: Town) -> str:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(town.slack.bot_urls[0].replace("/slack/events", "/metrics"))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return answer.text


def counted(text: str, name: str) -> dict[tuple[str, ...], float]:
    """The samples of that name, by their labels' values."""
    samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return {tuple(sample.labels.values()): sample.value for sample in samples if sample.name == name}


async def applied(person: Person, *, hour: int) -> None:
    await reviews(person, f'/sync schedule "{LEADS}" daily {hour}:00')
    await person.submit()
    await person.see(f"Applied: {LEADS}")
    await person.close()


async def test_metrics_tell_what_was_done_and_what_waits(town: Town) -> None:
    await applied(town.anna, hour=6)
    await town.anna.command(f'/sync edit "{LEADS}"')
    await town.anna.see("11 mappings")
    await town.anna.close()
    await asks_to_pause(town)
    text = await metrics(town)
    acks = counted(text, "syncbot_acknowledgement_seconds_count")
    assert acks[("command", "ok")] == 3
    assert acks[("submission", "ok")] == 2
    calls = counted(text, "syncbot_polytomic_call_seconds_count")
    assert calls[("PUT /api/syncs/{id}", "ok")] == 1
    assert counted(text, "syncbot_slack_call_seconds_count")[("views.open", "ok")] == 3
    assert counted(text, "syncbot_redis_call_seconds_count")[("change_move", "ok")] >= 2
    assert counted(text, "syncbot_changes_total")[("applied", "applied")] == 1
    assert counted(text, "syncbot_pending_approvals")[()] == 1
    assert counted(text, "syncbot_drafts")[()] == 1
    assert counted(text, "syncbot_slack_contact_timestamp_seconds")[()] > 1.6e9


async def test_a_fault_counts_under_its_name(town: Town) -> None:
    town.slack.faults.plan("views.open", "expired_trigger_id")
    await town.anna.command("/sync map Nothing a -> b")
    await town.anna.see("lets an app open a window")
    town.polytomic.faults.answer(500, "GET", "/api/syncs/*", times=4)
    await town.anna.command(f'/sync edit "{LEADS}"')
    await town.anna.see("Not done")
    text = await metrics(town)
    assert counted(text, "syncbot_slack_call_seconds_count")[("views.open", "expired_trigger_id")] == 1
    assert counted(text, "syncbot_polytomic_call_seconds_count")[("GET /api/syncs/{id}", "ServerFault")] == 4


async def test_a_rate_limit_that_was_waited_out_counts_beside_the_call_that_went_well(town: Town) -> None:
    town.slack.faults.plan("chat.postMessage", Fault.RATE_LIMITED, retry_after_seconds=0)
    await asks_to_pause(town)
    calls = counted(await metrics(town), "syncbot_slack_call_seconds_count")
    assert calls[("chat.postMessage", "ratelimited")] == 1
    assert calls[("chat.postMessage", "ok")] >= 1


async def test_no_label_is_an_id_a_name_or_a_secret(town: Town) -> None:
    await applied(town.anna, hour=6)
    await asks_to_pause(town)
    await town.ben.press("Approve")
    await town.ben.see(f"Applied: {LEADS}")
    text = await metrics(town)
    people = [one.user_id for one in town.slack.people.users.values()]
    channels = list(town.slack.workspace.channels.by_id)
    syncs = [text for key, one in town.polytomic.syncs.stored.items() for text in (key, one.document["name"])]
    assert [one for one in (*people, *channels, *syncs, *town.secrets) if one in text] == []


async def test_a_process_that_only_applies_serves_health_and_metrics_alone(town: Town) -> None:
    async with (
        composed(settings(town.environment)) as bot,
        running(bot.health()) as url,
        httpx.AsyncClient(trust_env=False, base_url=url) as client,
    ):
        assert (await client.get("/readyz")).status_code == 200
        assert "syncbot_jobs" in (await client.get("/metrics")).text
        assert (await client.post("/slack/events", content=b"a=b")).status_code == 404


async def test_one_id_leads_from_the_click_to_the_write_and_to_the_message(town: Town, logged: io.StringIO) -> None:
    await applied(town.anna, hour=7)

    async def told_everybody() -> bool:
        return logged.getvalue().count("Asked Slack: chat.postMessage") == 2

    assert await until(told_everybody)
    lines = logged.getvalue().splitlines()
    (put,) = [line for line in lines if "Asked Polytomic: PUT /api/syncs/{id}" in line]
    (trace_id,) = re.findall(r"\[(\w+)\]", put)
    told = [line for line in lines if f"[{trace_id}]" in line]
    assert any("Answered Slack: submission" in line and town.anna.user.user_id in line for line in told)
    assert any("A change is queued" in line for line in told)
    assert any("A change is applied" in line for line in told)
    assert any("Asked Slack: chat.postMessage" in line for line in told)


async def test_an_approved_write_goes_by_the_id_of_the_approving_click(town: Town, logged: io.StringIO) -> None:
    await asks_to_pause(town)
    await town.ben.press("Approve")
    await town.ben.see(f"Applied: {LEADS}")
    lines = logged.getvalue().splitlines()
    (put,) = [line for line in lines if "Asked Polytomic: PUT /api/syncs/{id}" in line]
    (trace_id,) = re.findall(r"\[(\w+)\]", put)
    (click,) = [line for line in lines if "Answered Slack: action" in line and f"[{trace_id}]" in line]
    assert f"user={town.ben.user.user_id}" in click


async def test_readiness_tells_each_part_and_when_slack_was_heard_of_last(town: Town) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        url = town.slack.bot_urls[0].replace("/slack/events", "/readyz")
        before = (await client.get(url)).json()
        await town.anna.command("/sync help")
        answer = await client.get(url)
    assert before["slack"].startswith("ok, not heard of Slack since the start, ")
    assert answer.status_code == 200
    assert {**answer.json(), "slack": ""} == {"redis": "ok", "clock": "ok", "slack": "", "process": "ok"}
    assert re.fullmatch(r"ok, heard of Slack \d s ago", answer.json()["slack"])


async def test_labels_are_of_the_code_whatever_is_sent(town: Town) -> None:
    for body in (b"payload=%7B%22type%22%3A%22made_up%22%7D", b"command=%2Fmade&text=up", b"{}", b"payload=1"):
        await post(town, body, headers(body))
    await town.anna.command("/sync mad-up verb")
    await town.anna.see("/sync")
    kinds = {kind for kind, _ in counted(await metrics(town), "syncbot_acknowledgement_seconds_count")}
    assert kinds
    assert kinds <= {*Kind, UNKNOWN_KIND}
    assert "made" not in await metrics(town)
