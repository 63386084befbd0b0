"""The key by which customers' national IDs are compared."""

from conversations.application import Application
from conversations.national_id import national_id_key


def national_id_of(application: Application) -> str | None:
    """The key of the application's NID number; None before it is answered or after erasure."""
    number = application.value("nid_number")
    return comparable_national_id(number) if number else None


def comparable_national_id(number: str) -> str:
    """The key without leading zeros, because some services lose them."""
    return national_id_key(number).lstrip("0")
