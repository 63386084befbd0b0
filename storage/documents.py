"""Applications as the JSON documents of their rows."""

import msgspec

from conversations.application import Application
from storage.database import Database

_DECODER = msgspec.json.Decoder(Application)

_COLUMN = "applications.document"


def write_document(application: Application) -> str:
    return msgspec.json.encode(application).decode()


def read_document(document: str) -> Application:
    return _DECODER.decode(document)


def sealed_document(database: Database, application: Application) -> str:
    """What the application's row holds."""
    return database.seal(write_document(application), _COLUMN, application.id)


def opened_document(database: Database, reference: str, document: str) -> Application:
    """The application with that reference, from what its row holds."""
    return read_document(database.unseal(document, _COLUMN, reference))


def applications_where(
    database: Database, condition: str, parameters: tuple[object, ...]
) -> list[Application]:
    """The applications whose rows meet the condition, in its order."""
    rows = database.rows(f"select id, document from applications {condition}", parameters)
    return [opened_document(database, *row) for row in rows]
