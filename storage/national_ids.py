"""The key by which customers' national IDs are compared."""

from conversations.application import Application
from conversations.national_id import comparable_national_id


def national_id_of(application: Application) -> str | None:
    """The key of the application's NID number; None before it is answered or after erasure."""
    number = application.value("nid_number")
    return comparable_national_id(number) if number else None
