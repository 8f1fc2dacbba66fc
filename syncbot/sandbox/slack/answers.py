"""What the Web API answers when it does not do what was asked, and which of these are broken rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum, auto
from typing import Any

Json = dict[str, Any]


class Code(StrEnum):
    """Slack's error codes, as far as the stand-in answers them; each value is the name in lower case."""

    CANT_DELETE_MESSAGE = auto()
    CANT_UPDATE_MESSAGE = auto()
    CHANNEL_NOT_FOUND = auto()
    DUPLICATE_EXTERNAL_ID = auto()
    EXCHANGED_TRIGGER_ID = auto()
    EXPIRED_TRIGGER_ID = auto()
    EXPIRED_URL = auto()
    FILE_NOT_FOUND = auto()
    HASH_CONFLICT = auto()
    INTERNAL_ERROR = auto()
    INVALID_ARGUMENTS = auto()
    INVALID_ATTACHMENTS = auto()
    INVALID_AUTH = auto()
    INVALID_BLOCKS = auto()
    INVALID_BLOCKS_FORMAT = auto()
    INVALID_CURSOR = auto()
    INVALID_JSON = auto()
    INVALID_LIMIT = auto()
    INVALID_MESSAGE = auto()
    INVALID_PAYLOAD = auto()
    INVALID_TRIGGER_ID = auto()
    INVALID_TYPES = auto()
    INVALID_VIEW = auto()
    IS_ARCHIVED = auto()
    JSON_NOT_OBJECT = auto()
    MARKDOWN_TEXT_CONFLICT = auto()
    MESSAGE_NOT_FOUND = auto()
    METHOD_NOT_SUPPORTED_FOR_CHANNEL_TYPE = auto()
    MISSING_ARGUMENT = auto()
    MISSING_SCOPE = auto()
    MSG_BLOCKS_TOO_LONG = auto()
    MSG_TOO_LONG = auto()
    NO_SUCH_SUBTEAM = auto()
    NO_TEXT = auto()
    NOT_AUTHED = auto()
    NOT_ENABLED = auto()
    NOT_FOUND = auto()
    NOT_IN_CHANNEL = auto()
    PUSH_LIMIT_REACHED = auto()
    RATELIMITED = auto()
    TOO_MANY_ATTACHMENTS = auto()
    TOO_MANY_USERS = auto()
    UNKNOWN_METHOD = auto()
    USED_URL = auto()
    USER_DISABLED = auto()
    USER_NOT_FOUND = auto()
    USER_NOT_IN_CHANNEL = auto()
    USERS_LIST_NOT_SUPPLIED = auto()
    USERS_NOT_FOUND = auto()
    VIEW_TOO_LARGE = auto()


# What befalls a correct app: races with people, and how a workspace is set up. Every other error is a rule broken.
BEFALLS = frozenset(
    {
        Code.CHANNEL_NOT_FOUND,
        Code.HASH_CONFLICT,
        Code.INTERNAL_ERROR,
        Code.INVALID_AUTH,
        Code.IS_ARCHIVED,
        Code.MESSAGE_NOT_FOUND,
        Code.NO_SUCH_SUBTEAM,
        Code.NOT_AUTHED,
        Code.NOT_FOUND,
        Code.NOT_IN_CHANNEL,
        Code.RATELIMITED,
        Code.USER_DISABLED,
        Code.USER_NOT_FOUND,
        Code.USER_NOT_IN_CHANNEL,
        Code.USERS_NOT_FOUND,
    }
)


class ApiError(Exception):
    """An answer of `ok: false`.

    Attributes:
        code: Slack's error code.
        messages: What goes into `response_metadata.messages`; empty for none.
        extra: Further keys of the answer.
    """

    def __init__(self, code: str, messages: Sequence[str] = (), extra: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = str(code)
        self.messages = tuple(messages)
        self.extra = dict(extra or {})

    @property
    def breaks_a_rule(self) -> bool:
        """Whether a correct app never gets this answer."""
        return self.code not in BEFALLS

    def body(self) -> Json:
        """The JSON of the answer."""
        answer: Json = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            answer["response_metadata"] = {"messages": list(self.messages)}
        return answer
