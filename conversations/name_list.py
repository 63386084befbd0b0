"""Names of people to invite, as somebody types or pastes them: one a line. Pure."""

import re
from dataclasses import dataclass, field

from conversations.bangla import comparison_key, normalise, without_danda

MOST_NAMES = 30  # at once
LONGEST_NAME = 64  # characters

#: Of a numbered or dotted list, or a spreadsheet's column of numbers.
_LIST_SIGN = re.compile(
    r"^(?:\(?[0-9০-৯]{1,3}(?:[.):।ঃ]|(?=\s+[^\W\d]))|[0-9]\ufe0f?\u20e3|[-–—•*]+)\s*"
)

#: Of sentences and greetings, in both scripts and in Banglish; no name has one. Left out is what
#: some names have: Salam, শুভ, Amar, She, Chai.
_OF_SENTENCES = frozenset(
    comparison_key(
        "please pls plz kindly invite invites invitation add send give need want hello hi how what"
        " when where why who are you your thank thanks good"
        " assalamu asalamu alaikum walaikum assalamualaikum kemon achen korun koren korte lagbe"
        " প্লিজ ইনভাইট আমন্ত্রণ যোগ অ্যাড পাঠান লাগবে দরকার কেমন আছেন করুন করেন করতে হ্যালো"
        " আসসালামু আলাইকুম ওয়ালাইকুম আসসালামুআলাইকুম"
    ).split()
)


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that is no name to invite; `reason` is the text key that says why."""

    number: int  # from 1, blank lines included
    text: str = field(repr=False)
    reason: str


@dataclass(frozen=True, slots=True)
class Names:
    names: tuple[str, ...] = field(repr=False)
    refused: tuple[RefusedLine, ...]

    @property
    def are_none(self) -> bool:
        """Whether nobody is named, not even in a line that is refused."""
        return not (self.names or self.refused)


def read_names(typed: str) -> Names:
    """The names in the text, without the signs of a list; blank lines are skipped."""
    names: dict[str, str] = {}
    refused = []
    for number, line in enumerate(typed.splitlines(), 1):
        name = without_danda(_LIST_SIGN.sub("", normalise(line)))
        reason = _refusal(name, names) if name else ""
        if reason:
            refused.append(RefusedLine(number, name, reason))
        elif name:
            names[comparison_key(name)] = name
    return Names(tuple(names.values()), tuple(refused))


def _refusal(name: str, taken: dict[str, str]) -> str:
    if len(name) > LONGEST_NAME:
        return "name-too-long"
    if not any(character.isalpha() for character in name):
        return "name-without-letters"
    if not _OF_SENTENCES.isdisjoint(comparison_key(name).split()):
        return "name-in-a-sentence"
    if comparison_key(name) in taken:
        return "name-twice"
    return "names-too-many" if len(taken) >= MOST_NAMES else ""
