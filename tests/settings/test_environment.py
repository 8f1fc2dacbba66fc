from __future__ import annotations

import traceback

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from syncbot.errors import Misconfigured
from syncbot.settings import Entrance, Sentinel, Settings, read_settings
from syncbot.settings.environment import NAMES
from syncbot.sync.fields import ROWS

KEY = "zJ5oCWtWW5OxkLxdrjrn1nX2Z0nqXH6nZ8o3vFQWJpE="
COMPLETE = {
    "SLACK_BOT_TOKEN": "xoxb-bot-token",
    "SLACK_SIGNING_SECRET": "signing-secret",
    "POLYTOMIC_API_KEY": "polytomic-key",
    "REDIS_URL": "redis://:redis-password@localhost:6379/0",
    "SYNCBOT_SECRET_KEY": KEY,
    "SYNCBOT_EDITORS": "U1, S2",
    "SYNCBOT_APPROVERS": "U3",
    "SYNCBOT_APPROVAL_CHANNEL": "C1",
}


def settings(**more: str) -> Settings:
    return read_settings({**COMPLETE, **more})


def faults(environ: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(Misconfigured) as caught:
        read_settings(environ)
    return caught.value.faults


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in COMPLETE.items() if name not in names}


def test_what_is_not_set_has_the_default_of_the_table() -> None:
    found = settings()
    assert found.slack_api_url == "https://slack.com/api"
    assert found.polytomic_url == "https://app.polytomic.com"
    assert found.polytomic_version == "2025-09-18"
    assert found.approval_rows == {"active"}
    assert found.emergency_pause == ("editors",)
    assert (found.approvals_needed, found.self_approval, found.approval_ttl_seconds) == (1, False, 259_200)
    assert (found.session_ttl_seconds, found.history_days) == (604_800, 90)
    assert (found.port, found.log_level, found.log_format) == (3000, "info", "text")
    assert (found.alert_channel, found.redis_sentinel) == ("", None)


def test_every_setting_of_the_table_is_read() -> None:
    assert set(NAMES) == {
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "SLACK_APP_TOKEN",
        "POLYTOMIC_API_KEY",
        "POLYTOMIC_DEPLOYMENT_KEY",
        "POLYTOMIC_PARTNER_KEY",
        "POLYTOMIC_ORGANIZATION_ID",
        "POLYTOMIC_DEPLOYMENT_URL",
        "POLYTOMIC_API_VERSION",
        "REDIS_URL",
        "SYNCBOT_REDIS_SENTINEL",
        "SYNCBOT_REDIS_SENTINEL_URL",
        "SYNCBOT_SECRET_KEY",
        "SYNCBOT_EDITORS",
        "SYNCBOT_APPROVERS",
        "SYNCBOT_APPROVAL_CHANNEL",
        "SYNCBOT_LOG_CHANNEL",
        "SYNCBOT_APPROVAL_REQUIRED",
        "SYNCBOT_EMERGENCY_PAUSE",
        "SYNCBOT_APPROVALS_NEEDED",
        "SYNCBOT_SELF_APPROVAL",
        "SYNCBOT_APPROVAL_TTL_SECONDS",
        "SYNCBOT_SESSION_TTL_SECONDS",
        "SYNCBOT_HISTORY_DAYS",
        "SYNCBOT_REQUESTS_PER_MINUTE",
        "SYNCBOT_ALERT_CHANNEL",
        "SYNCBOT_SLACK_API_URL",
        "PORT",
        "SYNCBOT_LOG_LEVEL",
        "SYNCBOT_LOG_FORMAT",
    }


