from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncbot.slack.posted_form import read_form

WELL = [b"a", b"name=", b"&", b"%3D", b"%0A", b"%0d%0a", b"%C3%A4", b"+", b"_", b" ", b"\t", b".", b";"]
BADLY = [b"=", b"%", b"%%", b"%e2%82", b"%ff", b"%7", b"%zz", "\xe4".encode(), b"\n", b"\r", b"\x00"]
PIECES = st.sampled_from([*WELL, *BADLY])


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.text()))
def test_what_a_form_holds_is_read_as_it_was(fields: dict[str, str]) -> None:
    sent = urlencode(fields, errors="surrogatepass").encode()
    assert read_form(sent) == dict(parse_qsl(sent.decode(), keep_blank_values=True))


@given(st.lists(PIECES).map(b"".join))
def test_whatever_a_form_holds_is_read_as_urllib_reads_it(sent: bytes) -> None:
    assert read_form(sent) == dict(parse_qsl(sent.decode(), keep_blank_values=True))


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(ValueError, match="utf-8"):
        read_form(b"a=\xff")
