"""A real Bolt app with the real SDK, over HTTP: what passes here passes for the same reasons in front of Slack."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from syncbot.sandbox.slack import Person, SlackStandIn
from tests.sandbox.scripted_bot import Json, button, modal, option, plain, section, text_input


def bolt_app(slack: SlackStandIn) -> AsyncApp:
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    app = AsyncApp(client=client, signing_secret=slack.signing_secret, process_before_response=True)
    _edits(app)
    _asks(app)
    return app


def _edits(app: AsyncApp) -> None:
    """A command, its options, and a second modal over the first."""

    @app.command("/sync")
    async def command(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        menu = {"type": "external_select", "action_id": "source", "min_query_length": 0}
        view = modal(
            text_input("Reason", "reason", optional=False),
            {"type": "input", "block_id": "map", "label": plain("Source field"), "element": menu},
            section("Schedule", accessory=button("Edit", "edit")),
            callback_id="editor",
        )
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.options("source")
    async def options(ack: AsyncAck) -> None:
        await ack(options=[option("email"), option("phone")])

    @app.action("edit")
    async def edit(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=modal(section("Every hour"), title="Schedule"))


def _asks(app: AsyncApp) -> None:
    """What becomes of the form: a message with a button; and home."""

    @app.view("editor")
    async def submit(ack: AsyncAck, view: Json, body: Json, client: AsyncWebClient) -> None:
        if view["state"]["values"]["reason"]["typed"]["value"] == "because":
            await ack(response_action="errors", errors={"reason": "Say why."})
            return
        await ack()
        blocks = [section("Pause Leads?"), {"type": "actions", "elements": [button("Approve", "approve")]}]
        text = f"<@{body['user']['id']}> asks to pause Leads"
        await client.chat_postMessage(channel="C0APPROVALS", text=text, blocks=blocks)

    @app.action("approve")
    async def approve(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond(text="Approved by Ben", replace_original=True)

    @app.event("app_home_opened")
    async def home(event: Json, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section("Drafts")]})


@pytest.fixture
async def bolt(slack: SlackStandIn) -> AsyncIterator[None]:
    runner = web.AppRunner(bolt_app(slack).server(port=0).web_app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.bot_urls = [f"http://127.0.0.1:{runner.addresses[0][1]}"]
    try:
        yield
    finally:
        await runner.cleanup()


@pytest.mark.usefixtures("bolt")
async def test_a_bolt_app_is_driven_from_command_to_approval(slack: SlackStandIn, anna: Person) -> None:
    await anna.command("/sync pause Leads")
    await anna.choose("Source field", "email")
    await anna.press("Edit", near="Schedule")
    await anna.see("Every hour")
    await anna.close()
    await anna.fill("Reason", "because")
    await anna.press("Apply")
    await anna.see("Say why.")
    await anna.fill("Reason", "it floods the queue")
    await anna.press("Apply")
    assert anna.modal is None
    ben = slack.person("ben")
    screen = await ben.see("Pause Leads?")
    assert screen.fallback == "@Anna Ruiz asks to pause Leads"
    await ben.press("Approve")
    await ben.see("Approved by Ben")
    await anna.open_home()
    await anna.see("Drafts")
    assert slack.violations == []


@pytest.mark.usefixtures("bolt")
async def test_a_command_that_a_bolt_app_does_not_know_fails_to_dispatch(slack: SlackStandIn, anna: Person) -> None:
    await anna.command("/other")
    await anna.see("/other failed with the error “dispatch_failed”")
    assert slack.violations == ["command: answered 404"]
