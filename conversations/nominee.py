"""The nominee's name: typed with the relation, "Ambia Khatun, mother", or the customer's own."""

import re
from collections.abc import Iterable
from itertools import dropwhile

from conversations.application import Application
from conversations.bangla import comparison_key, normalise, without_danda
from conversations.field_label import without_label
from conversations.invalid_answer import InvalidAnswer
from conversations.options import RELATIONS, Option, option_typed
from conversations.wording import read_name

#: A name of 100 characters, a sign and a relation. The patterns take the square of the length.
_LONGEST = 200

#: A comma, a dash, a danda or brackets are required: "Ambia Ma" may be a name.
_WITH_RELATION = re.compile(
    r"(?P<name>.*[^\s,।–—-])\s*"
    r"(?:[,।–—-]\s*(?P<behind>[^,।–—()\[\]-]+)|\((?P<round>[^()]+)\)|\[(?P<square>[^][]+)\])[\s.]*"
)
#: As on the buttons, "Mother: Ambia Khatun"; "father-in-law" is another relation, and "Ma-Moni" a
#: name, so a hyphen needs a blank.
_AFTER_RELATION = re.compile(
    r"(?P<relation>[^:ঃ,।–—-]+)(?:[:ঃ,।–—]|(?<=\s)-|-(?=\s))(?!\s*in\b)"
    r"[\s:ঃ,।–—-]*(?P<name>[^\s:ঃ,।–—-].*)",
    re.IGNORECASE,
)
#: Words for relatives with which names end, as "Moni-Ma" does.
_ENDS_OF_NAMES = {"ma", "মা", "baba", "বাবা", "bhai", "vai", "ভাই", "bon", "বোন", "bou", "বউ"}

#: Words before a relation that say whose it is: always the customer's.
_OWNERS = (
    "my his her their own customer customers er amar tar onar unar apon nijer "
    "আমার তার তাঁর ওনার উনার আপন নিজের গ্রাহকের কাস্টমারের"
)
_WHOSE = frozenset(_OWNERS.split())


def relation_typed(text: str, relations: Iterable[Option] = RELATIONS) -> Option | None:
    """The relation that a text says which says nothing else."""
    words = comparison_key(without_label("nominee_relation", text)).split()
    return option_typed(relations, " ".join(dropwhile(_WHOSE.__contains__, words)))


def read_nominee(text: str) -> str:
    """A name, which a relation alone is not; raises InvalidAnswer."""
    if relation_typed(text):
        raise InvalidAnswer("invalid-wording-only-relation", kind="name")
    return read_name(text)


def name_and_relation(text: str) -> tuple[str, str] | None:
    """The name as typed, and the relation as the eKYC service receives it.

    None unless both are there and the relation is one of the ready answers, in either script. A
    hyphen within one word parts the two only where no name ends with that relation. Each may have
    a line of its own.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    in_lines = _in_one_line(", ".join(lines)) if len(lines) == 2 else None
    return _in_one_line(text) or in_lines


def _in_one_line(text: str) -> tuple[str, str] | None:
    typed = without_danda(normalise(text))
    if len(typed) > _LONGEST:
        return None
    found = _WITH_RELATION.fullmatch(typed)
    if found and not _is_one_word(typed):
        relation = found["behind"] or found["round"] or found["square"]
        if option := relation_typed(relation):
            return found["name"], option.value
    found = _AFTER_RELATION.fullmatch(typed)
    option = relation_typed(found["relation"]) if found else None
    return (found["name"], option.value) if found and option else None


def _is_one_word(typed: str) -> bool:
    """Whether a hyphen joins the relation to what may be a name together with it."""
    name, hyphen, relation = typed.rpartition("-")
    return (
        bool(hyphen) and " " not in name + relation and comparison_key(relation) in _ENDS_OF_NAMES
    )


def is_named_like_customer(application: Application) -> bool:
    """Whether the nominee has the customer's own name, in either script."""
    nominee = application.value("nominee")
    names = (application.value("name_bangla"), application.value("name_english"))
    return nominee is not None and comparison_key(nominee) in map(
        comparison_key, filter(None, names)
    )
