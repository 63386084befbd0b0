"""The name of a field before its value, as cards and paper forms print it: "পিতা: …", "Name: …"."""

import re
import unicodedata

_SIGN = r"\s*(?:[:ঃ：=–—-][\s:ঃ：=–—-]*|$)"
_SCRIPT = r"(?:\s*\(?(?:in\s+)?(?:english|bangla|ইংরেজি|ইংরেজিতে|বাংলা|বাংলায়)\)?)?"
_NAME = rf"(?:name|নাম){_SCRIPT}(?:{_SIGN}|\s+)|nam{_SCRIPT}{_SIGN}"


def _name_of(whose: str, short: str = "") -> str:
    """With or without "name"; a `short` word needs a colon, since "মা-মণি" is a name."""
    alone = rf"|(?:{short})\s*[:ঃ：]\s*" if short else ""
    return rf"(?:(?:{whose})(?:['’]?s)?\s*)?(?:{_NAME})|(?:{whose}){_SIGN}{alone}"


def _one_of(words: str) -> str:
    return rf"(?:{words}){_SIGN}"


#: Compiled when first used: all of them take longer than the rest of an import.
_LABELS = {
    key: unicodedata.normalize("NFC", label)
    for key, label in {
        "name_bangla": _name_of("customer|full|গ্রাহকের|পুরো|পূর্ণ"),
        "name_english": _name_of("customer|full|গ্রাহকের|পুরো|পূর্ণ"),
        "father_name": _name_of("father|husband|পিতা|পিতার|বাবার|স্বামী|স্বামীর", "baba|বাবা"),
        "mother_name": _name_of("mother|মাতা|মাতার|মায়ের", "ma|মা"),
        "present_address": _one_of("(?:(?:present|বর্তমান) )?(?:address|thikana|ঠিকানা)"),
        "gender": _one_of("gender|sex|লিঙ্গ"),
        "permanent_address": _one_of("(?:(?:permanent|sthayi|স্থায়ী) )?(?:address|thikana|ঠিকানা)"),
        "profession": _one_of("profession|occupation|pesha|পেশা"),
        "nominee": _name_of("nominee|নমিনি|নমিনির"),
        "nominee_relation": _one_of("relation|relationship|somporko|সম্পর্ক"),
    }.items()
}

#: Within what was read from a card; its addresses have words with a colon of their own.
_WITHIN = unicodedata.normalize(
    "NFC", r"(?:name|father|mother|husband|birth|নাম|পিতা|মাতা|স্বামী|তারিখ)\s*[:ঃ：]"
)


def without_label(key: str, text: str) -> str:
    """The text without the name of that question before the answer, which may come twice."""
    text = unicodedata.normalize("NFC", text).lstrip()
    while label := re.match(_LABELS[key], text, re.IGNORECASE) if key in _LABELS else None:
        text = text[label.end() :].lstrip()
    return text


def has_label(key: str, value: str) -> bool:
    """Whether the value of a card's field has the name of a field in it."""
    text = unicodedata.normalize("NFC", value).lstrip()
    is_within = key != "present_address" and re.search(_WITHIN, text, re.IGNORECASE) is not None
    return is_within or without_label(key, text) != text