def test_what_is_set_is_read() -> None:
    found = settings(
        SYNCBOT_SLACK_API_URL="http://127.0.0.1:1/api/",
        POLYTOMIC_DEPLOYMENT_URL="polytomic.corp/",
        POLYTOMIC_API_VERSION="2024-02-08",
        SYNCBOT_REDIS_SENTINEL="main@a:1,b:2",
        SYNCBOT_LOG_CHANNEL="C2",
        SYNCBOT_EMERGENCY_PAUSE="nobody",
        SYNCBOT_SELF_APPROVAL="TRUE",
        PORT="0",
    )
    assert found.slack_api_url == "http://127.0.0.1:1/api"
    assert found.polytomic_url == "https://polytomic.corp"
    assert found.polytomic_version == "2024-02-08"
    assert found.redis_sentinel == Sentinel("main", (("a", 1), ("b", 2)))
    assert found.editors == ("U1", "S2")
    assert found.log_channel == "C2"
    assert found.emergency_pause == ("nobody",)
    assert found.self_approval is True
    assert found.port == 0


def test_the_environment_is_read_when_nothing_else_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**COMPLETE, "PORT": "8080"}.items():
        monkeypatch.setenv(name, value)
    assert read_settings().port == 8080


def test_given_settings_are_not_mixed_with_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8080")
    assert settings().port == 3000


def test_an_empty_variable_counts_as_not_set() -> None:
    assert settings(PORT="", SYNCBOT_ALERT_CHANNEL=" ").port == 3000
    assert faults({**COMPLETE, "SYNCBOT_EDITORS": ""}) == ("SYNCBOT_EDITORS is not set.",)


def test_a_line_break_at_the_end_of_a_value_does_not_count() -> None:
    found = read_settings({name: f" {value}\n" for name, value in COMPLETE.items()})
    assert found.slack_signing_secret is not None
    assert found.slack_signing_secret.get_secret_value() == "signing-secret"
    assert found.slack_bot_token.get_secret_value() == "xoxb-bot-token"
    assert found.polytomic_key.key.get_secret_value() == "polytomic-key"


def test_approval_of_nothing_is_said_and_never_comes_of_a_slip() -> None:
    assert settings(SYNCBOT_APPROVAL_REQUIRED=" none, ").approval_rows == frozenset()
    assert read_settings(
        {**without("SYNCBOT_APPROVERS", "SYNCBOT_APPROVAL_CHANNEL"), "SYNCBOT_APPROVAL_REQUIRED": "none,"}
    )
    (fault,) = faults({**COMPLETE, "SYNCBOT_APPROVAL_REQUIRED": ","})
    assert fault.startswith("SYNCBOT_APPROVAL_REQUIRED names nothing")


def test_outcomes_go_to_the_approval_channel_where_no_other_is_named() -> None:
    assert settings().log_channel == "C1"


def test_the_app_token_means_socket_mode() -> None:
    assert settings().entrance is Entrance.HTTP
    assert settings(SLACK_APP_TOKEN="xapp-1").entrance is Entrance.SOCKET


def test_the_polytomic_key_is_a_users_or_an_organizations() -> None:
    assert settings().polytomic_key.organization_id == ""
    assert settings().polytomic_key.key.get_secret_value() == "polytomic-key"
    for name in ("POLYTOMIC_DEPLOYMENT_KEY", "POLYTOMIC_PARTNER_KEY"):
        key = read_settings({**without("POLYTOMIC_API_KEY"), name: "k", "POLYTOMIC_ORGANIZATION_ID": "o"}).polytomic_key
        assert (key.key.get_secret_value(), key.organization_id) == ("k", "o")


def test_every_part_and_field_can_need_approval() -> None:
    assert settings(SYNCBOT_APPROVAL_REQUIRED="all").approval_rows == {row.key for row in ROWS}
    assert settings(SYNCBOT_APPROVAL_REQUIRED="none").approval_rows == frozenset()
    assert settings(SYNCBOT_APPROVAL_REQUIRED="active, Target").approval_rows == {
        "active",
        "target",
        "target.configuration",
    }


def test_where_nothing_needs_approval_nobody_has_to_approve() -> None:
    alone = without("SYNCBOT_APPROVERS", "SYNCBOT_APPROVAL_CHANNEL")
    found = read_settings({**alone, "SYNCBOT_APPROVAL_REQUIRED": "none"})
    assert (found.approvers, found.log_channel) == ((), "")


