"""From the text of one variable to its value. A `ValueError` says what is wrong, to be read after the variable's name.

Texts that may hold a secret are never repeated in an error.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

from syncbot.errors import InvalidInput
from syncbot.sync.fields import PARTS, ROWS, rows_named

EVERYBODY: Final = "*"
EDITORS: Final = "editors"
NOBODY: Final = "nobody"
ALL: Final = "all"
NONE: Final = "none"

NO_ADDRESS: Final = "“{text}” is not a web address, such as https://app.polytomic.com."
NO_CREDENTIALS: Final = "A web address must not hold a user name or password."
NOT_AN_ID: Final = "names “{text}”, which is neither a user id (U…), nor a user-group id (S…){more}."
NOT_A_CHANNEL: Final = "is “{text}”, which is not a channel id (C… or G…)."
NOT_A_NUMBER: Final = "is “{text}”; it must be a whole number from {least} to {most}."
NOT_A_SWITCH: Final = "is “{text}”; it must be true or false."
NOT_ONE_OF: Final = "is “{text}”; it must be one of {names}."
NOT_A_FIELD: Final = "names “{text}”, which is neither a part nor a field of a sync; nearest: {nearest}."
NOT_ALONE: Final = "says “{text}” beside other names; it must stand alone."
NOT_A_FERNET_KEY: Final = (
    "holds something that is not a Fernet key (number {place}); `syncbot check` offers a fresh one."
)
NOT_A_BOT_TOKEN: Final = "holds another kind of token; a bot token begins with “xoxb-”."  # noqa: S105 -- a sentence
NOT_AN_APP_TOKEN: Final = "holds another kind of token; an app token begins with “xapp-”."  # noqa: S105 -- a sentence
NOT_A_REDIS_URL: Final = "must begin with redis://, rediss:// or unix://."
NOT_AN_ACCESS: Final = "must begin with redis:// or rediss://, as in rediss://USER:PASSWORD@."
NOT_A_SENTINEL: Final = "is “{text}”; it must be NAME@HOST:PORT, further HOST:PORT separated by commas."
EMPTY_LIST: Final = "names nobody."
NO_FIELDS: Final = "names nothing; where no change needs approval, say none."
NOT_A_SECRET: Final = "holds what no key or token has: a space, a line break, or a sign beyond ASCII."  # noqa: S105 -- a sentence

_HOST: Final = re.compile(r"[\w-]+(\.[\w-]+)*\.?|[0-9a-f:]*:[0-9a-f:.]+")
"""A name, or the number of an interface."""
_SCHEMES: Final = frozenset({"http", "https"})
LAST_PORT: Final = 65_535
_REDIS_SCHEMES: Final = frozenset({"redis", "rediss", "unix"})
_OTHER_TOKENS: Final = ("xapp-", "xoxp-", "xoxa-", "xoxr-")


@dataclass(frozen=True, slots=True)
class Sentinel:
    """The Redis Sentinels to ask, as (host, port), and the name of what they watch."""

    name: str
    hosts: tuple[tuple[str, int], ...]


def web_address(text: str) -> str:
    """A base URL with its scheme (https where none is written) and without a trailing slash.

    Raises:
        InvalidInput: It is none, or it holds a user name, a password, a query or a fragment.
    """
    stripped = text.strip()
    whole = stripped if "://" in stripped else f"https://{stripped}"
    wrong = InvalidInput(NO_ADDRESS.format(text=stripped))
    try:
        parts = urlsplit(whole)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise wrong from None
    if parts.username or parts.password:
        raise InvalidInput(NO_CREDENTIALS)
    if parts.scheme not in _SCHEMES or not _HOST.fullmatch(host or "") or re.search(r"[\s?#]", whole):
        raise wrong
    return whole.rstrip("/")


def address(text: str) -> str:
    """`web_address` for a setting."""
    try:
        return web_address(text)
    except InvalidInput as exc:
        message = f"cannot be used: {exc.what}"
        raise ValueError(message) from exc


def host_of_polytomic(text: str) -> str:
    """The same of a Polytomic, whose documents write its paths with the `/api` before them."""
    return address(text).removesuffix("/api")


def names(text: str) -> tuple[str, ...]:
    """The names of a list separated by commas, each once, in order."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def people(text: str) -> tuple[str, ...]:
    """User ids, user-group ids or `*`."""
    return _ids(text, words=(EVERYBODY,), more=", nor *")


def pausers(text: str) -> tuple[str, ...]:
    """User ids and user-group ids, or the one word `editors` or `nobody`."""
    return _ids(text, words=(EDITORS, NOBODY), more=", nor the word editors or nobody alone")


