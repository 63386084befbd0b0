"""The columns that name a customer or a person, or that are secret: sealed on PostgreSQL.

Every other column can be read by whoever administers the database (docs/privacy.md).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SealedColumns:
    """Of one table; `key` tells its rows apart.

    A sealed text opens only in the column, and for the value of `bound_to`, for which it was made.
    That is the row's key wherever it is known before the row is there.
    """

    table: str
    key: str
    columns: tuple[str, ...]
    bound_to: str


SEALED = (
    SealedColumns(
        "applications", "id", ("document", "mobile_number", "national_id_key", "found_by"), "id"
    ),
    SealedColumns("outbox", "id", ("document",), "chat_id"),
    SealedColumns("waiting_updates", "number", ("document",), "sender"),
    SealedColumns("set_aside_updates", "number", ("document",), "id"),
    SealedColumns("agents", "id", ("name",), "id"),
    SealedColumns("invites", "code_digest", ("name",), "code_digest"),
    SealedColumns("announcements", "number", ("text",), "maker"),
    SealedColumns("service_tokens", "holder", ("token",), "holder"),
    SealedColumns("hash_key", "key", ("key",), "''"),
)
