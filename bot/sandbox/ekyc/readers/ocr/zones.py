"""Where each field is printed on the specimen card, and how its text is corrected (pure)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rapidfuzz.distance import Levenshtein

from bot.sandbox.ekyc.dates import as_read_from_card

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
BLOOD_GROUPS = ("A+", "A-", "B+", "B-", "O+", "O-", "AB+", "AB-")
NID_LENGTH = 13

_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"
_RIM = " :;.,|।'\"_-"  # what speckles at the edge of a zone are read as


@dataclass(frozen=True, slots=True)
class Zone:
    """One field's place on the flat card (pixels), its script and the colour of its ink.

    `letters` are the only ones allowed, `never` those that cannot occur.
    """

    left: int
    top: int
    right: int
    bottom: int
    script: Literal["ben", "eng"]
    ink: Literal["black", "red"]
    letters: str = ""
    never: str = ""


def _bangla(left: int, top: int, right: int, bottom: int) -> Zone:
    # Without this, Tesseract sees "WPA" in গফুর.
    return Zone(left, top, right, bottom, "ben", "black", never=_LATIN + _DIGITS + "&@#$%")


FRONT = {
    "customer_name_ben": _bangla(388, 138, 1004, 212),
    "customer_name_eng": Zone(390, 222, 1004, 276, "eng", "black", letters=_LATIN + ".-' "),
    "father_name": _bangla(388, 284, 1004, 352),
    "mother_name": _bangla(388, 354, 1004, 422),
    "dob": Zone(
        498,
        438,
        800,
        490,
        "eng",
        "red",
        letters="".join(sorted({*_DIGITS, *"".join(MONTHS)})) + " ",
    ),
    "nid_no": Zone(404, 508, 856, 572, "eng", "red", letters=_DIGITS),
}
ADDRESS = _bangla(160, 86, 1000, 272)
BLOOD_GROUP = Zone(455, 292, 560, 346, "eng", "red", letters="ABO+-")
PORTRAIT = (20, 130, 300, 460)
"""Left, top, right and bottom of the photo on the front, with some room around it."""

_DIGITS_FOR_LETTERS = str.maketrans("015", "ols")
_PRINTED_DATE = re.compile(r"([0-9]{1,2})\s*([A-Za-z0-9]{2,4})\s*([0-9]{4})$")


def tidy(text: str) -> str:
    """Return the text composed (NFC), in one line, without artefacts of the zone's edge.

    ZWJ and ZWNJ are dropped, because Tesseract inserts them where none is printed.
    """
    text = unicodedata.normalize("NFC", text).replace("\u200c", "").replace("\u200d", "")
    return " ".join(text.split()).lstrip(_RIM).rstrip(_RIM.replace(".", ""))


def printed_nid(text: str) -> str:
    """Return the NID number, or nothing when its length is not that of a printed one."""
    digits = re.sub("[^0-9]", "", text)
    return digits if len(digits) == NID_LENGTH else ""


def printed_date(text: str) -> str:
    """Return a printed date (`01 Oct 1980`) as step 1 does; nothing when it is none.

    A misread month is replaced by the nearest of the twelve, unless two are equally near.
    """
    parts = _PRINTED_DATE.search(" ".join(text.split()))
    if not parts:
        return ""
    name = parts[2].translate(_DIGITS_FOR_LETTERS).title()
    nearest, second = sorted(
        (Levenshtein.distance(month, name), number) for number, month in enumerate(MONTHS, start=1)
    )[:2]
    if nearest[0] == second[0]:
        return ""
    try:
        return as_read_from_card(date(int(parts[3]), nearest[1], int(parts[1])))
    except ValueError:
        return ""


def printed_blood_group(text: str) -> str:
    """Return one of the eight blood groups, or nothing."""
    group = "".join(text.split())
    return group if group in BLOOD_GROUPS else ""
