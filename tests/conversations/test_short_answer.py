"""Words for yes, no, the same and none, as people type them."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.invalid_answer import InvalidAnswer
from conversations.options import ADDRESSES, PROFESSIONS, RELATIONS, SAME_ADDRESS, option_typed
from conversations.short_answer import ShortAnswer, short_answers
from conversations.wording import read_address, read_name, read_short_text

YES = (
    *("yes", "Yes.", "YES!", "yes yes", "yesss"),
    *("Yes, yes", "ok", "OK", "okay", "okk", "ok ok"),
    *("ha", "Ha", "haa", "haaa", "hae", "hea"),
    *("han", "haan", "hya", "hyan", "ho", "hoy", "ha ha"),
    *("hobe", "cholbe", "raji", "হবে", "চলবে"),
    *("ji", "Ji", "jii", "jee", "ji ji", "jwi", "jbi", "zi", "ji ha", "ji bhai", "ji sir"),
    *("thik", "thik ache", "thik ase", "Thik achhe", "thikache", "tik ace", "right", "correct"),
    *("হ্যাঁ", "হ্যা", "হা", "হাঁ", "হ", "হ্যাঁ।"),
    *("হ্যাঁ হ্যাঁ", "হ্যাাাঁ", "জি", "জী", "জ্বি", "জ্বী", "জি জি"),
    *(
        "জি হ্যাঁ",
        "ঠিক",
        "ঠিক আছে",
        "ঠিক আছে।",
        "ঠিকাছে",
        "ওকে",
        "ইয়েস",
        "রাজি",
        "জি ভাই",
        "জি স্যার",
        "হয়",
    ),
    *(
        "সব ঠিক আছে ভাই",
        "হ্যাঁ, সব ঠিক আছে",
        "ঠিক আছে সব",
        "sob thik",
        "shob shothik",
        "ji sob thik ase",
    ),
    *("shothik", "sothik", "shotik", "সঠিক"),
    *("👍", "👍🏽", "✅", "✔️", "ok 👍", "হ্যাঁ 👍"),
)
SAME = (
    *(
        "same",
        "Same",
        "SAME.",
        "same same",
        "the same",
        "same as present",
        "same address",
        "Same as above",
    ),
    *("as above", "present address", "ditto", "do", "-do-", "oi", "oy", "ek", "eki"),
    *("ekoi", "aki", "eki thikana", "oi thikana", "ekoi rokom"),
    *(
        "একই",
        "একই।",
        "একই ঠিকানা",
        "ঐ",
        "ঐ ঠিকানা",
        "ওই",
        "ওই ঠিকানা",
        "এক",
        "একই রকম",
        "সেম",
        "ঐটাই",
        "অনুরূপ",
    ),
    *("বর্তমান ঠিকানা", "আগের ঠিকানা", "সেইম"),
    *("same as card", "Same as on the card", "as in NID card", "card er thikana", "as per NID"),
    *("carder motoi", "card onujayi", "voter id er thikana", "কার্ড অনুযায়ী"),
    *("কার্ডের ঠিকানাই", "কার্ডের মতোই", "কার্ডে যা আছে", "এনআইডি কার্ডের ঠিকানা"),
    *("same addres", "same adress", "সেম এড্রেস", "same den", "একই দিন", "oitai dao", "উপরোক্ত ঠিকানা"),
    *("স্থায়ী ও বর্তমান একই", "দুই ঠিকানা একই", "দুইটা একই", "dui tai same", "একই জায়গায়"),
    *(
        "NID te ja ache",
        "NID te ja ase tai",
        "কার্ডে যা আছে তাই",
        "যা আছে তাই",
        "same like nid",
        "present ta",
    ),
    *("উপরের মতো", "উপরের মত", "উভয় একই", "same thakbe", "uporer moto", "ager moto"),
)
YES_SAME = (
    "ha same",
    "ji, same",
    "yes same",
    "জি একই",
    "হ্যাঁ, একই ঠিকানা",
    "ok same address",
    "ha eki",
    "Yes, same as on the card",
    "হ্যাঁ, কার্ডের ঠিকানাই",
)
NO = (
    "no",
    "No.",
    "nope",
    "na",
    "Na",
    "naa",
    "na na",
    "no no",
    "না",
    "না।",
    "না না",
    "নাহ",
    "নো",
    *("ji na", "jee na", "raji na", "hobe na", "thik na", "cholbe na"),
    *("জি না", "হবে না", "রাজি না", "ঠিক না"),
    "👎",
)
NONE = (
    "none",
    "nil",
    "N/A",
    "not applicable",
    "nai",
    "nei",
    "নেই",
    "নাই",
    "প্রযোজ্য নয়",
    "জানি না",
    "kichu na",
    "jani na",
    "নাম জানি না",
)
LATER = (
    *("pore dibo", "pore debo", "pore bolbo", "pore likhbo", "pore janabo", "ektu pore", "wait"),
    *("পরে দিব", "পরে দিবো ভাই", "পরে দেব", "পরে বলছি", "একটু পরে", "এখন না", "ekhon na", "later"),
    *("jana nei", "জানা নেই", "মনে নেই", "mone nai", "bolte parbo na", "বলতে পারব না"),
)
UNCLEAR = (
    *("hmm", "hum", "acha", "accha", "হুম"),
    *("আচ্ছা", "na same", "no, same", "না, একই", "yes no"),
    *("not same as card", "কার্ডের ঠিকানা না"),
    *("different", "no, different", "na, alada", "না, আলাদা", "ভিন্ন ঠিকানা", "onno thikana"),
    *("hello", "Hi!", "helloooo", "assalamu alaikum", "Assalamualaikum sir", "thanks", "thank you"),
    *("ki likhbo", "কি লিখব", "কী দিব", "bujhi nai", "বুঝি নাই", "বুঝলাম না", "keno", "কেন"),
    *("হ্যালো", "আসসালামু আলাইকুম", "আসসালামুআলাইকুম ভাই", "ধন্যবাদ", "ok thanks"),
)
ALL = (*YES, *SAME, *YES_SAME, *NO, *NONE, *LATER, *UNCLEAR)

WORDS = (
    *(
        "Tailor",
        "দর্জি",
        "Nana",
        "নানা",
        "Dada",
        "দাদা",
        "Apa",
        "Brother in law",
        "Hana",
        "Sami",
        "Joy",
        "Jisan",
    ),
    *(
        "Ha Mim",
        "Na Ree",
        "Ok Traders",
        "Same Garments",
        "Card Seller",
        "Ekushey Hall",
        "Oishi",
        "ঐশী",
        "একরাম",
        "হাসান",
        "জিহাদ",
    ),
    *("Jana", "দেব", "Nam", "দিন মোহাম্মদ", "Porimol"),
    *("নাহিদ", "ঠিকাদার", "হক", "জিয়া", "Jia"),
    *("Noor", "Yasin", "Okil", "নাইম", "আছিয়া", "ভাই ভাই স্টোর"),
    "গ্রাম: একডালা, নাটোর",
)
NUMBERED = ("House 3, Road 7, Dhaka", "No. 7 Ghat", "বাড়ি নং ৭, এক নং ওয়ার্ড")

FORMS: tuple[Callable[[str], str], ...] = (
    str,
    str.upper,
    str.title,
    lambda text: f"“{text}”",
    lambda text: f" {text}… ",
)
FREE_TEXT: tuple[Callable[[str], str], ...] = (read_short_text, read_name, read_address)


@pytest.mark.parametrize("text", YES)
def test_yes_is_yes_in_both_scripts_and_in_banglish(text: str) -> None:
    assert short_answers(text) == {ShortAnswer.YES}


@pytest.mark.parametrize("text", SAME)
def test_the_same_is_the_same(text: str) -> None:
    assert short_answers(text) == {ShortAnswer.SAME}


@pytest.mark.parametrize("text", [*YES, *SAME, *YES_SAME])
def test_yes_and_the_same_mean_the_present_address(text: str) -> None:
    option = option_typed(ADDRESSES, text)

    assert option
    assert option.value == SAME_ADDRESS


@pytest.mark.parametrize("text", [*NO, *NONE, *LATER, *UNCLEAR])
def test_no_and_none_are_no_address(text: str) -> None:
    assert option_typed(ADDRESSES, text) is None


@pytest.mark.parametrize("text", LATER)
def test_an_answer_put_off_is_neither_a_yes_nor_an_answer(text: str) -> None:
    assert ShortAnswer.NONE in short_answers(text)
    assert ShortAnswer.YES not in short_answers(text)


@pytest.mark.parametrize("text", ALL)
def test_no_such_word_is_taken_for_an_answer_in_words(text: str) -> None:
    assert option_typed((*PROFESSIONS, *RELATIONS), text) is None
    for read in FREE_TEXT:
        with pytest.raises(InvalidAnswer):
            read(text)


@pytest.mark.parametrize("text", WORDS)
def test_names_and_other_words_that_look_alike_are_taken(text: str) -> None:
    assert short_answers(text) == frozenset()
    assert [read(text) for read in FREE_TEXT] == [text] * len(FREE_TEXT)


@pytest.mark.parametrize("text", NUMBERED)
def test_addresses_that_look_alike_are_taken(text: str) -> None:
    assert short_answers(text) == frozenset()
    assert read_address(text) == text


@given(
    st.lists(st.sampled_from(ALL), min_size=1, max_size=4),
    st.sampled_from([" ", ", ", ". ", " - ", "\n", "। ", "! ", " / ", "\u200c "]),
    st.sampled_from(FORMS),
    st.sampled_from(FREE_TEXT),
)
def test_however_they_are_put_together_they_are_asked_back(
    words: list[str],
    between: str,
    form: Callable[[str], str],
    read: Callable[[str], str],
) -> None:
    text = form(between.join(words))

    assert short_answers(text)
    with pytest.raises(InvalidAnswer):
        read(text)


FIRST = (
    "Raji",
    "Hasina",
    "Nahid",
    "Jihad",
    "Thikana",
    "Hae-jin",
    "Naima",
    "Ok",
    "হাসিনা",
    "জিয়া",
    "নাহার",
)
LAST = ("Begum", "Khatun", "Rahman", "Miah", "Hossain", "বেগম", "খাতুন", "রহমান")
PLACES = ("Haji Para, Dhaka", "Jigatola", "Najirpur", "Hobiganj", "না ওগাঁ সদর", "Jessore Road 2")


@given(st.sampled_from(FIRST), st.sampled_from(LAST), st.sampled_from([str, str.upper, str.lower]))
def test_no_name_is_taken_for_a_yes_or_no(
    first: str, last: str, written: Callable[[str], str]
) -> None:
    assert not short_answers(written(f"{first} {last}"))


@pytest.mark.parametrize("place", PLACES)
def test_no_address_is_taken_for_a_yes_or_no(place: str) -> None:
    assert not short_answers(place)
