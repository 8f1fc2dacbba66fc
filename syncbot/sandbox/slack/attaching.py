"""Files that people bring into a modal."""

from __future__ import annotations

from syncbot.sandbox.slack.aim import Aim
from syncbot.sandbox.slack.answers import Json
from syncbot.sandbox.slack.files import File
from syncbot.sandbox.slack.hands import Hands
from syncbot.sandbox.slack.workspace import Workspace

FILE_KINDS = ("file_input",)
FILE_BYTES = 10 * 1024 * 1024
_MOST_FILES = 10


class Attaching:
    """What a person does with file inputs."""

    _aim: Aim
    _hands: Hands
    _workspace: Workspace

    async def attach(self, label: str, name: str, content: bytes) -> None:
        """Choose one more file of one's own for a file input.

        Raises:
            AssertionError: The input does not take it.
        """
        place, spot = self._aim.field(label, None, FILE_KINDS)
        kinds = spot.element.get("filetypes")
        chosen = list(self._hands.values(place)[spot.key].value or [])
        if kinds and name.rpartition(".")[2].lower() not in kinds:
            message = f"The input takes {', '.join(kinds)}; this is {name}."
            raise AssertionError(message)
        if len(content) > FILE_BYTES or len(chosen) >= spot.element.get("max_files", _MOST_FILES):
            message = f"The input does not take {name}: it is too large, or there are enough files."
            raise AssertionError(message)
        file = self._workspace.files.brought(name, content)
        await self._hands.hold(place, spot, [*chosen, described(file, self._workspace.url)])


def described(file: File, url: str) -> Json:
    """A file as Slack tells the app of it: where it is, never what is in it."""
    address = f"{url}/files-pri/{file.file_id}/{file.name}"
    return {
        "id": file.file_id,
        "name": file.name,
        "title": file.name,
        "filetype": file.name.rpartition(".")[2].lower(),
        "size": file.length,
        "mode": "hosted",
        "url_private": address,
        "url_private_download": f"{address}?download=1",
    }
