"""Photos in every form and order, and those that cannot be used."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.person import Person
from tests.support import photographs
from tests.support.customers import ASADUZZAMAN, RAHIMA, comes_to
from tests.support.hostile_files import tiff, with_scans
from tests.support.running import Trial, trial_on

GENDER = "What is the customer’s gender?"
FRONT, BACK = "Send a photo of the card’s front", "Now send a photo of the card’s back."
READ = "This was read from the card."

pytestmark = pytest.mark.one_engine  # about pictures


@pytest.fixture
async def agent(rahim: Person) -> Person:
    """Somebody who is asked for the front of the card."""
    await comes_to(rahim, "front")
    return rahim


async def test_single_photos_one_after_the_other(agent: Person) -> None:
    await agent.sends_photo(ASADUZZAMAN.front)
    await agent.sees(BACK)
    await agent.sends_photo(ASADUZZAMAN.back)
    await agent.sees("The card has been read.")
    await agent.taps("Male")

    card = await agent.sees(READ)
    assert "English name: Md. Asaduzzaman Miah" in card.text
    assert "2. Birth date: 1 October 1980" in card.text


async def test_the_cut_out_card_is_shown_above_what_was_read(agent: Person) -> None:
    await agent.sends_album(ASADUZZAMAN.front, ASADUZZAMAN.back)
    await agent.sees("The card has been read.")
    await agent.taps("Male")
    card = await agent.sees(READ)

    above = agent.messages[agent.messages.index(card) - 1]
    assert above.from_bot
    assert above.has_photo


async def test_both_sides_as_files(agent: Person) -> None:
    await agent.sends_file(photographs.as_png(0, "front"), "front.png", "image/png")
    await agent.sees(BACK)
    await agent.sends_file(ASADUZZAMAN.back, "IMG_0001", "application/octet-stream")
    await agent.sees("The card has been read.")


async def test_a_photo_of_an_iphone_sent_as_a_file(agent: Person) -> None:
    await agent.sends_file(photographs.as_heic(0, "front"), "IMG_0001.HEIC", "image/heic")
    await agent.sees(BACK)
    await agent.sends_photo(ASADUZZAMAN.back)
    await agent.sees("The card has been read.")


async def test_a_poor_photo_is_named_twice_and_then_the_agent_decides(agent: Person) -> None:
    poor = photographs.blurred(0, "front")
    for _ in range(2):
        await agent.sends_photo(poor)
        refused = await agent.sees("This photo is blurred; please hold still")
    assert FRONT in refused.text
    await agent.taps("Use anyway: Front")

    await agent.sees(BACK)


def said(agent: Person, words: str) -> list[str]:
    """The messages of the bot that have these words, as last seen."""
    return [each.text for each in agent.messages if each.from_bot and words in each.text]


async def test_a_prompt_that_came_before_its_photo_was_checked_changes_into_the_right_one(
    agent: Person, trial: Trial
) -> None:
    await trial.fault("telegram", kind="delay", method="download", seconds=2)
    await agent.sends_photo(photographs.blurred(0, "front"))
    early = await agent.sees(BACK)
    refused = await agent.sees("This photo is blurred; please hold still")

    assert (refused.message_id, FRONT in refused.text) == (early.message_id, True)
    assert said(agent, BACK) == []
    await agent.sends_photo(ASADUZZAMAN.front)
    await agent.sees(BACK)


async def test_a_prompt_that_was_not_sent_before_its_photo_was_checked_is_never_sent(
    agent: Person, trial: Trial
) -> None:
    await trial.fault(
        "telegram", kind="too_many_requests", method="sendMessage", seconds=5, times=1
    )
    await agent.sends_photo(photographs.blurred(0, "front"))
    refused = await agent.sees("This photo is blurred; please hold still")

    assert refused.message_id == agent.last_message.message_id
    assert (said(agent, BACK), len(said(agent, FRONT))) == ([], 2)


async def test_a_photo_refused_after_the_next_answer_is_told_where_the_question_is(
    agent: Person, trial: Trial
) -> None:
    await trial.fault("telegram", kind="delay", method="download", seconds=4)
    await agent.sends_photo(photographs.blurred(0, "front"))
    await agent.sees(BACK)
    await agent.sends_photo(ASADUZZAMAN.back)
    asked = await agent.sees(GENDER)
    refused = await agent.sees("This photo is blurred; please hold still")

    assert (refused.message_id, GENDER in refused.text) == (asked.message_id, True)
    await agent.taps("Male")
    await agent.sees(FRONT)


async def test_the_back_is_not_taken_for_the_front(agent: Person) -> None:
    await agent.sends_photo(ASADUZZAMAN.back)
    await agent.sees("This looks like the other side of the card")
    await agent.sends_photo(ASADUZZAMAN.front)
    await agent.sees(BACK)


async def test_a_wrong_subject_is_told_however_often_until_the_agent_says_that_it_is_meant(
    rahim: Person,
) -> None:
    await comes_to(rahim, "selfie", RAHIMA)
    for _ in range(3):
        await rahim.sends_photo(ASADUZZAMAN.front)
        refused = await rahim.sees("⚠ The face is small, as on a card")
        assert "Send a photo of the customer’s face" in refused.text
    await rahim.taps("Use anyway: Selfie")

    await rahim.sees("Please check everything")


async def test_a_selfie_is_not_taken_for_the_card(agent: Person) -> None:
    await agent.sends_photo(ASADUZZAMAN.selfie)
    await agent.sees("⚠ This shows a person, not the card")
    await agent.sends_photo(ASADUZZAMAN.front)
    await agent.sees(BACK)


async def test_a_picture_that_would_be_too_dear_is_refused_and_others_are_served(
    agent: Person,
) -> None:
    await agent.sends_file(with_scans(4000, 400), "IMG_0001.jpg", "image/jpeg")
    await agent.sees("⚠ This picture file is built in an unusual way")
    await agent.sends_photo(ASADUZZAMAN.front)
    await agent.sees(BACK)


async def test_a_raw_photo_is_named_as_such_with_the_remedy(agent: Person) -> None:
    raw = tiff((262, 3, 1, 32803), (50706, 1, 4, 1025))
    await agent.sends_file(raw, "IMG_0001.DNG", "image/x-adobe-dng")

    assert "send it as a photo, not as a file" in (await agent.sees("⚠ This is a raw photo")).text


async def test_an_album_in_the_wrong_order_is_corrected_silently(agent: Person) -> None:
    await agent.sends_album(ASADUZZAMAN.back, ASADUZZAMAN.front)
    await agent.sees(GENDER)

    await agent.sees("The card has been read.")
    await agent.taps("Male")
    assert "Md. Asaduzzaman Miah" in (await agent.sees(READ)).text
    assert "could not be read" not in agent.transcript()


async def test_an_answer_given_meanwhile_neither_spoils_the_swap_nor_is_spoilt(
    agent: Person,
) -> None:
    await agent.sends_album(ASADUZZAMAN.front, ASADUZZAMAN.back)
    await agent.sees("The card has been read.")
    await agent.taps("Male")
    await agent.sees(READ)
    await agent.taps("Swap")  # by mistake
    unread = await agent.sees("The card could not be read.")
    await agent.taps("Same address")
    await agent.sees("The card could not be read:")  # the screen of the card, with its reason
    await agent.taps("Swap front and back", on=unread)
    await agent.sees("The card has been read.")

    await agent.says("01712345678")
    assert "Md. Asaduzzaman Miah" in (await agent.sees(READ)).text
    assert "✓ Permanent address: Same address" in agent.transcript()


async def test_the_screen_of_an_unread_card_swaps_as_well(agent: Person) -> None:
    await agent.sends_album(ASADUZZAMAN.front, ASADUZZAMAN.back)
    await agent.sees("The card has been read.")
    await agent.taps("Male")
    await agent.sees(READ)
    await agent.taps("Swap")  # by mistake
    await agent.sees("The card could not be read.")
    await agent.taps("Same address")
    unread = await agent.sees("The card could not be read:")
    assert "the picture shows the back of the card" in unread.text
    await agent.taps("Swap front and back", on=unread)

    await agent.sees("The card has been read.")


async def test_new_photos_for_an_unread_card_may_be_sent_at_any_question(agent: Person) -> None:
    await agent.sends_album(photographs.mirrored(0, "front"), photographs.mirrored(0, "back"))
    await agent.sees("The card could not be read.")
    await agent.sends_photo(ASADUZZAMAN.front)  # while the gender is asked for
    await agent.sees(BACK)
    await agent.sends_photo(ASADUZZAMAN.back)

    await agent.sees("The card has been read.")
    assert "No photo is needed here" not in agent.transcript()


async def test_a_third_photo_of_an_album_is_not_taken(agent: Person) -> None:
    await agent.sends_album(ASADUZZAMAN.front, ASADUZZAMAN.back, ASADUZZAMAN.selfie)

    await agent.sees("⚠ Two photos are enough, and they are kept; the extra photo was ignored.")
    await agent.sees("The card has been read.")


async def test_a_third_photo_on_its_own_is_not_taken(agent: Person) -> None:
    await agent.sends_album(ASADUZZAMAN.front, ASADUZZAMAN.back)
    await agent.sees(GENDER)
    await agent.sends_photo(ASADUZZAMAN.selfie)

    await agent.sees("⚠ No photo is needed here.")


async def test_a_file_that_cannot_be_used_gets_its_own_hint_and_the_step_is_not_lost(
    agent: Person,
) -> None:
    for hint, (name, kind, content) in {
        "This file is not a picture": ("letter.txt", "text/plain", b"Dear customer,\n"),
        "⚠ This file is not a picture": ("card.jpg", "image/jpeg", b"GIF is what this is not"),
        "This picture arrived incomplete": ("card.jpg", "image/jpeg", photographs.truncated()),
        "too many pixels": ("card.png", "image/png", photographs.decompression_bomb()),
        "This picture is too small": ("card.jpg", "image/jpeg", photographs.thumbnail()),
        "This is a PDF document": ("card.jpg", "image/jpeg", b"%PDF-1.7\n"),
        "This HEIC picture is damaged": ("IMG.HEIC", "image/heic", photographs.HEIC),
        "This is a video": ("clip.mp4", "video/mp4", photographs.MP4),
    }.items():
        await agent.sends_file(content, name, kind)
        refused = await agent.sees(hint)
        assert FRONT in refused.text

    await agent.sends_photo(ASADUZZAMAN.front)
    await agent.sees(BACK)


async def test_a_photo_refused_behind_another_question_is_asked_for_after_it(
    agent: Person,
) -> None:
    await agent.sends_photo(ASADUZZAMAN.front)
    await agent.sees(BACK)
    await agent.sends_file(photographs.truncated())

    refused = await agent.sees("Back of the NID card: This picture arrived incomplete")
    assert GENDER in refused.text
    assert "Send the new photo now, or answer this first:" in refused.text
    await agent.taps("Male")
    await agent.sees(BACK)
    await agent.sends_photo(ASADUZZAMAN.back)
    await agent.sees("The card has been read.")
    await agent.taps("Same address")
    assert "Md. Asaduzzaman Miah" in (await agent.sees(READ)).text
    assert "✓ Gender: Male" in agent.transcript()


async def test_the_same_picture_is_not_both_sides(agent: Person) -> None:
    await agent.sends_photo(ASADUZZAMAN.front)
    await agent.sees(BACK)
    await agent.sends_file(ASADUZZAMAN.front)  # another file to Telegram, the same to the eye

    # The message depends on whether the first was checked by then.
    refused = await agent.sees("Back of the NID card: This")
    assert GENDER in refused.text


async def test_a_forwarded_copy_of_the_front_is_not_the_back(agent: Person) -> None:
    front = await agent.sends_photo(ASADUZZAMAN.front)
    await agent.sees(BACK)
    await agent.forwards(front)

    assert BACK in (await agent.sees("⚠ This is the same picture")).text


async def test_the_front_is_not_the_customer(rahim: Person) -> None:
    await comes_to(rahim, "selfie", RAHIMA)
    await rahim.sends_file(RAHIMA.front)

    refused = await rahim.sees("⚠ This is the same picture as one you have already sent")
    assert "Send a photo of the customer’s face" in refused.text


async def test_a_forwarded_photo_is_taken_with_a_word(agent: Person) -> None:
    await agent.sends_photo(ASADUZZAMAN.front, forwarded=True)

    await agent.sees("This photo was forwarded.")
    await agent.sees(BACK)


async def test_an_unreadable_card_is_photographed_again(agent: Person) -> None:
    await agent.sends_album(ASADUZZAMAN.front, photographs.mirrored(0, "back"))
    await agent.sees("The card could not be read.")
    await agent.taps("Male")
    unread = await agent.sees("no specimen card was recognised")
    assert "Back of the NID card" in unread.text
    await agent.taps("Back photo")
    await agent.sees(BACK)
    await agent.sends_photo(ASADUZZAMAN.back)
    await agent.sees("The card has been read.")
    await agent.taps("Same address")

    assert "Md. Asaduzzaman Miah" in (await agent.sees(READ)).text


async def test_an_album_sent_at_an_unreadable_card_replaces_both_sides(agent: Person) -> None:
    await agent.sends_album(photographs.mirrored(0, "front"), photographs.mirrored(0, "back"))
    await agent.sees("The card could not be read.")
    await agent.taps("Male")
    await agent.sees("no specimen card was recognised")
    await agent.sends_album(ASADUZZAMAN.front, ASADUZZAMAN.back)
    await agent.sees("The card has been read.")
    await agent.taps("Same address")

    assert "Md. Asaduzzaman Miah" in (await agent.sees(READ)).text


async def test_reading_again_what_could_not_be_read(agent: Person) -> None:
    await agent.sends_album(photographs.mirrored(0, "front"), photographs.mirrored(0, "back"))
    await agent.sees("The card could not be read.")
    await agent.taps("Male")
    await agent.sees("no specimen card was recognised")
    await agent.taps("Read again")

    await agent.sees("Reading the card…")
    await agent.sees("The card could not be read.")


async def test_photos_can_be_replaced_from_the_review(rahim: Person) -> None:
    await comes_to(rahim, "review")
    review = await rahim.sees("Tap a number to change it.")
    await rahim.taps("Selfie", on=review)
    await rahim.sees("Send a photo of the customer’s face")
    await rahim.taps("Keep this photo")
    await rahim.sees("Please check everything")
    await rahim.taps("Front photo")
    await rahim.sees(FRONT)
    await rahim.sends_album(RAHIMA.front, RAHIMA.back)

    assert "RAHIMA KHATUN" in (await rahim.sees(READ)).text
    await rahim.taps("All correct")
    assert "Nominee: Ambia Khatun" in (await rahim.sees("Please check everything")).text


class TestWhileTheCardIsBeingRead:
    """The service takes its time, and the agent does not wait for it."""

    @pytest.fixture
    async def trial(self, tmp_path: Path) -> AsyncIterator[Trial]:
        async with trial_on(tmp_path, step_one_delay=2) as running:
            yield running

    async def test_the_other_questions_are_asked_and_the_card_follows(self, agent: Person) -> None:
        await agent.sends_album(ASADUZZAMAN.front, ASADUZZAMAN.back)
        await agent.sees("Reading the card…")
        await agent.taps("Male")
        await agent.taps("Same address")
        await agent.sees("Type the customer’s own mobile number.")
        await agent.sees("The card has been read.")
        await agent.says("01712345678")

        card = await agent.sees(READ)
        await agent.taps("All correct", on=card)
        await agent.sees("What is the customer’s work?")

    async def test_when_everything_else_is_answered_the_card_appears_on_its_own(
        self, agent: Person
    ) -> None:
        await agent.sends_album(ASADUZZAMAN.front, ASADUZZAMAN.back)
        for button in ("Male", "Same address"):
            await agent.taps(button)
        for words in ("01712345678", "teacher", "Ambia Khatun", "mother"):
            await agent.says(words)
        await agent.sees("Send a photo of the customer’s face")
        await agent.sends_photo(ASADUZZAMAN.selfie)
        await agent.sees("Everything else is answered.")
        await agent.says("well?")
        await agent.sees("⚠ Nothing is asked just now")

        await agent.sees(READ)
        await agent.taps("All correct")
        await agent.sees("Please check everything")


async def test_a_new_agent_is_shown_a_good_photo_once(rahim: Person) -> None:
    await comes_to(rahim, "front")
    example = await rahim.sees("Like the large picture: the card flat")
    assert example.has_photo
    assert not example.buttons
    await rahim.says("/cancel")
    await rahim.taps("Yes, erase")
    await comes_to(rahim, "front", RAHIMA)

    assert sum("Like the large picture" in each.text for each in rahim.messages) == 1
