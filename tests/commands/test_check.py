"""`syncbot check` against the stand-ins and a real Redis: every line it can say, and that it says all of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

from syncbot.manifest import manifest
from syncbot.sandbox.polytomic.keys import RESTRICTED_KEY
from syncbot.sandbox.slack.people import UserGroup
from tests.commands.places import Place


async def test_a_sound_place_has_nothing_to_mend(place: Place) -> None:
    said = await place.checked()
    assert said.code == 0
    assert said.lines("fault") == []
    assert said.lines("mind") == []
    for words in (
        f"Settings           All {len(place.variables)} that are set can be read",
        "Secret key         One Fernet key.",
        "Redis              Version",
        "Redis persistence  appendonly yes, appendfsync always",
        "Redis memory       noeviction",
        "Clock              Within 30 s of that of Redis.",
        "Slack token        Works in Acme as @syncbot.",
        "Slack scopes       All 9 that the manifest asks for are granted.",
        "Slack people       Slack knows everybody in the settings.",
        "Slack channels     The app is in #approvals, #sync-log.",
        "Polytomic key      Works for syncbot@northwind.example in Northwind",
        "Nothing to mend.",
    ):
        assert words in said.text


async def test_every_fault_is_told_and_each_with_its_mend(place: Place) -> None:
    place.slack.channels.by_id["C0APPROVALS"].members.discard("U0SYNCBOT")
    place.redis.kill()
    said = await place.checked(POLYTOMIC_API_KEY="wrong-key", SYNCBOT_SECRET_KEY="", SYNCBOT_APPROVAL_TTL_SECONDS="x")
    assert said.code == 1
    told = "\n".join(said.lines("fault"))
    assert "SYNCBOT_APPROVAL_TTL_SECONDS is “x”; it must be a whole number" in told
    assert "SYNCBOT_SECRET_KEY is not set." in told
    assert "Redis, where syncbot keeps its work, refused the connection. Nothing listens there: start it" in told
    assert "not in #approvals (SYNCBOT_APPROVAL_CHANNEL)" in told
    assert "/invite @syncbot there" in told
    assert "does not take it. Set a valid key" in told
    assert "5 to mend." in said.text


async def test_a_missing_secret_key_is_offered_and_the_offer_works(place: Place) -> None:
    said = await place.checked(SYNCBOT_SECRET_KEY="")
    offered = said.text.partition("SYNCBOT_SECRET_KEY=")[2].split()[0]
    assert Fernet(offered)
    assert (await place.checked(SYNCBOT_SECRET_KEY=offered)).code == 0


async def test_a_key_that_is_none_is_offered_a_fresh_one_and_several_are_counted(place: Place) -> None:
    said = await place.checked(SYNCBOT_SECRET_KEY="not-a-fernet-key")
    assert "holds something that is not a Fernet key (number 1)" in said.text
    assert "not-a-fernet-key" not in said.text
    keys = ",".join(Fernet.generate_key().decode() for _ in range(2))
    assert "2 Fernet keys: the first encrypts" in (await place.checked(SYNCBOT_SECRET_KEY=keys)).text


async def test_what_needs_a_setting_that_is_missing_is_not_looked_at_and_the_rest_is(place: Place) -> None:
    said = await place.checked(REDIS_URL="", SLACK_BOT_TOKEN="xapp-another-kind", POLYTOMIC_API_KEY="")
    assert said.code == 1
    assert [line.split("  ", 1)[1].strip() for line in said.lines("mind")] == [
        "Redis              Not looked at: REDIS_URL must be mended first.",
        "Slack              Not looked at: SLACK_BOT_TOKEN must be mended first.",
        "Polytomic key      Not looked at: POLYTOMIC_API_KEY must be mended first.",
    ]


async def test_a_key_without_its_organization_names_what_lacks(place: Place) -> None:
    said = await place.checked(POLYTOMIC_API_KEY="", POLYTOMIC_DEPLOYMENT_KEY="a-key")
    assert "Polytomic key      Not looked at: POLYTOMIC_ORGANIZATION_ID must be mended first." in said.text


async def test_a_token_of_another_kind_is_told_how_the_right_one_begins(place: Place) -> None:
    said = await place.checked(SLACK_BOT_TOKEN="xoxp-of-a-person", SLACK_APP_TOKEN="xoxb-of-a-bot")
    assert "a bot token begins with “xoxb-”." in said.text
    assert "an app token begins with “xapp-”." in said.text


async def test_on_a_terminal_a_long_line_is_broken_between_words_under_its_beginning(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (await place.checked(SLACK_BOT_TOKEN="xoxb-of-another-app")).text
    monkeypatch.setenv("COLUMNS", "70")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    broken = (await place.checked(SLACK_BOT_TOKEN="xoxb-of-another-app")).text
    assert max(map(len, broken.splitlines())) <= 70 < max(map(len, whole.splitlines()))
    assert "\n" + " " * 26 + "missing.\n" in broken
    assert "Copy the bot token (xoxb-…) from OAuth & Permissions." in " ".join(broken.split())


async def test_a_token_that_slack_does_not_take(place: Place) -> None:
    said = await place.checked(SLACK_BOT_TOKEN="xoxb-of-another-app")
    (line,) = said.lines("fault")
    assert "Slack does not take SLACK_BOT_TOKEN (invalid_auth). Copy the bot token" in line


async def test_socket_mode_is_looked_at_where_it_is_used(place: Place) -> None:
    said = await place.checked(SLACK_APP_TOKEN=place.slack.app_token, SLACK_SIGNING_SECRET="")
    assert any("Slack socket" in line and "Opens connections" in line for line in said.lines("ok"))
    said = await place.checked(SLACK_APP_TOKEN="xapp-of-another-app", SLACK_SIGNING_SECRET="")
    assert any("Slack opens no connection for SLACK_APP_TOKEN (invalid_auth)" in line for line in said.lines("fault"))
    assert "Slack socket" not in (await place.checked()).text


async def test_a_slack_that_cannot_be_reached(place: Place) -> None:
    (line,) = (await place.checked(SYNCBOT_SLACK_API_URL="http://127.0.0.1:9/api")).lines("fault")
    assert "Slack did not answer at http://127.0.0.1:9/api/." in line


async def test_scopes_that_the_manifest_has_and_the_token_lacks(place: Place) -> None:
    place.slack.install(without("users:read", "usergroups:read"))
    said = await place.checked(SYNCBOT_APPROVERS="S0APPROVERS")
    assert [line for line in said.lines("fault") if "users:read, usergroups:read is missing." in line]
    assert "Slack people       Not looked at: the token lacks usergroups:read, users:read." in said.text
    assert "Slack channels     The app is in" in said.text


async def test_optional_scopes_may_be_left_out(place: Place) -> None:
    place.slack.install(without("channels:read", "groups:read"))
    said = await place.checked()
    assert said.code == 0
    assert "channels:read, groups:read is not, so channels are not looked at" in said.text
    assert "Slack channels     Not looked at: the token lacks channels:read, groups:read." in said.text


async def test_people_and_groups_that_slack_does_not_know(place: Place) -> None:
    place.slack.people.groups["S0EMPTY"] = UserGroup("S0EMPTY", "empty", "Empty", ())
    said = await place.checked(
        SYNCBOT_EDITORS="U0ANNA,U0GHOST,S0GHOST", SYNCBOT_APPROVERS="U0BEN,U0CLEO,S0EMPTY,U0GHOST,U0DORA"
    )
    told = "\n".join(said.lines("fault"))
    assert "Slack knows no U0GHOST. Mend them in SYNCBOT_EDITORS, SYNCBOT_APPROVERS." in told
    assert "Slack knows no S0GHOST. Mend them in SYNCBOT_EDITORS." in told
    assert "Nobody is in the user group S0EMPTY, which SYNCBOT_APPROVERS names." in told
    assert "U0DORA was deactivated and may nothing. Take it out of SYNCBOT_APPROVERS." in told


async def test_approvers_who_are_too_few(place: Place) -> None:
    said = await place.checked(SYNCBOT_APPROVERS="S0APPROVERS", SYNCBOT_APPROVALS_NEEDED="3")
    assert "Nobody could ever approve a request: 3 different people are needed" in said.text
    assert said.code == 1


async def test_channels_that_nothing_can_be_told_in(place: Place) -> None:
    channels = place.slack.channels.by_id
    channels["C0SYNCLOG"].archived = True
    channels["C0APPROVALS"] = replace(channels["C0APPROVALS"], private=True, members={"U0ANNA"})
    said = await place.checked(SYNCBOT_ALERT_CHANNEL="C0RANDOM")
    told = "\n".join(said.lines("fault"))
    assert "Slack finds no channel C0APPROVALS (SYNCBOT_APPROVAL_CHANNEL)" in told
    assert "#sync-log (SYNCBOT_LOG_CHANNEL) is archived" in told
    assert "The app is not in #random (SYNCBOT_ALERT_CHANNEL)" in told


async def test_settings_that_name_no_channel(place: Place) -> None:
    none = {"SYNCBOT_APPROVAL_REQUIRED": "none", "SYNCBOT_APPROVAL_CHANNEL": "", "SYNCBOT_LOG_CHANNEL": ""}
    assert "Slack channels     The settings name none." in (await place.checked(**none)).text


async def test_a_polytomic_key_that_may_only_read(place: Place) -> None:
    (line,) = (await place.checked(POLYTOMIC_API_KEY=RESTRICTED_KEY)).lines("fault")
    assert "Its mode is read_only, so nothing could be written." in line


async def test_a_polytomic_that_cannot_be_reached(place: Place) -> None:
    (line,) = (await place.checked(POLYTOMIC_DEPLOYMENT_URL="http://127.0.0.1:9")).lines("fault")
    assert "Polytomic could not be reached. See that this machine may reach http://127.0.0.1:9" in line


def without(*scopes: str) -> dict[str, object]:
    """The manifest as it would be without these scopes."""
    made = manifest()
    granted = made["oauth_config"]["scopes"]["bot"]
    made["oauth_config"]["scopes"]["bot"] = [scope for scope in granted if scope not in scopes]
    return made
