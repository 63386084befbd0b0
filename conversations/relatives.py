"""The relatives on the card: the mother, the father, or the husband or wife."""

from collections.abc import Mapping
from datetime import date

from conversations.application import Application
from conversations.doubts import doubtful_fields
from conversations.options import RELATIONS, Option, option_named
from conversations.questions import QUESTIONS

#: What a spouse of a customer of that gender is.
_SPOUSES = {"Female": "husband", "Male": "wife"}


def relatives(application: Application, *, today: date) -> Mapping[str, Option]:
    """The fields of the confirmed card that name a relative, with the relation.

    A name that is missing, in doubt, or not known to be a father's or a spouse's is left out.
    """
    if application.reading is None or not application.is_card_confirmed:
        return {}
    related = {"mother_name": "mother", "father_name": _relation_of_father(application)}
    doubtful = doubtful_fields(application, related, today=today)
    found = {}
    for field, key in related.items():
        option = option_named(RELATIONS, key)
        if option and QUESTIONS[field].is_answered(application) and field not in doubtful:
            found[field] = option
    return found


def _relation_of_father(application: Application) -> str:
    """Whose name the field for the father holds, by what was read; empty when unknown."""
    assert application.reading is not None
    read = application.reading.fields.get("father_name")
    if read is None:
        return ""  # what was typed instead may be either
    if read != application.reading.spouse_name:
        return "father"
    return _SPOUSES.get(application.answers.get("gender", ""), "")
