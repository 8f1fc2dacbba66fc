"""The settings as one value, with the variable that each attribute is read from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final
from urllib.parse import unquote, urlsplit

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from syncbot.settings import values

REQUIRED_BY_DEFAULT: Final = "active"
_YEAR_SECONDS: Final = 31_536_000


class Entrance(StrEnum):
    """How Slack reaches syncbot."""

    HTTP = "http"
    SOCKET = "socket"


@dataclass(frozen=True, slots=True)
class PolytomicKey:
    """By what Polytomic knows syncbot.

    Attributes:
        organization_id: For a deployment or partner key, sent as Basic; empty for a user's key, sent as Bearer.
    """

    key: SecretStr
    organization_id: str = ""


class Settings(BaseSettings):
    """The table *Settings*. Lists are tuples; an optional text that is not set is empty."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        case_sensitive=True,
        env_ignore_empty=True,
        enable_decoding=False,
        hide_input_in_errors=True,
        validate_default=False,
    )

    slack_bot_token: Annotated[SecretStr, BeforeValidator(values.bot_token)] = Field(alias="SLACK_BOT_TOKEN")
    slack_signing_secret: Annotated[SecretStr | None, BeforeValidator(values.secret)] = Field(
        None, alias="SLACK_SIGNING_SECRET"
    )
    slack_app_token: Annotated[SecretStr | None, BeforeValidator(values.app_token)] = Field(
        None, alias="SLACK_APP_TOKEN"
    )
    slack_api_url: Annotated[str, BeforeValidator(values.address)] = Field(
        "https://slack.com/api", alias="SYNCBOT_SLACK_API_URL"
    )
    polytomic_api_key: Annotated[SecretStr | None, BeforeValidator(values.secret)] = Field(
        None, alias="POLYTOMIC_API_KEY"
    )
    polytomic_deployment_key: Annotated[SecretStr | None, BeforeValidator(values.secret)] = Field(
        None, alias="POLYTOMIC_DEPLOYMENT_KEY"
    )
    polytomic_partner_key: Annotated[SecretStr | None, BeforeValidator(values.secret)] = Field(
        None, alias="POLYTOMIC_PARTNER_KEY"
    )
    polytomic_organization_id: str = Field("", alias="POLYTOMIC_ORGANIZATION_ID")
    polytomic_url: Annotated[str, BeforeValidator(values.host_of_polytomic)] = Field(
        "https://app.polytomic.com", alias="POLYTOMIC_DEPLOYMENT_URL"
    )
    polytomic_version: Annotated[str, BeforeValidator(values.one_of("2025-09-18", "2024-02-08"))] = Field(
        "2025-09-18", alias="POLYTOMIC_API_VERSION"
    )
    redis_url: Annotated[SecretStr, BeforeValidator(values.redis_url)] = Field(alias="REDIS_URL")
    redis_sentinel: Annotated[values.Sentinel | None, BeforeValidator(values.sentinel)] = Field(
        None, alias="SYNCBOT_REDIS_SENTINEL"
    )
    redis_sentinel_url: Annotated[SecretStr, BeforeValidator(values.redis_access)] = Field(
        SecretStr("redis://"), alias="SYNCBOT_REDIS_SENTINEL_URL"
    )
    secret_key: Annotated[SecretStr, BeforeValidator(values.fernet_keys)] = Field(alias="SYNCBOT_SECRET_KEY")
    editors: Annotated[tuple[str, ...], BeforeValidator(values.people)] = Field(alias="SYNCBOT_EDITORS")
    approvers: Annotated[tuple[str, ...], BeforeValidator(values.people)] = Field((), alias="SYNCBOT_APPROVERS")
    approval_channel: Annotated[str, BeforeValidator(values.channel)] = Field("", alias="SYNCBOT_APPROVAL_CHANNEL")
    own_log_channel: Annotated[str, BeforeValidator(values.channel)] = Field("", alias="SYNCBOT_LOG_CHANNEL")
    alert_channel: Annotated[str, BeforeValidator(values.channel)] = Field("", alias="SYNCBOT_ALERT_CHANNEL")
    approval_rows: Annotated[frozenset[str], BeforeValidator(values.approval_rows)] = Field(
        values.approval_rows(REQUIRED_BY_DEFAULT), alias="SYNCBOT_APPROVAL_REQUIRED"
    )
    emergency_pause: Annotated[tuple[str, ...], BeforeValidator(values.pausers)] = Field(
        (values.EDITORS,), alias="SYNCBOT_EMERGENCY_PAUSE"
    )
    approvals_needed: Annotated[int, BeforeValidator(values.whole_number(1, 20))] = Field(
        1, alias="SYNCBOT_APPROVALS_NEEDED"
    )
    self_approval: Annotated[bool, BeforeValidator(values.switch)] = Field(default=False, alias="SYNCBOT_SELF_APPROVAL")
    approval_ttl_seconds: Annotated[int, BeforeValidator(values.whole_number(60, _YEAR_SECONDS))] = Field(
        259_200, alias="SYNCBOT_APPROVAL_TTL_SECONDS"
    )
    session_ttl_seconds: Annotated[int, BeforeValidator(values.whole_number(60, _YEAR_SECONDS))] = Field(
        604_800, alias="SYNCBOT_SESSION_TTL_SECONDS"
    )
    history_days: Annotated[int, BeforeValidator(values.whole_number(1, 3_650))] = Field(
        90, alias="SYNCBOT_HISTORY_DAYS"
    )
    requests_per_minute: Annotated[int, BeforeValidator(values.whole_number(0, 1_000_000))] = Field(
        240, alias="SYNCBOT_REQUESTS_PER_MINUTE"
    )
    port: Annotated[int, BeforeValidator(values.whole_number(0, values.LAST_PORT))] = Field(3000, alias="PORT")
    log_level: Annotated[str, BeforeValidator(values.one_of("debug", "info", "warning", "error"))] = Field(
        "info", alias="SYNCBOT_LOG_LEVEL"
    )
    log_format: Annotated[str, BeforeValidator(values.one_of("text", "json"))] = Field(
        "text", alias="SYNCBOT_LOG_FORMAT"
    )

    @property
    def entrance(self) -> Entrance:
        """Socket Mode when the app token is set, else HTTP."""
        return Entrance.SOCKET if self.slack_app_token else Entrance.HTTP

    @property
    def log_channel(self) -> str:
        """Where outcomes go; the approval channel where none is named, empty where there is neither."""
        return self.own_log_channel or self.approval_channel

    @property
    def polytomic_key(self) -> PolytomicKey:
        """The one key that is set."""
        if self.polytomic_api_key is not None:
            return PolytomicKey(self.polytomic_api_key)
        key = self.polytomic_deployment_key or self.polytomic_partner_key or SecretStr("")
        return PolytomicKey(key, self.polytomic_organization_id)

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The Fernet keys; the first encrypts, all decrypt."""
        return values.names(self.secret_key.get_secret_value())

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret text, for what must keep them out of its output."""
        urls = (self.redis_url.get_secret_value(), self.redis_sentinel_url.get_secret_value())
        texts = [value.get_secret_value() for _, value in self if isinstance(value, SecretStr)]
        in_urls = [password for url in urls if (password := urlsplit(url).password)]
        return tuple(
            text for text in (*texts, *self.secret_keys, *in_urls, *map(unquote, in_urls)) if text and text not in urls
        )


NAMES: Final = tuple(str(info.alias) for info in Settings.model_fields.values())
"""Every variable that is read, in the table's order."""
