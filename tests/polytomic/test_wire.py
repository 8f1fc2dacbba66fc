from __future__ import annotations

import base64
import json

import pytest

from syncbot.errors import InvalidInput
from syncbot.polytomic import wire
from syncbot.polytomic.wire import Access
from tests.polytomic.requests import ACCESS, BODY, READ, VERSION, WRITE


def test_a_user_key_is_sent_as_bearer() -> None:
    assert READ.headers(ACCESS)["Authorization"] == "Bearer pt-secret-key"


def test_a_deployment_key_is_sent_as_basic_with_its_organization() -> None:
    access = Access.by_organization("polytomic.test", "org-1", "dep-key", version=VERSION)
    scheme, _, pair = access.authorization.partition(" ")
    assert (scheme, base64.b64decode(pair)) == ("Basic", b"org-1:dep-key")


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("polytomic.corp", "https://polytomic.corp"),
        ("https://polytomic.corp///", "https://polytomic.corp"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("https://corp.test/polytomic/", "https://corp.test/polytomic"),
    ],
)
def test_the_base_url_gets_a_scheme_and_loses_its_slash(given: str, used: str) -> None:
    assert Access.by_key(given, "k", version=VERSION).base_url == used


@pytest.mark.parametrize("given", ["", "ftp://x", "https://", "https://user:pw@x", "https://x?a=1", "https://x:99999"])
def test_what_is_no_web_address_is_refused(given: str) -> None:
    with pytest.raises(InvalidInput):
        Access.by_key(given, "k", version=VERSION)


@pytest.mark.parametrize(
    ("url", "here"), [("http://127.0.0.1:1", True), ("http://[::1]:1", True), ("https://app.polytomic.com", False)]
)
def test_an_address_on_this_machine_is_told_apart(url: str, *, here: bool) -> None:
    assert Access.by_key(url, "k", version=VERSION).on_this_machine is here


def test_the_version_is_always_sent() -> None:
    assert READ.headers(ACCESS)["X-Polytomic-Version"] == VERSION


def test_a_read_has_no_body_and_no_idempotency_key() -> None:
    headers = READ.headers(ACCESS)
    assert READ.content is None
    assert "Content-Type" not in headers
    assert "Idempotency-Key" not in headers


def test_a_write_carries_its_document_unchanged_and_its_key() -> None:
    body = {**BODY, "big": 2**70, "ten": 10.0, "three": "3", "none": None}
    request = wire.put_sync("s1", body, key="change-1")
    assert request.content is not None
    assert json.loads(request.content) == body
    assert b'"ten":10.0' in request.content
    assert request.headers(ACCESS)["Idempotency-Key"] == "change-1"
    assert request.headers(ACCESS)["Content-Type"] == "application/json"


def test_neither_a_request_nor_an_access_shows_its_secrets_when_printed() -> None:
    request = wire.put_sync("s1", {**BODY, "encryption_passphrase": "open sesame"}, key="k")
    assert "sesame" not in repr(request)
    assert "pt-secret-key" not in repr(ACCESS)
    assert request.secrets == ("open sesame",)


@pytest.mark.parametrize("passphrase", [None, "", 7])
def test_a_body_without_a_passphrase_has_no_secret(passphrase: object) -> None:
    assert wire.put_sync("s1", {"encryption_passphrase": passphrase}, key="k").secrets == ()
    assert READ.secrets == ()


def test_only_reads_may_be_sent_twice() -> None:
    writes = [WRITE, wire.activate_sync("s1", active=True, key="k"), wire.cancel_sync("s1")]
    assert [request.only_reads for request in (READ, *writes)] == [True, False, False, False]


@pytest.mark.parametrize(
    ("request_", "method", "path", "query"),
    [
        (wire.get_sync("s1"), "GET", "/api/syncs/s1", ()),
        (wire.put_sync("s1", BODY, key="k"), "PUT", "/api/syncs/s1", ()),
        (wire.activate_sync("s1", active=False, key="k"), "POST", "/api/syncs/s1/activate", ()),
        (wire.cancel_sync("s1"), "POST", "/api/syncs/s1/cancel", ()),
        (wire.get_status("s1"), "GET", "/api/syncs/s1/status", ()),
        (wire.list_syncs(), "GET", "/api/syncs", ()),
        (wire.list_syncs("t/2"), "GET", "/api/syncs", (("page_token", "t/2"),)),
        (wire.list_models(), "GET", "/api/models", ()),
        (wire.get_model("m1"), "GET", "/api/models/m1", ()),
        (wire.list_connections(), "GET", "/api/connections", ()),
        (wire.list_target_objects("c1"), "GET", "/api/connections/c1/modelsync/targetobjects", ()),
        (
            wire.get_target_fields("c1", "a b"),
            "GET",
            "/api/connections/c1/modelsync/target/fields",
            (("target", "a b"),),
        ),
        (wire.get_me(), "GET", "/api/me", ()),
        (wire.list_policies(), "GET", "/api/permissions/policies", ()),
    ],
)
def test_each_call_has_its_method_path_and_query(
    request_: wire.Request, method: str, path: str, query: tuple[tuple[str, str], ...]
) -> None:
    assert (request_.method, request_.path, request_.query) == (method, path, query)


def test_turning_on_or_off_sends_that_and_nothing_else() -> None:
    assert wire.activate_sync("s1", active=False, key="k").body == {"active": False}


@pytest.mark.parametrize(("sync_id", "path"), [("a/../b", "/api/syncs/a%2F..%2Fb"), (" s1 ", "/api/syncs/s1")])
def test_an_id_stays_one_segment_of_the_path(sync_id: str, path: str) -> None:
    assert wire.get_sync(sync_id).path == path


@pytest.mark.parametrize("sync_id", ["", " ", ".", ".."])
def test_an_id_that_would_climb_out_of_the_path_is_refused(sync_id: str) -> None:
    with pytest.raises(InvalidInput):
        wire.get_sync(sync_id)
