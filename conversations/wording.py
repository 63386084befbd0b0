"""Names, addresses and other words that people type.

The script is not checked here: a name in the wrong script gets a warning, never a wall.
"""

import re

from conversations.bangla import comparison_key, normalise, without_danda
from conversations.invalid_answer import InvalidAnswer
from conversations.short_answer import ShortAnswer, short_answers

#: Code points after NFC; longer text is refused by the service, not shortened.
_LONGEST_LINE = 100
_LONGEST_ADDRESS = 1000

#: With what colours it or joins it to the next. No name or address has one.
_EMOJI = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff][\ufe0f\u200d]*"
)

#: Placeholders that people type instead of an answer.
_LEFT_OUT = frozenset({ShortAnswer.NO, ShortAnswer.NONE})

#: What says that somebody has died, and what comes with it.
_DEATH = (
    "late dead died deceased expired passed mrito mrit morhum marhum gese gesen geche gechen nei "
    "nai মৃত মৃতা মৃত্যু মৃত্যুবরণ মরহুম মরহুমা প্রয়াত প্রয়াতা স্বর্গীয় স্বর্গীয়া ইন্তেকাল গেছে গেছেন গেসে গেসেন "
    "গিয়েছে গিয়েছেন নেই নাই"
)
_WITH_DEATH = (
    "has is he she away father mother husband baba abba amma mara beche ar "
    "মারা করেছে করেছেন বেঁচে আর তিনি উনি বাবা আব্বা পিতা মা আম্মা মাতা স্বামী"
)
#: Honorifics that are more than one letter; a whole Mohammad may be somebody's only name.
_HONORIFICS = frozenset({"md", "mohd", "mst", "most", "মোছা", "মোসা", "মোহা"})
#: The name that has one letter.
_MOU = "মৌ"
_BETWEEN_WORDS = re.compile(r"[\s.,:ঃ'’-]+")
_OF_DEATH = frozenset(_DEATH.split())
_AROUND_DEATH = frozenset(_WITH_DEATH.split())


def read_name_in_bangla(text: str) -> str:
    """A name as the card prints it in Bangla, up to 100 characters; raises InvalidAnswer."""
    return _read_name(text, kind="name-in-bangla")


def read_name_in_english(text: str) -> str:
    """A name as the card prints it in English, up to 100 characters; raises InvalidAnswer."""
    return _read_name(text, kind="name-in-english")


def read_name(text: str) -> str:
    """A name in either script, up to 100 characters; raises InvalidAnswer."""
    return _read_name(text, kind="name")


def read_address(text: str) -> str:
    """An address in one line, up to 1000 characters; typed lines are joined with commas.

    Raises InvalidAnswer.
    """
    lines = (without_danda(normalise(line)).rstrip(",") for line in text.splitlines())
    return _read(", ".join(filter(None, lines)), kind="address", longest=_LONGEST_ADDRESS)


def read_short_text(text: str) -> str:
    """A profession in the agent's words, up to 100 characters; raises InvalidAnswer."""
    return _read(text, kind="short-text", longest=_LONGEST_LINE)


def read_relation(text: str) -> str:
    """A relation in the agent's words, up to 100 characters; raises InvalidAnswer."""
    return _read(text, kind="relation", longest=_LONGEST_LINE)


def read_free_text(text: str) -> str:
    """Any answer of up to 100 characters, such as a number or only "no"; raises InvalidAnswer."""
    answer = normalise(text)
    if not answer:
        raise InvalidAnswer("invalid-wording-empty", kind="short-text")
    if len(answer) > _LONGEST_LINE:
        raise InvalidAnswer(
            "invalid-wording-too-long", kind="short-text", count=len(answer), longest=_LONGEST_LINE
        )
    return answer


def _read_name(text: str, *, kind: str) -> str:
    """“মৃত” ("late") may precede the name of somebody who has died; alone it is no name, as “Md.” is
    none, which some send before the rest.
    """
    name = _read(text, kind=kind, longest=_LONGEST_LINE)
    words = frozenset(comparison_key(name).replace("ঃ", "").split())
    if words & _OF_DEATH and words <= _OF_DEATH | _AROUND_DEATH:
        raise InvalidAnswer("invalid-wording-only-died", kind=kind)
    if any(character.isdecimal() for character in name):  # of a number or date that came with it
        raise InvalidAnswer("invalid-wording-digits", kind=kind)
    if not any(map(_is_name, _BETWEEN_WORDS.split(name.casefold()))):
        raise InvalidAnswer("invalid-wording-begun", kind=kind)
    return name


def _is_name(word: str) -> bool:
    """Whether it is more than an initial or an honorific; signs of vowels are no letters."""
    return word == _MOU or (sum(map(str.isalpha, word)) > 1 and word not in _HONORIFICS)


def _read(text: str, *, kind: str, longest: int) -> str:
    """`kind` chooses the example in the sentence that refuses."""
    answer = without_danda(normalise(text))
    if not answer:
        raise InvalidAnswer("invalid-wording-empty", kind=kind)
    said = short_answers(answer)
    if said:
        is_left_out = said <= _LEFT_OUT
        reason = "invalid-wording-placeholder" if is_left_out else "invalid-wording-short"
        raise InvalidAnswer(reason, kind=kind)
    answer = without_danda(normalise(_EMOJI.sub(" ", answer)))
    if not any(character.isalpha() for character in answer):
        raise InvalidAnswer("invalid-wording-no-letters", kind=kind)
    if len(answer) > longest:
        raise InvalidAnswer(
            "invalid-wording-too-long", kind=kind, count=len(answer), longest=longest
        )
    return answer
