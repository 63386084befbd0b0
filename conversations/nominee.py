"""The nominee's name: typed with the relation, "Ambia Khatun, mother", or the customer's own."""

import re

from conversations.application import Application
from conversations.bangla import comparison_key, normalise, without_danda
from conversations.options import RELATIONS, option_typed

#: A comma, a dash, a danda or brackets are required: "Ambia Ma" may be a name.
_WITH_RELATION = re.compile(
    r"(?P<name>.*[^\s,।–—-])\s*"
    r"(?:[,।–—-]\s*(?P<behind>[^,।–—()\[\]-]+)|\((?P<round>[^()]+)\)|\[(?P<square>[^][]+)\])[\s.]*"
)


def name_and_relation(text: str) -> tuple[str, str] | None:
    """The name as typed, and the relation as the eKYC service receives it.

    None unless both are there and the relation is one of the ready answers, in either script.
    """
    found = _WITH_RELATION.fullmatch(without_danda(normalise(text)))
    if found is None:
        return None
    relation = found["behind"] or found["round"] or found["square"]
    option = option_typed(RELATIONS, relation)
    return (found["name"], option.value) if option else None


def is_named_like_customer(application: Application) -> bool:
    """Whether the nominee has the customer's own name, in either script."""
    nominee = application.value("nominee")
    names = (application.value("name_bangla"), application.value("name_english"))
    return nominee is not None and comparison_key(nominee) in map(
        comparison_key, filter(None, names)
    )
