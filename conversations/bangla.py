"""Bangla and English writing: one form to keep, one form to compare, and which script it is.

Stored text is NFC, as the eKYC service sends it (NFC takes apart য়, ড় and ঢ়, which Unicode
excludes from composition). The joiners ZWJ and ZWNJ change how Bangla letters join, so stored
text keeps them and only comparison keys lose them.
"""

import re
import unicodedata
from collections.abc import Callable

_JOINERS = "\u200c\u200d"
#: Looks like আ, is another text to any computer, and not to be used (The Unicode Standard, 12.2).
_A_AND_AA = "\u0985\u09be"
#: Control, format (byte order mark, bidi marks) and surrogate code points are never meant.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")  # letters of Hangul that nobody sees

_BANGLA_DIGITS = "০১২৩৪৫৬৭৮৯"
_TO_BANGLA = str.maketrans("0123456789", _BANGLA_DIGITS)

_CHARACTERS_REMEMBERED = 2_000  # Bangla, Latin and what else people use have some hundred

_APOSTROPHES = frozenset("'’‘ʼ`")
_VISARGA_OF_HONORIFIC = re.compile(r"(?:(?<=\s)|^)(মো|মোছা|মোসা|মোহা)ঃ")
#: With a zero for the sign, which looks like it; digits behind it are a number, "মো ০১৭…".
_ZERO_OF_HONORIFIC = re.compile(r"(?<!\S)(মো|মোছা|মোসা|মোহা) ?[০0](?![০-৯0-9])\s*")

#: One honorific in the ways people and card readers write it, in either script.
_MALE = (
    "md mohd mohammad mohammed mohamed mohamad muhammad muhammed মো মোহা মোহাম্মদ মোহাম্মাদ মুহাম্মদ মুহাম্মাদ"
)
_FEMALE = "mst most mosammat mosammot mossammat musammat মোছা মোসা মোছাম্মৎ মোসাম্মৎ মোছাম্মত মোসাম্মত"
_HONORIFICS = dict.fromkeys(_MALE.split(), "md") | dict.fromkeys(_FEMALE.split(), "mst")

_LATIN_NAME = re.compile(r"[A-Za-z .'’-]*[A-Za-z][A-Za-z .'’-]*")


class Translation(dict[int, str]):
    """A table for `str.translate` that looks a character up once.

    `becomes` says what is made of one. At most 2,000 are remembered, whatever people write.
    """

    def __init__(self, becomes: Callable[[str], str]) -> None:
        super().__init__()
        self._becomes = becomes

    def __missing__(self, code: int) -> str:
        made = self._becomes(chr(code))
        if len(self) < _CHARACTERS_REMEMBERED:
            self[code] = made
        return made


def normalise(text: str) -> str:
    """The text as stored: NFC, visible characters and joiners, single spaces, trimmed."""
    if not (text.isprintable() and _FILLERS.isdisjoint(text)):
        text = "".join(
            character if _is_visible(character) else " " if character.isspace() else ""
            for character in text
        )
    return " ".join(unicodedata.normalize("NFC", text).replace(_A_AND_AA, "\u0986").split())


def without_danda(text: str) -> str:
    """The text without the stop that keyboards put behind dictated words.

    A full stop stays, since it may belong to an abbreviation.
    """
    return text.rstrip("। ")


def with_visarga(text: str) -> str:
    """What was typed, with “মোঃ” where it has “মো০”."""
    return _ZERO_OF_HONORIFIC.sub(r"\1ঃ ", text)


def ascii_digits(text: str) -> str:
    """The text with ০-৯ and the digits of any other script as 0-9."""
    return text.translate(_TO_ASCII)


def bangla_digits(text: str) -> str:
    """The text with 0-9 as ০-৯."""
    return text.translate(_TO_BANGLA)


def comparison_key(text: str) -> str:
    """A comparison key, equal for two spellings of the same words; never shown, never sent.

    Case, joiners, punctuation and the script of digits do not count, and মোঃ, মো:, মো., Md. and
    Mohammad are one word. Text that is only punctuation is its own key.
    """
    folded = unicodedata.normalize("NFC", normalise(text).translate(_FOLDED).casefold())
    compared = folded.translate(_COMPARED)
    if "ঃ" in compared:
        compared = _VISARGA_OF_HONORIFIC.sub(r"\1 ", compared)
    return " ".join([_HONORIFICS.get(word, word) for word in compared.split()]) or folded


def is_mostly_bangla(text: str) -> bool:
    """Whether at least 60 % of the letters are Bangla; False when there are none."""
    letters = [character for character in text if character.isalpha()]
    bangla = sum("\u0980" <= letter <= "\u09ff" for letter in letters)
    return bool(letters) and bangla * 100 >= len(letters) * 60


def is_latin_name(text: str) -> bool:
    """Whether a name is written as English cards print it: Latin letters, space, . - and '."""
    return _LATIN_NAME.fullmatch(text) is not None


def _is_visible(character: str) -> bool:
    if character in _JOINERS:
        return True
    return unicodedata.category(character) not in _INVISIBLE and character not in _FILLERS


def _in_ascii(character: str) -> str:
    return str(unicodedata.decimal(character, character))


def _folded(character: str) -> str:
    return "" if character in _JOINERS else _in_ascii(character)


def _compared(character: str) -> str:
    """Punctuation is a space, an apostrophe nothing."""
    if character in _APOSTROPHES:
        return ""
    return " " if unicodedata.category(character)[0] in "PS" else character


_TO_ASCII = Translation(_in_ascii)
_FOLDED = Translation(_folded)
_COMPARED = Translation(_compared)
