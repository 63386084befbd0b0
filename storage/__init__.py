"""What must not be lost: an encrypted SQLite file or a PostgreSQL server, used synchronously.

A committed write takes well under a millisecond, and an `await` inside a transaction would let
other writers in between. So there are no threads, no locks and no awaits here.
"""

from storage.backup import BackupRefused, back_up, restore
from storage.database import Database, DatabaseFailed, DatabaseUnusable
from storage.inspection import Inspection, inspected
from storage.opening import open_database
from storage.sqlite import SqliteDatabase
from storage.sqlite_file import open_sqlite
from storage.store import Store

__all__ = [
    "BackupRefused",
    "Database",
    "DatabaseFailed",
    "DatabaseUnusable",
    "Inspection",
    "SqliteDatabase",
    "Store",
    "back_up",
    "inspected",
    "open_database",
    "open_sqlite",
    "restore",
]