def _ids(text: str, *, words: tuple[str, ...], more: str) -> tuple[str, ...]:
    found = names(text)
    if not found:
        raise ValueError(EMPTY_LIST)
    if found[0] in words and len(found) == 1:
        return found
    for name in found:
        if name in words:
            raise ValueError(NOT_ALONE.format(text=name))
        if not re.fullmatch(r"[UWS][A-Z0-9]+", name):
            raise ValueError(NOT_AN_ID.format(text=name, more=more))
    return found


def channel(text: str) -> str:
    """A channel id; empty stays empty."""
    if text and not re.fullmatch(r"[CG][A-Z0-9]+", text.strip()):
        raise ValueError(NOT_A_CHANNEL.format(text=text))
    return text.strip()


def whole_number(least: int, most: int) -> Callable[[str | int], int]:
    """A reader of whole numbers in that range, both ends included."""

    def read(text: str | int) -> int:
        if not re.fullmatch(r"\d{1,12}", str(text).strip(), re.ASCII) or not least <= int(text) <= most:
            raise ValueError(NOT_A_NUMBER.format(text=text, least=least, most=most))
        return int(text)

    return read


def switch(text: str | bool) -> bool:  # noqa: FBT001 -- what pydantic hands to a reader
    """`true` or `false`, in any case."""
    said = {"true": True, "false": False}.get(str(text).strip().lower())
    if said is None:
        raise ValueError(NOT_A_SWITCH.format(text=text))
    return said


def one_of(*choices: str) -> Callable[[str], str]:
    """A reader of one of these words."""

    def read(text: str) -> str:
        if (word := text.strip()) not in choices:
            raise ValueError(NOT_ONE_OF.format(text=text, names=", ".join(choices)))
        return word

    return read


def approval_rows(text: str) -> frozenset[str]:
    """The keys of the rows (`syncbot.sync.fields`) that parts, fields, `all` or `none` name."""
    found = names(text)
    if not found:
        raise ValueError(NO_FIELDS)
    for word in (ALL, NONE):
        if word in found and len(found) > 1:
            raise ValueError(NOT_ALONE.format(text=word))
    if found in {(ALL,), (NONE,)}:
        return frozenset(row.key for row in ROWS) if found == (ALL,) else frozenset()
    return frozenset(key for name in found for key in _row_keys(name))


def _row_keys(name: str) -> tuple[str, ...]:
    rows = rows_named(name)
    if not rows:
        choices = [*PARTS, *(row.key for row in ROWS)]
        near = difflib.get_close_matches(name, choices, n=1, cutoff=0.0)
        raise ValueError(NOT_A_FIELD.format(text=name, nearest=near[0]))
    return tuple(row.key for row in rows)


def fernet_keys(text: str) -> str:
    """Fernet keys separated by commas; the text as it was."""
    for place, key in enumerate(names(text) or ("",), start=1):
        try:
            Fernet(key)
        except ValueError:
            raise ValueError(NOT_A_FERNET_KEY.format(place=place)) from None
    return text


def bot_token(text: str) -> str:
    """A bot token; other kinds of token are told apart by how they begin."""
    if text.startswith(_OTHER_TOKENS):
        raise ValueError(NOT_A_BOT_TOKEN)
    return secret(text)


def app_token(text: str) -> str:
    """An app token for Socket Mode."""
    if not text.startswith("xapp-"):
        raise ValueError(NOT_AN_APP_TOKEN)
    return secret(text)


def secret(text: str) -> str:
    """A key or token as a header of HTTP can carry it."""
    if not re.fullmatch(r"[!-~]+", text):
        raise ValueError(NOT_A_SECRET)
    return text


def redis_url(text: str) -> str:
    """The address of a Redis; it may hold a password."""
    return _of_scheme(text, _REDIS_SCHEMES, NOT_A_REDIS_URL)


def redis_access(text: str) -> str:
    """How Sentinels are talked to: an address whose host is not used; it may hold a password."""
    return _of_scheme(text, _REDIS_SCHEMES - {"unix"}, NOT_AN_ACCESS)


def _of_scheme(text: str, schemes: Collection[str], fault: str) -> str:
    try:
        scheme = urlsplit(text).scheme
    except ValueError:
        scheme = ""
    if scheme not in schemes:
        raise ValueError(fault)
    return text


def sentinel(text: str) -> Sentinel:
    """`NAME@HOST:PORT,HOST:PORT`."""
    name, _, hosts = text.strip().partition("@")
    found = [host.rpartition(":") for host in names(hosts)]
    if not name or not found or not all(host and _is_port(port) for host, _, port in found):
        raise ValueError(NOT_A_SENTINEL.format(text=text))
    return Sentinel(name, tuple((host, int(port)) for host, _, port in found))


def _is_port(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,5}", text, re.ASCII)) and 0 < int(text) <= LAST_PORT
