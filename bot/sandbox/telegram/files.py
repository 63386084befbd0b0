"""The files of the pretend Telegram: their two kinds of ids, paths and limits."""

import dataclasses
import secrets

from bot.sandbox.telegram.errors import BotApiError, Json, bad_request
from bot.sandbox.telegram.photos import Rendering

LARGEST_DOWNLOAD = 20 * 2**20  # bytes that a bot may fetch
LARGEST_UPLOAD = 50 * 2**20  # bytes that a bot may send
# The first letters of real ids tell the kind of file; nothing may rely on more than that.
_ID_BEGINS = {"photo": "AgAC", "document": "BQAC", "voice": "AwAC", "video": "BAAC",
              "sticker": "CAAC"}  # fmt: skip
_FOLDERS = {"photo": "photos", "document": "documents", "voice": "voice", "video": "videos",
            "sticker": "stickers"}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class StoredFile:
    """One file as sent; several file ids may lead to it, its unique id stays the same."""

    kind: str
    unique_id: str
    path: str
    content: bytes = dataclasses.field(repr=False)
    mime_type: str
    name: str


class Files:
    """All files, by any of their ids and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._sizes: dict[str, list[Json]] = {}  # all sizes of a photo, by the path of each

    def add(self, kind: str, content: bytes, mime_type: str, name: str) -> str:
        """Store an upload; returns its file id."""
        suffix = f".{name.rsplit('.', 1)[1]}" if "." in name else ""
        path = f"{_FOLDERS[kind]}/file_{len(self._by_path)}{suffix}"
        file = StoredFile(kind, f"AQAD{secrets.token_urlsafe(8)}", path, content, mime_type, name)
        self._by_path[path] = file
        return self.again(file)

    def again(self, file: StoredFile) -> str:
        """Another file id for a file that is sent again."""
        file_id = f"{_ID_BEGINS[file.kind]}AgUAAxkBAA{secrets.token_urlsafe(36)}"
        self._by_id[file_id] = file
        return file_id

    def find(self, file_id: str) -> StoredFile:
        if not file_id:
            raise bad_request("file_id not specified")
        if file_id not in self._by_id:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        return self._by_id[file_id]

    def at(self, path: str) -> StoredFile:
        if path not in self._by_path:
            raise BotApiError(404, "Not Found")
        return self._by_path[path]

    def reference(self, file_id: str) -> Json:
        """The fields that every file object begins with."""
        file = self.find(file_id)
        return {
            "file_id": file_id,
            "file_unique_id": file.unique_id,
            "file_size": len(file.content),
        }

    def add_photo(self, renderings: tuple[Rendering, ...]) -> list[Json]:
        """Store every size of a photo; returns the Array of PhotoSize."""
        sizes: list[Json] = []
        for size in renderings:
            file_id = self.add("photo", size.jpeg, "image/jpeg", "photo.jpg")
            sizes.append(self.reference(file_id) | {"width": size.width, "height": size.height})
            self._sizes[self.find(file_id).path] = sizes
        return sizes

    def photo_again(self, file_id: str) -> list[Json]:
        """The photo that this id is a size of, sent again: new ids, the same unique ids."""
        return [
            size | {"file_id": self.again(self.find(size["file_id"]))}
            for size in self._sizes[self.find(file_id).path]
        ]

    def add_document(self, content: bytes, name: str, mime_type: str) -> Json:
        """Store a file unmodified; returns the Document."""
        file_id = self.add("document", content, mime_type, name)
        return self.reference(file_id) | {"file_name": name, "mime_type": mime_type}
