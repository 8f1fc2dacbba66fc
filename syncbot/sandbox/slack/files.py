"""Files: those that the app uploads, in three steps (ask for a URL, send, complete), and those that people bring."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from syncbot.sandbox.slack.answers import ApiError, Code, Json


@dataclass(slots=True)
class File:
    """A file. `content` is None until it was sent; people see it once it is `shared`."""

    file_id: str
    name: str
    length: int
    content: bytes | None = None
    title: str = ""
    shared: bool = False


class Files:
    """All of them, by id."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self.by_id: dict[str, File] = {}

    def announce(self, name: str, length: int) -> File:
        """A file that is about to be sent."""
        file = File(f"F{next(self._numbers):08d}", name, length)
        self.by_id[file.file_id] = file
        return file

    def brought(self, name: str, content: bytes) -> File:
        """A file that a person chose in a modal: nobody else sees it, the app may read it."""
        file = self.announce(name, len(content))
        file.content = content
        return file

    def get(self, file_id: str) -> File:
        """The file.

        Raises:
            ApiError: `file_not_found`.
        """
        if file_id not in self.by_id:
            raise ApiError(Code.FILE_NOT_FOUND)
        return self.by_id[file_id]


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
