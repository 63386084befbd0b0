"""Where the barcode on the back says something else than was read, the agent decides."""

import pytest

from bot.sandbox.person import Person
from tests.support.customers import ASADUZZAMAN, RAHIMA, comes_to
from tests.support.photographs import with_worn_barcode
from tests.support.running import Trial

READ = "This was read from the card."
NUMBER_DIFFERS = "⚠ NID: 000 198 010 0141\nbarcode: 1980 000 198 010 0147"
DATE_DIFFERS = "⚠ Birth date: 2 October 1980\nbarcode: 1 October 1980"

pytestmark = pytest.mark.one_engine  # about what is read


@pytest.fixture
async def misreading(trial: Trial) -> Trial:
    """The next card's number and date of birth are misread."""
    await trial.fault("ekyc", kind="fields_misread")
    return trial


async def test_a_barcode_that_agrees_leaves_nothing_to_decide(rahim: Person) -> None:
    await comes_to(rahim, "card")

    card = await rahim.sees(READ)
    assert "barcode" not in card.text
    assert "⚠" not in card.text
    await rahim.taps("All correct")


async def test_the_barcode_is_taken_where_the_card_was_misread(
    rahim: Person, misreading: Trial
) -> None:
    await comes_to(rahim, "card")
    card = await rahim.sees(READ)
    assert NUMBER_DIFFERS in card.text
    assert DATE_DIFFERS in card.text

    await rahim.taps("NID: barcode")
    card = await rahim.sees(READ)
    assert "NID: 1980 000 198 010 0147 (from the barcode)" in card.text
    assert DATE_DIFFERS in card.text
    await rahim.taps("Birth date: barcode")
    card = await rahim.sees(READ)
    assert "⚠" not in card.text
    await rahim.taps("All correct")


async def test_what_was_read_stays_where_the_agent_finds_it_right(
    rahim: Person, misreading: Trial
) -> None:
    await comes_to(rahim, "card")
    await rahim.sees(READ)

    await rahim.taps("NID: as read")
    card = await rahim.sees(READ)
    assert "NID: 000 198 010 0141" in card.text
    assert "barcode: 1980" not in card.text
    await rahim.says("Birth date: as read")  # what can be tapped can be typed
    card = await rahim.sees(READ)
    assert "⚠" not in card.text


async def test_a_difference_that_is_passed_over_is_asked_about(
    rahim: Person, misreading: Trial
) -> None:
    await misreading.fault("ekyc", kind="fields_left_out")
    await comes_to(rahim, "card")
    await rahim.sees(READ)
    await rahim.taps("Go to the marked fields")

    asked = await rahim.sees("In the barcode: 1980 000 198 010 0147")
    assert "On the card: 000 198 010 0141" in asked.text
    await rahim.taps("NID: barcode")
    await rahim.sees("In the barcode: 1 October 1980")
    await rahim.taps("Keep: 2 October 1980")
    await rahim.sees("✓ Date of birth: 2 October 1980")


async def test_of_a_worn_barcode_nothing_is_said(rahim: Person, misreading: Trial) -> None:
    await comes_to(rahim, "front")
    await rahim.sends_album(ASADUZZAMAN.front, with_worn_barcode(0))
    await rahim.sees("The card has been read.")
    await rahim.taps("Male")

    card = await rahim.sees(READ)
    assert "NID: 000 198 010 0141" in card.text
    assert "barcode" not in card.text
    await rahim.taps("All correct")


async def test_a_back_of_another_card_is_noticed_until_the_right_one_is_sent(
    rahim: Person,
) -> None:
    await comes_to(rahim, "front")
    await rahim.sends_album(ASADUZZAMAN.front, RAHIMA.back)
    await rahim.sees("The card has been read.")
    await rahim.taps("Male")
    card = await rahim.sees(READ)
    assert "The back seems to be of another card: its barcode names RAHIMA KHATUN." in card.text
    assert not [label for row in card.buttons for label in row if "barcode" in label]

    await rahim.taps("Back")
    await rahim.sees("Now send a photo of the card’s back.")
    await rahim.sends_photo(ASADUZZAMAN.back)
    await rahim.sees("The card has been read.")
    await rahim.taps("Same address")
    card = await rahim.sees(READ)
    assert "barcode" not in card.text


async def test_sides_in_each_other_s_place_have_the_barcode_as_well(
    rahim: Person, misreading: Trial
) -> None:
    await comes_to(rahim, "front")
    await rahim.sends_album(ASADUZZAMAN.back, ASADUZZAMAN.front)
    await rahim.sees("The card has been read.")
    await rahim.taps("Male")

    card = await rahim.sees(READ)
    assert NUMBER_DIFFERS in card.text


async def test_the_agent_reads_bangla(rahim: Person, misreading: Trial) -> None:
    await rahim.says("/language")
    await rahim.taps("বাংলা")
    await comes_to(rahim, "card", language="bn")

    card = await rahim.sees("000 198 010 0141\nবারকোডে: 1980 000 198 010 0147")
    assert "২ অক্টোবর ১৯৮০\nবারকোডে: ১ অক্টোবর ১৯৮০" in card.text
    await rahim.taps("এনআইডি: বারকোড")
    await rahim.sees("(বারকোড থেকে)")
    await rahim.taps("জন্মতারিখ: যা পড়া হয়েছে")
