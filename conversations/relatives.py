"""The relatives on the card: the mother, the father, or the husband or wife."""

from collections.abc import Mapping
from dataclasses import replace

from conversations.application import Application
from conversations.options import RELATIONS, Option, option_named, option_valued
from conversations.questions import QUESTIONS

#: What a spouse of a customer of that gender is.
_SPOUSES = {"Female": "husband", "Male": "wife"}


def relatives(application: Application) -> Mapping[str, Option]:
    """The fields of the confirmed card that name a relative, with the relation.

    A name that is missing, in doubt, or not known to be a father's or a spouse's is left out.
    """
    if application.reading is None or not application.is_card_confirmed:
        return {}
    return {
        field: option
        for field, option in _related(application).items()
        if QUESTIONS[field].is_answered(application)
    }


def with_nominee_from_card(before: Application, after: Application) -> Application:
    """The form after a change of the card, which also changes the nominee named there.

    Where the card names no such relative now, the nominee is asked again.
    """
    for field, option in _related(before).items():
        old, new = before.value(field), after.value(field)
        nominee = {"nominee": old, "nominee_relation": option.value}
        if old == new or not nominee.items() <= before.answers.items():
            continue
        if new and _related(after).get(field) == option:
            return replace(after, answers={**after.answers, "nominee": new})
        return after.without_answers("nominee")
    return after


def is_no_spouse_of(gender: str, relation: str) -> bool:
    """Whether it is a husband or wife, but not the one that a customer of that gender has."""
    option = option_valued(RELATIONS, relation)
    spouses = _SPOUSES.values()
    return option is not None and option.key in spouses and option.key != _SPOUSES.get(gender)


def is_spouse_odd(application: Application) -> bool:
    """Whether the nominee is said to be a man's husband, or a woman's wife."""
    gender = application.answers.get("gender", "")
    relation = application.answers.get("nominee_relation", "")
    return gender in _SPOUSES and is_no_spouse_of(gender, relation)


def _related(application: Application) -> Mapping[str, Option]:
    """The fields for relatives with the relation, where it is known."""
    related = {"mother_name": "mother", "father_name": _relation_of_father(application)}
    named = {field: option_named(RELATIONS, key) for field, key in related.items()}
    return {field: option for field, option in named.items() if option}


def _relation_of_father(application: Application) -> str:
    """Whose name the field for the father holds, by what was read; empty when unknown."""
    read = application.reading.fields.get("father_name") if application.reading else None
    if application.reading is None or read is None:
        return ""  # what was typed instead may be either
    if read != application.reading.spouse_name:
        return "father"
    return _SPOUSES.get(application.answers.get("gender", ""), "")
