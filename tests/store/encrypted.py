"""A Redis that speaks TLS: by itself, or where it was built without, behind something that ends TLS before it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from tests.store.certificates import Certificates
from tests.store.relay import Relay
from tests.store.servers import free_port, running


@asynccontextmanager
async def encrypted(signed: Certificates, *settings: str, sentinel: bool = False) -> AsyncIterator[int]:
    """The port of one, or of a Sentinel, while the block runs; `settings` are lines of its configuration."""
    port = free_port()
    files = f"tls-cert-file {signed.certificate}", f"tls-key-file {signed.key}", f"tls-ca-cert-file {signed.authority}"
    async with AsyncExitStack() as stack:
        own = running(f"tls-port {port}", "tls-auth-clients no", *files, *settings, sentinel=sentinel, awaited=False)
        if stack.enter_context(own).answers_or_ended():
            yield port
        else:
            plain = stack.enter_context(running(*settings, sentinel=sentinel))
            yield (await stack.enter_async_context(Relay.to(plain.port, tls=signed.context()))).port