def test_several_keys_are_kept_in_order() -> None:
    other = Fernet.generate_key().decode()
    assert settings(SYNCBOT_SECRET_KEY=f"{KEY}, {other}").secret_keys == (KEY, other)


def test_all_faults_are_named_at_once() -> None:
    found = faults({"PORT": "many", "SYNCBOT_EDITORS": "anna", "POLYTOMIC_PARTNER_KEY": "k", "SYNCBOT_EDITOR": "U1"})
    assert found == (
        "SLACK_BOT_TOKEN is not set.",
        "REDIS_URL is not set.",
        "SYNCBOT_SECRET_KEY is not set.",
        "SYNCBOT_EDITORS names “anna”, which is neither a user id (U…), nor a user-group id (S…), nor *.",
        "PORT is “many”; it must be a whole number from 0 to 65535.",
        "Neither SLACK_SIGNING_SECRET (for HTTP) nor SLACK_APP_TOKEN (for Socket Mode) is set; one must be.",
        "POLYTOMIC_PARTNER_KEY is set without POLYTOMIC_ORGANIZATION_ID, which it needs.",
        (
            "SYNCBOT_APPROVERS is not set, and approval can be needed (SYNCBOT_APPROVAL_REQUIRED is “active”); "
            "set it, or set SYNCBOT_APPROVAL_REQUIRED=none."
        ),
        (
            "SYNCBOT_APPROVAL_CHANNEL is not set, and approval can be needed (SYNCBOT_APPROVAL_REQUIRED is “active”); "
            "set it, or set SYNCBOT_APPROVAL_REQUIRED=none."
        ),
        "SYNCBOT_EDITOR is not a setting of syncbot; SYNCBOT_EDITORS was probably meant.",
    )


def test_keys_for_polytomic_must_be_one() -> None:
    assert faults(without("POLYTOMIC_API_KEY"))[0].startswith("No Polytomic key is set")
    assert faults({**COMPLETE, "POLYTOMIC_DEPLOYMENT_KEY": "k", "POLYTOMIC_ORGANIZATION_ID": "o"}) == (
        "POLYTOMIC_API_KEY and POLYTOMIC_DEPLOYMENT_KEY are set together; keep one of them.",
    )


def test_a_misspelt_name_is_a_fault_even_when_all_else_is_well() -> None:
    assert faults({**COMPLETE, "SYNCBOT_APPROVALS_REQUIRED": "all"}) == (
        "SYNCBOT_APPROVALS_REQUIRED is not a setting of syncbot; SYNCBOT_APPROVAL_REQUIRED was probably meant.",
    )


def test_names_that_a_platform_adds_are_no_faults() -> None:
    assert settings(SYNCBOT_PORT_3000_TCP="tcp://10.0.0.1:3000", SYNCBOT_SERVICE_HOST="10.0.0.1").port == 3000


def test_no_secret_is_shown_when_settings_are_printed() -> None:
    shown = repr(settings()) + str(settings())
    for secret in settings().secrets:
        assert secret not in shown


def test_every_secret_is_named_for_those_who_hide_it_but_not_a_bare_address() -> None:
    assert set(settings().secrets) == {"xoxb-bot-token", "signing-secret", "polytomic-key", KEY, "redis-password"}
    assert "redis://localhost" not in settings(REDIS_URL="redis://localhost").secrets
    given = settings(SYNCBOT_REDIS_SENTINEL_URL="rediss://:open%20up@")
    assert {"open%20up", "open up"} <= set(given.secrets)
    assert "redis://" not in given.secrets


SECRETS = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "REDIS_URL", "SYNCBOT_SECRET_KEY")


@given(name=st.sampled_from(SECRETS), value=st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=12))
def test_a_wrong_secret_is_never_repeated(name: str, value: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        read_settings({**COMPLETE, name: value, "PORT": "wrong"})
    assert value not in "".join(traceback.format_exception(caught.value))
