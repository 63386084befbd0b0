"""Why a database cannot be examined, whatever it is kept in; pure."""

from bot.doctor.finding import Finding, broken, refused
from storage import DatabaseFailed, DatabaseUnusable


def judge_error(error: DatabaseUnusable | DatabaseFailed, database: object, cure: str) -> Finding:
    """`database` is how the operator knows it; `cure` is for an error that names none."""
    if isinstance(error, DatabaseUnusable):
        return refused("database", error, cure)
    return broken("database", f"The database {database} fails: {error}.", cure)
