"""The complete application as the eKYC client's registration."""

from dataclasses import fields
from datetime import date, datetime

from bot.ekyc import Reading, Registration
from conversations.application import Application
from conversations.calendar_date import as_service_writes
from conversations.card import CardReading

#: Step 2's fields by the keys of the form's questions; the image names come from the reading.
_SENT = tuple(
    field.name for field in fields(Registration) if field.name not in {"front_name", "back_name"}
)


def registration_of(application: Application) -> Registration:
    """All fields of step 2; an unedited date of birth is returned exactly as read."""
    assert application.reading is not None
    values = {key: application.value(key) or "" for key in _SENT}
    edited = application.answers.get("date_of_birth")
    if edited:
        values["date_of_birth"] = as_service_writes(
            date.fromisoformat(edited), application.reading.fields.get("date_of_birth", "")
        )
    return Registration(
        **values,
        front_name=application.reading.front_name,
        back_name=application.reading.back_name,
    )


def card_reading_of(reading: Reading, now: datetime) -> CardReading:
    """The reading by our field names; a married woman's card may name only the husband."""
    found = {
        "nid_number": reading.nid_number,
        "date_of_birth": reading.date_of_birth,
        "name_bangla": reading.name_bangla,
        "name_english": reading.name_english,
        "father_name": reading.father_name or reading.spouse_name,
        "mother_name": reading.mother_name,
        "present_address": reading.address,
    }
    return CardReading(
        fields={key: value for key, value in found.items() if value is not None},
        front_name=reading.front_name,
        back_name=reading.back_name,
        spouse_name=reading.spouse_name,
        read_at=now,
    )
