"""What keeps a database from being written."""

from storage.database import Database, DatabaseFailed, DatabaseUnusable


def find_obstacle(database: Database) -> str:
    """Take the write lock for an instant; returns the engine's words, "" where nothing is wrong.

    The statement changes nothing. Without one, SQLite would begin to write to a file that may only
    be read.
    """
    try:
        with database.transaction():
            database.run("delete from agents where false")
    except (DatabaseFailed, DatabaseUnusable) as failed:
        return str(failed)
    return ""
