"""Single values as the service spells them: text, digits, numbers, yes or no.

Each function takes any JSON value and returns a value or None, never an error: one odd field must
not cost the rest of the reply.
"""

import math
import re
import unicodedata

from bot.ekyc.lenient_json import Json

# What later servers write for "nothing was read".
NOTHING = frozenset({"", "-", "--", "none", "null", "n/a"})

BANGLA_DIGITS = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")
LONGEST_TEXT = 4000  # characters; later servers keep at most 1000, in an address

YES = frozenset({"true", "1", "yes", "matched"})
NO = frozenset({"false", "0", "no", "not matched"})

# The joiners decide how a Bangla conjunct is written: র‍্য is not র্য.
JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"


def clean(text: str) -> str:
    """NFC, joiners kept, other invisible characters dropped, white space reduced to single spaces.

    NFC leaves য়, ড় and ঢ় as two code points, which is also how the service sends them.
    """
    spaced = " ".join(text.split())  # new lines, tabs and no-break spaces among them
    visible = (
        character
        for character in spaced
        if character in JOINERS or unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
    )
    return unicodedata.normalize("NFC", " ".join("".join(visible).split()))


def is_nothing(value: Json) -> bool:
    """Whether it is null or a text that says that nothing was read."""
    return value is None or (isinstance(value, str) and value.strip().lower() in NOTHING)


def read_text(value: Json) -> str | None:
    """A cleaned text, or None where nothing was read."""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        return None
    text = clean(value)
    return None if text.lower() in NOTHING else text


def read_verbatim(value: Json) -> str | None:
    """The text unmodified, for values returned to the service; None as in `read_text`."""
    if not isinstance(value, str) or read_text(value) is None:
        return None
    return value.encode("utf-8", "ignore").decode()  # half a surrogate pair cannot be encoded


def read_digits(value: Json) -> str | None:
    """A number that names something (an NID, a mobile), in ASCII digits without grouping.

    "326 848 3744", "৩২৬৮৪৮৩৭৪৪" and 3268483744 are the same; anything other than digits is None.
    """
    text = (read_text(value) or "").translate(BANGLA_DIGITS)
    digits = re.sub(r"\s|(?<!^)-|\.0+$", "", text)  # 3268483744.0 is a number from a spreadsheet
    return digits if re.fullmatch(r"[0-9]+", digits) else None


def read_mobile(value: Json) -> str | None:
    """A mobile number as 01XXXXXXXXX where it can be recognised, otherwise its digits.

    1.08 has numbers where 1.07 has texts, and a number loses its leading zero.
    """
    digits = read_digits(re.sub(r"[+()]", "", value) if isinstance(value, str) else None)
    found = re.fullmatch(r"(?:00)?(?:880)?0?(1[0-9]{9})", digits or "")
    return f"0{found[1]}" if found else digits


def read_score(value: Json) -> float | None:
    """A score; None if the service did not compare (-1, null, not a number)."""
    try:
        score = float((read_text(value) or "").removesuffix("%"))
    except ValueError:
        return None
    return score if math.isfinite(score) and score >= 0 else None


def read_yes_or_no(value: Json) -> bool | None:
    """true, "true", 1 and "1" alike; an unknown word is None, not False."""
    if isinstance(value, bool):
        return value
    word = (read_text(value) or "").lower()
    return True if word in YES else False if word in NO else None


def read_count(value: Json) -> int | None:
    """A small number such as a page count or a status code."""
    text = read_digits(value)
    return int(text) if text and len(text) <= 9 else None
