"""Missing or doubtful fields of a card are asked one by one, each with its part of the picture."""

import pytest

from bot.sandbox.person import Person
from tests.support.customers import ASADUZZAMAN, comes_to
from tests.support.running import Trial

READ = "This was read from the card."

pytestmark = pytest.mark.one_engine  # about what is read


async def test_an_unread_field_is_asked_with_its_part_of_the_card_above(
    rahim: Person, trial: Trial
) -> None:
    await trial.fault("ekyc", kind="fields_left_out")
    await comes_to(rahim, "front")
    await rahim.sends_album(ASADUZZAMAN.front, ASADUZZAMAN.back)
    await rahim.sees("The card has been read.")
    await rahim.taps("Male")
    card = await rahim.sees(READ)
    assert "not read" in card.text
    await rahim.taps("Go to the marked fields")

    asked = await rahim.sees("as on the card")
    above = rahim.messages[rahim.messages.index(asked) - 1]
    assert above.from_bot
    assert above.has_photo


async def test_a_field_shown_again_shows_its_value(rahim: Person) -> None:
    await comes_to(rahim, "card")
    await rahim.sees(READ)
    await rahim.changes("NID")

    asked = await rahim.sees("Type the NID number")
    assert "On the card: 000 198 010 0147" in asked.text
    assert rahim.messages[rahim.messages.index(asked) - 1].has_photo
    await rahim.taps("Keep: 000 198 010 0147")
    await rahim.sees(READ)


async def test_every_answer_is_shown_as_taken(rahim: Person) -> None:
    """A tapped one in the place of its question, a typed one above the next question."""
    await comes_to(rahim, "selfie")

    chat = rahim.transcript()
    for settled in (
        "✓ Gender: Male",
        "✓ Permanent address: Same address",
        "✓ Mobile number: 01712-345678",
        "✓ Profession: Business",
        "✓ Nominee: Ambia Khatun",
        "✓ Relationship: Mother",
    ):
        assert settled in chat
    assert "How is the nominee related" not in chat
