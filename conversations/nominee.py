"""A nominee's name that is typed with the relation: "Ambia Khatun, mother"."""

import re

from conversations.bangla import normalise
from conversations.options import RELATIONS, option_typed

#: A comma, a dash or brackets are required: "Ambia Ma" may be a name.
_WITH_RELATION = re.compile(
    r"(?P<name>.*[^\s,–—-])\s*"
    r"(?:[,–—-]\s*(?P<behind>[^,–—()\[\]-]+)|\((?P<round>[^()]+)\)|\[(?P<square>[^][]+)\])\s*"
)


def name_and_relation(text: str) -> tuple[str, str] | None:
    """The name as typed, and the relation as the eKYC service receives it.

    None unless both are there and the relation is one of the ready answers, in either script.
    """
    found = _WITH_RELATION.fullmatch(normalise(text))
    if found is None:
        return None
    relation = found["behind"] or found["round"] or found["square"]
    option = option_typed(RELATIONS, relation)
    return (found["name"], option.value) if option else None
