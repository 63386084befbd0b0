"""The ready answers of one tap, and the words that people type for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from conversations.bangla import ascii_digits, comparison_key, normalise
from conversations.short_answer import ShortAnswer, short_answers


@dataclass(frozen=True, slots=True)
class Option:
    """One ready answer of a question.

    `key` names it in buttons and texts, `value` is what the eKYC service receives, `words` are what
    people type for it: in English, in Bangla, and in Bangla with Latin letters. The `short` answers
    to its question also mean it. A rare one is typed; it has a button only where it is a habit.
    """

    key: str
    value: str
    words: tuple[str, ...] = ()
    short: frozenset[ShortAnswer] = frozenset()
    is_rare: bool = False

    def is_written(self, text: str) -> bool:
        """Whether the text is one of its words, sign for sign."""
        return written_key(text) in {written_key(word) for word in (self.value, *self.words)}

    def is_spelt(self, key: str) -> bool:
        """Whether a text with that comparison key is one of its words."""
        return key in _spellings(self)

    def is_short_for(self, text: str) -> bool:
        """Whether the text says only short answers that mean it."""
        said = short_answers(text) if self.short else frozenset()
        return bool(said) and said <= self.short


@cache
def _spellings(option: Option) -> frozenset[str]:
    return frozenset(comparison_key(word) for word in (option.value, *option.words))


def written_key(text: str) -> str:
    """A key that is equal for two texts of the same signs, whatever their case and their digits."""
    return ascii_digits(normalise(text)).casefold()


#: Values of the vendor's own agent app (docs/ekyc-api.md, 2.4). The card does not print the gender,
#: so it is asked.
GENDERS = (
    Option("male", "Male", ("m", "man", "পুরুষ", "purush", "ছেলে", "chele")),
    Option("female", "Female", ("f", "woman", "মহিলা", "mohila", "নারী", "nari", "মেয়ে", "meye")),
    Option("other", "Other", ("অন্যান্য", "হিজড়া", "hijra")),
)

#: Means "whatever the present address turns out to be".
SAME_ADDRESS = "="

ADDRESSES = (Option("same", SAME_ADDRESS, short=frozenset({ShortAnswer.YES, ShortAnswer.SAME})),)

#: No official list exists; these are the occupations that bank forms name most. Those that are not
#: rare fill four rows of three on a phone.
PROFESSIONS = (
    Option(
        "private-service", "Private service", ("private job", "চাকরি", "বেসরকারি চাকরি", "প্রাইভেট চাকরি")
    ),
    Option(
        "government-service", "Government service", ("government job", "govt job", "সরকারি চাকরি")
    ),
    Option("business", "Business", ("ব্যবসা", "businessman", "ব্যবসায়ী")),
    Option("farmer", "Farmer", ("কৃষক", "কৃষি")),
    Option("day-labourer", "Day labourer", ("day labour", "দিনমজুর")),
    Option("driver", "Driver", ("ড্রাইভার", "চালক", "গাড়িচালক")),
    Option(
        "garment-worker",
        "Garment worker",
        ("garments", "পোশাক শ্রমিক", "পোশাককর্মী", "গার্মেন্টস", "গার্মেন্টস কর্মী", "গার্মেন্টসকর্মী"),
    ),
    Option("teacher", "Teacher", ("শিক্ষক",)),
    Option("housewife", "Housewife", ("গৃহিণী", "গৃহিনী")),
    Option("student", "Student", ("ছাত্র", "ছাত্রী", "শিক্ষার্থী")),
    Option(
        "self-employed",
        "Self-employed",
        (
            "self employed",
            "আত্মকর্মে নিয়োজিত",
            "স্বনিয়োজিত",
            "স্ব নিয়োজিত",
            "স্বনিযুক্ত",
            "স্ব নিযুক্ত",
            "আত্মকর্মী",
            "আত্মকর্মসংস্থান",
            "স্ব কর্মসংস্থান",
        ),
        is_rare=True,
    ),
    Option("expatriate", "Expatriate", ("প্রবাসী",)),
    Option("fisherman", "Fisherman", ("fisher", "জেলে", "মৎস্যজীবী"), is_rare=True),
    Option("retired", "Retired", ("অবসরপ্রাপ্ত",)),
)

RELATIONS = (
    Option("father", "Father", ("বাবা", "baba", "পিতা", "pita", "আব্বা", "abba", "আব্বু", "abbu")),
    Option("mother", "Mother", ("মা", "ma", "মাতা", "mata", "আম্মা", "amma", "আম্মু", "ammu")),
    Option("husband", "Husband", ("স্বামী", "shami", "swami", "হাজবেন্ড", "হাসবেন্ড")),
    Option("wife", "Wife", ("স্ত্রী", "stri", "বউ", "bou", "ওয়াইফ")),
    Option("son", "Son", ("ছেলে", "chele", "পুত্র")),
    Option("daughter", "Daughter", ("মেয়ে", "meye", "কন্যা")),
    Option("brother", "Brother", ("ভাই", "bhai", "vai")),
    Option("sister", "Sister", ("বোন", "bon")),
)


def option_named(options: Iterable[Option], key: str) -> Option | None:
    """The option with that key, as a button carries it."""
    return next((option for option in options if option.key == key), None)


def option_typed(options: Iterable[Option], text: str) -> Option | None:
    """The option that the typed text means, in either script; none where it may mean several.

    Signs tell apart what has the same words: "> 5000" and "< 5000".
    """
    key = comparison_key(text)
    spelt = [each for each in options if each.is_spelt(key) or each.is_short_for(text)]
    found = spelt if len(spelt) < 2 else [each for each in spelt if each.is_written(text)]
    return found[0] if len(found) == 1 else None


def option_valued(options: Iterable[Option], value: str) -> Option | None:
    """The option that gave this answer, to show it in the reader's language."""
    return next((option for option in options if option.value == value), None)
