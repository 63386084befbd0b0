"""Every question refuses invalid answers: one sentence, an example, and nothing lost."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.sandbox.person import Person
from bot.sandbox.telegram.screen import as_read
from bot.texts import plain
from tests.support.customers import ASADUZZAMAN, comes_to
from tests.support.running import RunningBot, Trial, trial_on

KIND = {
    "name_bangla": "name-in-bangla",
    "name_english": "name-in-english",
    "present_address": "address",
    "permanent_address": "address",
    "profession": "short-text",
    "nominee_relation": "relation",
}
EXAMPLE = {"en": "example", "bn": "যেমন"}

pytestmark = pytest.mark.one_engine  # about what is refused


def _age(year: int) -> int:
    """The age today of somebody born on the first of January."""
    return datetime.now(UTC).year - year


#: What is typed, and why it is refused. The card's own fields come one by one, because the service
#: reads nothing in these stories.
WRONG: Mapping[str, Mapping[str, tuple[str, Mapping[str, str | int]]]] = {
    "nid_number": {
        "abc": ("invalid-nid-characters", {}),
        "123456789": ("invalid-nid-length", {"count": 9}),
        "১২৩৪৫৬৭৮৯০১": ("invalid-nid-length", {"count": 11}),
        "0000000000": ("invalid-nid-repeated", {}),
        "20201234567890123": ("invalid-nid-birth-year", {"year": 2020}),
        "12" * 2048: ("invalid-nid-length", {"count": 4096}),
    },
    "date_of_birth": {
        "yesterday": ("invalid-date-form", {}),
        "1/10/80": ("invalid-date-century", {"dates": "1/10/1980"}),
        "31/2/1980": ("invalid-date-unreal", {}),
        "১/১/২০৯০": ("invalid-date-future", {}),
        "1/1/2020": ("invalid-date-too-young", {"age": _age(2020)}),
        "1/1/1850": ("invalid-date-too-old", {"age": _age(1850)}),
    },
    "name_bangla": {
        "না": ("invalid-wording-placeholder", {}),
        "আ" * 101: ("invalid-wording-too-long", {"count": 101, "longest": 100}),
    },
    "name_english": {"12345": ("invalid-wording-no-letters", {})},
    "father_name": {
        "-": ("invalid-wording-no-letters", {}),
        "মৃত": ("invalid-wording-only-died", {}),
    },
    "mother_name": {"N/A": ("invalid-wording-placeholder", {})},
    "present_address": {
        "ঢাকা " * 800: ("invalid-wording-too-long", {"count": 3999, "longest": 1000})
    },
    "permanent_address": {"no": ("invalid-wording-short", {})},
    "mobile_number": {
        "call me": ("invalid-mobile-characters", {}),
        "0171234567": ("invalid-mobile-length", {"count": 10}),
        "01112345678": ("invalid-mobile-prefix", {}),
        "+91 98123 45678": ("invalid-mobile-foreign", {}),
        "01712345678 01812345678": ("invalid-mobile-several", {}),
    },
    "profession": {"none": ("invalid-wording-placeholder", {})},
    "nominee": {
        "😀": ("invalid-wording-no-letters", {}),
        "Salma Begum 01812345678": ("invalid-wording-digits", {}),
    },
    "nominee_relation": {"x" * 101: ("invalid-wording-too-long", {"count": 101, "longest": 100})},
}

#: And then what is accepted.
RIGHT: Mapping[str, str] = {
    "nid_number": "000 198 010 0147",
    "date_of_birth": "১ অক্টোবর ১৯৮০",
    "name_bangla": "মো. আসাদুজ্জামান মিয়া",
    "name_english": "Md. Asaduzzaman Miah",
    "father_name": "আবুল মুনীম",
    "mother_name": "আম্বিয়া খাতুন",
    "present_address": "২২/১, ইসলামপুর রোড\nখুলনা সিটি কর্পোরেশন",
    "permanent_address": "same",
    "mobile_number": "+৮৮০ ১৭১২-৩৪৫৬৭৮",
    "profession": "ব্যবসা",
    "nominee": "Ambia Khatun",
    "nominee_relation": "মা",
}


#: In two halves: a chat of more than sixty messages is slowed to one a second.
HALVES = (("nid_number", "date_of_birth"), tuple(WRONG)[2:])


class TestWhenNothingIsReadFromTheCard:
    """Every field of the form is then typed."""

    @pytest.fixture
    async def trial(self, tmp_path: Path) -> AsyncIterator[Trial]:
        async with trial_on(tmp_path, reader="off") as running:
            yield running

    @pytest.mark.parametrize("language", ["en", "bn"])
    @pytest.mark.parametrize("refused", HALVES, ids=["number-and-date", "the-rest"])
    async def test_nothing_that_cannot_be_right_is_taken_anywhere(
        self, bot: RunningBot, trial: Trial, refused: tuple[str, ...], language: str
    ) -> None:
        async with await bot.enrols("Karim", 2002, language_code=language) as karim:
            await comes_to(karim, "gender", language=language)
            await karim.says("perhaps")
            male = plain(language, "gender-male")
            await sees_refusal(karim, plain(language, "choose-an-option", option=male), language)
            await karim.says("পুরুষ")
            card = await karim.sees(plain(language, "card-has-marked"))
            assert card.text.count(f": {plain(language, 'card-missing')}") == 7
            await karim.taps(plain(language, "button-continue"))
            for question, answers in WRONG.items():
                await karim.sees(plain(language, f"{question}.prompt"))
                for typed, (reason, values) in answers.items() if question in refused else ():
                    await karim.says(typed)
                    kind = KIND.get(question, "name")
                    expected = plain(language, reason, **{"kind": kind, **values})
                    await sees_refusal(karim, expected, language)
                await karim.says(RIGHT[question])
            await karim.sees(plain(language, "selfie.prompt"))
            await karim.sends_photo(ASADUZZAMAN.selfie)
            await karim.sees(plain(language, "review-heading"))
            await karim.taps(plain(language, "button-submit"))

            await karim.sees(plain(language, "receipt"))
        (sent,) = (await trial.applications())["applications"]
        assert sent["nid_no"] == "0001980100147"
        assert sent["dob"] == "1980/10/1"
        assert sent["mobile_number"] == "01712345678"
        assert (sent["gender"], sent["profession"]) == ("Male", "Business")
        assert sent["pres_address"] == "২২/১, ইসলামপুর রোড, খুলনা সিটি কর্পোরেশন"
        assert sent["perm_address"] == sent["pres_address"]


async def sees_refusal(agent: Person, expected: str, language: str) -> None:
    """One sentence that says what is wrong and gives an example, then the question again."""
    expected = as_read(expected)
    shown = await agent.sees(expected)
    sentence, _, question = shown.text.partition("\n\n")
    assert sentence == f"⚠ {expected}"
    assert EXAMPLE[language] in sentence
    assert question


async def test_text_is_not_a_photo_and_a_photo_is_not_text(rahim: Person) -> None:
    await comes_to(rahim, "front")
    await rahim.says("here it is")
    await rahim.sees("⚠ A photo is needed here, not text")
    await rahim.sends_album(ASADUZZAMAN.front, ASADUZZAMAN.back)
    await rahim.sees("What is the customer’s gender?")

    await rahim.sends_photo(ASADUZZAMAN.selfie)

    shown = await rahim.sees("⚠ No photo is needed here.")
    assert "What is the customer’s gender?" in shown.text


async def test_no_photo_is_taken_before_the_customer_agrees(rahim: Person) -> None:
    await rahim.says("/new")
    await rahim.sees("Does the customer agree")

    await rahim.sends_photo(ASADUZZAMAN.front)

    shown = await rahim.sees("⚠ First the customer must agree")
    assert "Does the customer agree" in shown.text


async def test_each_kind_of_stray_gets_its_own_hint_and_the_question_again(rahim: Person) -> None:
    await comes_to(rahim, "nominee")
    sendings: Mapping[str, Callable[[], Awaitable[object]]] = {
        "Stickers cannot be used here.": rahim.sends_sticker,
        "Voice messages cannot be used here": rahim.sends_voice,
        "Videos and GIFs cannot be used here": rahim.sends_video,
        "Contacts cannot be used here": lambda: rahim.sends_contact("+8801812345678", "Karim"),
        "Locations cannot be used here": rahim.sends_location,
        "PDF files cannot be used here": lambda: rahim.sends_file(b"%PDF-1.7", "nid.pdf"),
        "This file is larger than 20 MB": lambda: rahim.sends_file(bytes(20 * 2**20 + 1)),
    }
    for hint, send in sendings.items():
        await send()
        shown = await rahim.sees(f"⚠ {hint}")
        assert "nominee" in shown.text

    await rahim.says("Ambia Khatun")
    await rahim.sees("✓ Nominee: Ambia Khatun")


async def test_the_customers_contact_is_the_answer_where_the_number_is_asked_for(
    rahim: Person,
) -> None:
    await comes_to(rahim, "mobile_number")
    await rahim.sends_contact("+8801812345678", "Karim")
    await rahim.sees("✓ Mobile number: 01812-345678")


async def test_html_in_a_name_is_shown_as_it_was_typed(rahim: Person, trial: Trial) -> None:
    name = "<b>Ambia</b> & <i>Sons"
    await comes_to(rahim, "nominee")
    await rahim.says(name)
    await rahim.sees("How is the nominee related to the customer?")
    await rahim.taps("Mother")
    await rahim.sees("Send a photo of the customer’s face")
    await rahim.sends_photo(ASADUZZAMAN.selfie)

    review = await rahim.sees("Please check everything")
    assert f"Nominee: {name}" in review.text


async def test_long_bangla_is_taken_up_to_what_the_service_allows(rahim: Person) -> None:
    address = ("বাসা ৩, রোড ৭, মোহাম্মদপুর, ঢাকা " * 40)[:1000].strip()
    await comes_to(rahim, "permanent_address")
    await rahim.says(address)
    await rahim.sees("Type the customer’s own mobile number.")
    await rahim.taps("← Previous step")

    shown = await rahim.sees("Is the permanent address the same")
    assert any("Keep: বাসা ৩, রোড ৭" in text for row in shown.buttons for text in row)


async def test_the_agents_own_number_is_only_a_warning(rahim: Person) -> None:
    await comes_to(rahim, "mobile_number")
    await rahim.sends_contact("+8801712345678")
    await rahim.sees("Saved. The bot will warn you")
    await rahim.sees("Type the customer’s own mobile number.")
    await rahim.says("01712-345678")

    await rahim.sees("⚠ This is your own mobile number.")
    await rahim.sees("What is the customer’s work?")
