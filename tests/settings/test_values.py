from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from syncbot.settings import values
from syncbot.sync.fields import PARTS, ROWS


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (values.people, "*", ("*",)),
        (values.people, "U1,W2,,S3,U1", ("U1", "W2", "S3")),
        (values.pausers, "editors", ("editors",)),
        (values.pausers, "U1,S2", ("U1", "S2")),
        (values.channel, " C0AB ", "C0AB"),
        (values.channel, "", ""),
        (values.whole_number(1, 5), " 5 ", 5),
        (values.switch, "False", False),
        (values.one_of("text", "json"), "json", "json"),
        (values.bot_token, "xoxb-1", "xoxb-1"),
        (values.redis_url, "unix:///run/redis.sock", "unix:///run/redis.sock"),
        (values.redis_url, "rediss://h:1", "rediss://h:1"),
        (values.approval_rows, "name and mode", frozenset({"name", "mode"})),
        (values.approval_rows, "filter_logic", frozenset({"filters"})),
        (values.address, "https://[::1]:8080", "https://[::1]:8080"),
        (values.host_of_polytomic, "polytomic.corp/api/", "https://polytomic.corp"),
        (values.host_of_polytomic, "https://polytomic.corp/sub", "https://polytomic.corp/sub"),
        (values.address, "https://polytomic.münchen.example/", "https://polytomic.münchen.example"),
    ],
)
def test_a_text_is_read(read: Callable[[str], object], text: str, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text", "words"),
    [
        (values.people, "U1,*", "beside other names"),
        (values.people, "@anna", "neither a user id"),
        (values.people, ",", "names nobody"),
        (values.pausers, "U1,nobody", "must stand alone"),
        (values.pausers, "*", "nor the word editors or nobody alone"),
        (values.channel, "#general", "not a channel id"),
        (values.whole_number(1, 5), "6", "from 1 to 5"),
        (values.whole_number(1, 5), "1.0", "whole number"),
        (values.whole_number(1, 5), "٣", "whole number"),
        (values.switch, "yes", "true or false"),
        (values.one_of("text", "json"), "xml", "text, json"),
        (values.bot_token, "xapp-1", "begins with “xoxb-”"),
        (values.app_token, "xoxb-1", "begins with “xapp-”"),
        (values.redis_url, "http://h", "must begin with redis://"),
        (values.redis_url, "redis://[", "must begin with redis://"),
        (values.redis_access, "unix:///run/sentinel.sock", "rediss://USER:PASSWORD@"),
        (values.redis_access, "https://host", "rediss://USER:PASSWORD@"),
        (values.sentinel, "main", "NAME@HOST:PORT"),
        (values.sentinel, "main@host", "NAME@HOST:PORT"),
        (values.sentinel, "@host:1", "NAME@HOST:PORT"),
        (values.sentinel, "main@host:65536", "NAME@HOST:PORT"),
        (values.sentinel, "main@host:٣", "NAME@HOST:PORT"),
        (values.fernet_keys, ",", "not a Fernet key"),
        (values.fernet_keys, "zJ5oCWtWW5OxkLxdrjrn1nX2Z0nqXH6nZ8o3vFQWJpE=,short", "number 2"),
        (values.fernet_keys, "ключ", "not a Fernet key"),
        (values.address, "https://u:p@h", "must not hold a user name"),
        (values.address, "https://h:99999", "not a web address"),
        (values.address, "ftp://h", "not a web address"),
        (values.address, "https://a..b", "not a web address"),
        (values.address, "https://a\u200b.b", "not a web address"),
        (values.approval_rows, ",", "names nothing"),
        (values.secret, "two words", "a space"),
        (values.secret, "ключ", "beyond ASCII"),
        (values.bot_token, "xoxb-1\nx", "a line break"),
        (values.app_token, "xapp-é", "beyond ASCII"),
        (values.approval_rows, "all,name", "must stand alone"),
        (values.approval_rows, "scedule", "nearest: schedule"),
    ],
)
def test_what_is_wrong_is_said_in_words(read: Callable[[str], object], text: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        read(text)


@pytest.mark.parametrize("name", [*PARTS, *(row.key for row in ROWS)])
def test_every_part_and_every_row_can_be_named(name: str) -> None:
    assert values.approval_rows(name)
