"""Applications as the JSON documents of their rows."""

import msgspec

from conversations.application import Application
from storage.database import Database

_DECODER = msgspec.json.Decoder(Application)


def write_document(application: Application) -> str:
    return msgspec.json.encode(application).decode()


def read_document(document: str) -> Application:
    return _DECODER.decode(document)


def applications_where(
    database: Database, condition: str, parameters: tuple[object, ...]
) -> list[Application]:
    """The applications whose rows meet the condition, in its order."""
    rows = database.rows(f"select document from applications {condition}", parameters)
    return [read_document(document) for (document,) in rows]
