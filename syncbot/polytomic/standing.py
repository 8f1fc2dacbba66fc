"""What Polytomic says of the key: whose it is, in which organization, and whether it may write."""

from __future__ import annotations

from typing import Final

from syncbot.errors import NoAnswer, RemoteFault, Unauthorized
from syncbot.findings import Finding
from syncbot.polytomic.client import PolytomicClient

POLYTOMIC: Final = "Polytomic key"

TAKEN: Final = "Works for {whose} in {organization}, API version {version}."
READS_ONLY: Final = "Its mode is {mode}, so nothing could be written. Make a key that may write, in Polytomic."
NOT_TAKEN: Final = (
    "Polytomic at {url} does not take it. Set a valid key, and POLYTOMIC_DEPLOYMENT_URL where it is not {url}."
)
NOT_REACHED: Final = "{what} See that this machine may reach {url}, or mend POLYTOMIC_DEPLOYMENT_URL."

_USERS: Final = "a user's key"
_KINDS: Final = {
    "is_partner": "a partner's key",
    "is_system": "a deployment's key",
    "is_organization": "the organization's key",
}


async def look(client: PolytomicClient, *, url: str, version: str) -> tuple[Finding, ...]:
    """Ask whose key it is. Raises RemoteFault for what is neither the key's nor the address's fault."""
    try:
        said = await client.get_me()
    except Unauthorized:
        return (Finding.fault(POLYTOMIC, NOT_TAKEN.format(url=url)),)
    except NoAnswer as exc:
        return (Finding.fault(POLYTOMIC, NOT_REACHED.format(what=exc.what, url=url)),)
    except RemoteFault as exc:
        return (Finding.fault(POLYTOMIC, f"{exc.what} {exc.message}".strip()),)
    credential = said.get("credential")
    mode = str(credential.get("mode") or "") if isinstance(credential, dict) else ""
    if mode and "write" not in mode:
        return (Finding.fault(POLYTOMIC, READS_ONLY.format(mode=mode)),)
    kind = next((words for name, words in _KINDS.items() if said.get(name)), _USERS)
    whose = str(said.get("email") or kind)
    organization = str(said.get("organization_name") or said.get("organization_id") or "an organization without a name")
    return (Finding.fine(POLYTOMIC, TAKEN.format(whose=whose, organization=organization, version=version)),)
