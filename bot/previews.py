"""Cut-out cards waiting to be shown; in memory only, since pictures are never stored."""

from collections import OrderedDict

_MOST_BYTES = 64 * 1024 * 1024


class Previews:
    """The newest pictures by application, up to 64 MiB together; the oldest give way."""

    def __init__(self) -> None:
        self._pictures: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0

    def keep(self, application_id: str, picture: bytes) -> None:
        self.drop(application_id)
        self._pictures[application_id] = picture
        self._bytes += len(picture)
        while self._bytes > _MOST_BYTES:
            _, oldest = self._pictures.popitem(last=False)
            self._bytes -= len(oldest)

    def find(self, application_id: str) -> bytes | None:
        return self._pictures.get(application_id)

    def drop(self, application_id: str) -> None:
        picture = self._pictures.pop(application_id, None)
        if picture is not None:
            self._bytes -= len(picture)
