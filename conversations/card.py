"""The customer's identity card, and what the service read from its photos."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

CARD_SIDES = ("front", "back")

#: What step 1 of the API reads from the card, in the order of the confirmation screen.
CARD_FIELDS = (
    "nid_number",
    "date_of_birth",
    "name_bangla",
    "name_english",
    "father_name",
    "mother_name",
    "present_address",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReading:
    """What the service read from the card, kept unmodified along with the agent's corrections.

    `fields` holds only what was found, under our names (`CARD_FIELDS`). The image names must go
    back to the service unchanged (API document, page 5). If the card names no father, `father_name`
    holds the husband's or wife's name as well.
    """

    fields: Mapping[str, str] = field(repr=False)
    front_name: str = field(repr=False)
    back_name: str = field(repr=False)
    spouse_name: str | None = field(default=None, repr=False)
    read_at: datetime
