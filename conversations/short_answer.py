"""The one reader of "yes", "no", "the same" and "none", in both scripts and in Banglish.

A text of only such words answers a matching question, and is not a name, address, profession or
relation.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from functools import cache

from conversations.bangla import Translation, comparison_key


class ShortAnswer(Enum):
    YES = auto()
    NO = auto()
    SAME = auto()
    NONE = auto()  # nothing, or not yet
    UNCLEAR = auto()  # neither yes nor no: "hmm", "আচ্ছা", a greeting, "different"


_WORDS: Mapping[ShortAnswer, Sequence[str]] = {
    ShortAnswer.YES: (
        "yes yess yeah yea yep yup yah ya y ok okk okay okey k sure right correct true",
        "agree agrees agreed ha haa haan han hae hea hya hyaa hyan hain ho hoy ji jii jee jwi jbi",
        "zi zee thik thikache thikase thikace tik theek raji razi cholbe hobe",
        "shothik sothik shotik",
        "হ্যা হা হ হো হয় হেঁ জি জ্বি জ্বে ঠিক ঠিকাছে ঠিকআছে রাজি সঠিক ওকে ওক্কে ইয়েস অবশ্যই চলবে",
        "হবে",
    ),
    ShortAnswer.NO: ("no noo nope nah na naa n not noy noi", "না নাহ নয় নো নহে"),
    ShortAnswer.SAME: (
        "same sem seim ditto do similar above present oi oy oie oita oitai ek eki ekoi ekei aki",
        "akoi ektai eita eitai etai ager uporer bortoman",
        "card kard carder karder carde karde cardertai nid id",
        "একই এক ঐ ওই অই ঐটা ঐটাই ওইটা ওইটাই এটাই এইটা এইটাই একটাই সেম সেইম অনুরূপ উপরের আগের",
        "পূর্বের বর্তমান ডিটো উপরোক্ত উপরিউক্ত tai তাই",
        "কার্ড কার্ডের কার্ডেরই কার্ডেরটা কার্ডেরটাই কার্ডে কার্ডেই এনআইডি এনআইডির এনআইডিতে আইডি আইডির",
    ),
    ShortAnswer.NONE: (
        "none null nil nothing unknown nei nai later wait pore ekhon parbo parsi",
        "নেই নাই নাল অজানা পরে এখন অপেক্ষা পারব পারবো পারছি",
    ),
    ShortAnswer.UNCLEAR: (
        "hm hmm hum hu acha achha accha hello helo hallo hi thank thanks",
        "different alada vinno bhinno onno আলাদা ভিন্ন অন্য",
        "assalamu asalamu alaikum alaykum assalamualaikum asalamualaikum",
        "ki keno bujhi bujhlam কি কী কেন বুঝি বুঝলাম",
        "হুম হু আচ্ছা হ্যালো হেলো ধন্যবাদ আসসালামু আলাইকুম আসসালামুআলাইকুম",
    ),
}

#: Surrounding words without meaning.
_AROUND = (
    "a as is it its the to of with and both all address thikana tikana ache achhe ase ace",
    "sir bhai vai apa apu you applicable known jani kichu please permanent sthayi rokom moto",
    "thakbe on in are er e ja jeta lekha per according onujayi voter smart thikanai thikanatai",
    "te ta like den din dao dui duita duto addres adress addr jaiga jayga",
    "sob shob ektu dibo debo bolbo bolchi bolsi bolte likhbo janabo jana mone nam",
    "motoi ঠিকানাই ঠিকানাটা ঠিকানাটাই মতোই মতই যা যেটা লেখা এর অনুযায়ী ভোটার স্মার্ট",
    "দেন দিন দাও ও টা দুই দুইটা দুটো তে এড্রেস অ্যাড্রেস জায়গা জায়গায়",
    "সব সবই একটু দিব দিবো দেব দেবো বলব বলবো বলছি বলতে লিখব লিখবো জানাব জানাবো জানা মনে নাম",
    "আছে ঠিকানা স্থায়ী ভাই স্যার আপা আপু প্রযোজ্য জানি কিছু কিছুই রকম মতো মত থাকবে এবং উভয় দুটোই দুইটাই ই",
)

#: Emoji that people send for a word.
_SIGNS: Mapping[str, ShortAnswer] = {
    **dict.fromkeys("👍👌✅✔☑🆗", ShortAnswer.YES),
    **dict.fromkeys("👎❌✖🚫", ShortAnswer.NO),
}

#: Words after which "na" negates: "raji na" and "ji na" are no, "ha na" is both.
_NEGATED = (
    "ji jii jee zi raji razi thik hoy hobe cholbe জি জ্বি রাজি ঠিক হয় হবে চলবে ache ase achhe আছে"
)

_STRETCHED = re.compile(r"(.)\1{2,}")  # "yesss", "নাাা"


def short_answers(text: str) -> frozenset[ShortAnswer]:
    """What a text says that consists only of such words; empty for any other text.

    Several answers either contradict each other ("no, the same") or agree ("yes, same").
    """
    signs = {_SIGNS[sign] for sign in text if sign in _SIGNS}
    words = _without_negated(_spelt(text).split())
    if not signs and not words:
        return frozenset()
    answers = set(signs)
    for word in words:
        meant = _meaning(word)
        if meant is None:
            return frozenset()
        answers |= meant
    return frozenset(answers)


def _without_negated(words: Sequence[str]) -> Sequence[str]:
    """Only the last word where it negates all the others, as it follows its verb in Bangla."""
    negated = _negated_words()
    is_no = len(words) > 1 and _meaning(words[-1]) == frozenset({ShortAnswer.NO})
    return words[-1:] if is_no and negated.issuperset(words[:-1]) else words


_RESPELT = {"ঁ": "", "ঃ": "", "ী": "ি", "ূ": "ু"}


def _spelt(text: str) -> str:
    """Words in the spelling used for comparison: one i, no nasal sign, no visarga."""
    return comparison_key(text).translate(_SPELLING)


def _is_sign(character: str) -> bool:
    """Whether it is part of an emoji: the sign, its colour or its variant."""
    return unicodedata.category(character)[0] in "SP" or character in "\ufe0f\u20e3"


def _respelt(character: str) -> str:
    return "" if _is_sign(character) else _RESPELT.get(character, character)


_SPELLING = Translation(_respelt)


def _meaning(word: str) -> frozenset[ShortAnswer] | None:
    """What the word means, empty for a word without meaning; None for any other word."""
    known = _vocabulary()
    if word in known or not _STRETCHED.search(word):
        return known.get(word)
    spellings = (_STRETCHED.sub(r"\1", word), _STRETCHED.sub(r"\1\1", word))
    return next((known[spelling] for spelling in spellings if spelling in known), None)


@cache
def _negated_words() -> frozenset[str]:
    return frozenset(_spelt(_NEGATED).split())


@cache
def _vocabulary() -> Mapping[str, frozenset[ShortAnswer]]:
    around = dict.fromkeys(_spelt(" ".join(_AROUND)).split(), frozenset[ShortAnswer]())
    return around | {
        word: frozenset({answer})
        for answer, lines in _WORDS.items()
        for word in _spelt(" ".join(lines)).split()
    }
