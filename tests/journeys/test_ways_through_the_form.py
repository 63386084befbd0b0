"""Back, edit, cancel, resume, old buttons, typed words and changed messages."""

import pytest

from bot.chat.buttons import press_button
from bot.sandbox.person import Person
from bot.texts import plain
from tests.support.customers import ASADUZZAMAN, comes_to
from tests.support.owed import owed_errands
from tests.support.running import RunningBot, Trial

pytestmark = pytest.mark.one_engine

CONSENT = "Does the customer agree"
MOBILE, WORK = "Type the customer’s own mobile number.", "What is the customer’s work?"
NOMINEE, RELATION = "Who is the nominee?", "How is the nominee related to the customer?"
READ, BACK = "This was read from the card.", "Now send a photo of the card’s back."
SELFIE, REVIEW = "Send a photo of the customer’s face", "Please check everything"


async def test_no_consent_ends_and_erases_the_draft(rahim: Person, bot: RunningBot) -> None:
    await rahim.says("/new")
    await rahim.sees(CONSENT)
    await rahim.taps("No")

    await rahim.sees("Without consent nothing is kept. The form was erased.")
    await rahim.says("/log")
    await rahim.sees("You have no applications yet.")
    await rahim.says("hello")
    await rahim.sees("No application is open.")


async def test_the_consent_is_shown_in_both_languages(rahim: Person) -> None:
    await rahim.says("/new")

    shown = await rahim.sees(CONSENT)
    assert "We take photos of your NID card" in shown.text
    assert "আমরা আপনার এনআইডি কার্ড ও মুখের ছবি" in shown.text


# -- back, keep and edit ----------------------------------------------------------------------


async def test_back_leads_through_the_form_and_loses_nothing(rahim: Person) -> None:
    await comes_to(rahim, "nominee")
    for asked in (WORK, MOBILE, "Is the permanent address", "the customer’s gender", READ, BACK):
        await rahim.taps("← Previous step")
        await rahim.sees(asked)
    await rahim.taps("Keep this photo")

    await rahim.sees(NOMINEE)


async def test_an_answer_is_changed_on_the_way_back(rahim: Person) -> None:
    await comes_to(rahim, "nominee")
    await rahim.taps("← Previous step")
    await rahim.taps("Teacher")

    await rahim.sees("✓ Profession: Teacher")
    await rahim.sees(NOMINEE)


async def test_every_field_is_edited_from_the_review(rahim: Person, trial: Trial) -> None:
    await comes_to(rahim, "review")
    for field, typed in {
        "English name": "Md. Asad Miah",
        "Father": "আবুল মুনিম",
        "Gender": "other",
        "Mobile number": "01999999999",
    }.items():
        await rahim.changes(field)
        await rahim.says(typed)
        await rahim.sees(REVIEW)
    await rahim.taps("8")  # the permanent address, which shares a line
    await rahim.says("গ্রাম: বড়দল, সাতক্ষীরা")
    await rahim.sees("Permanent address: গ্রাম: বড়দল, সাতক্ষীরা")
    await rahim.sees(REVIEW)
    review = rahim.last_message

    assert "English name: Md. Asad Miah (changed)" in review.text
    assert "Gender: Other" in review.text
    assert "Mobile number: 01999-999999" in review.text
    await rahim.taps("Submit")
    await rahim.sees("Application received")
    (sent,) = (await trial.applications())["applications"]
    assert sent["applicant_name_eng"] == "Md. Asad Miah"
    assert sent["perm_address"] == "গ্রাম: বড়দল, সাতক্ষীরা"
    assert sent["dob"] == "1980/10/1"  # as it was read, for it was not edited


async def test_another_nominee_is_asked_for_the_relation_again(rahim: Person) -> None:
    await comes_to(rahim, "review")
    await rahim.changes("Nominee")
    await rahim.sees(NOMINEE)
    await rahim.says("Karim Uddin")
    await rahim.sees(RELATION)
    await rahim.taps("Brother")

    assert "Nominee: Karim Uddin (brother)" in (await rahim.sees(REVIEW)).text


async def test_a_field_of_the_card_is_edited_on_its_screen(rahim: Person) -> None:
    await comes_to(rahim, "card")
    await rahim.changes("Mother")
    await rahim.sees("Type the mother’s name in Bangla, as on the card.")
    await rahim.says("Amina Begum")

    assert "Mother: Amina Begum (changed)" in (await rahim.sees("This was read")).text


async def test_a_name_in_the_wrong_script_is_only_a_warning(rahim: Person) -> None:
    await comes_to(rahim, "card")
    await rahim.changes("Bangla name")
    await rahim.sees("Type the name in Bangla")
    await rahim.says("Asaduzzaman")

    card = await rahim.sees("This was read")
    assert "⚠ Bangla name: Asaduzzaman (changed) please check" in card.text
    await rahim.taps("All correct")
    await rahim.sees("Is the permanent address")


# -- cancel and resume ------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["front", "card", "review"])
async def test_cancel_asks_first_and_no_continues(rahim: Person, step: str) -> None:
    await comes_to(rahim, step)
    before = rahim.last_message
    await rahim.says("/cancel")
    await rahim.sees("Erase this application? Its photos and answers would be lost.")
    await rahim.taps("No, go on")

    again = await rahim.sees(before.text.splitlines()[-1])
    assert again.buttons == before.buttons


async def test_cancel_erases_all_of_it(rahim: Person, bot: RunningBot) -> None:
    await comes_to(rahim, "mobile_number")
    await rahim.says("/cancel")
    await rahim.taps("Yes, erase")

    await rahim.sees("The application was erased.")
    assert bot.store.caseloads.count_of_agent(rahim.user_id) == 0
    assert owed_errands(bot.store) == []
    await rahim.says("/cancel")
    await rahim.sees("No draft is open")


async def test_yes_may_be_typed_to_the_cancel_question_and_answers_nothing_else(
    rahim: Person,
) -> None:
    await comes_to(rahim, "profession")
    await rahim.says("/cancel")
    await rahim.sees("Erase this application?")
    await rahim.says("no")
    await rahim.sees(WORK)
    await rahim.says("/cancel")
    await rahim.says("হ্যাঁ")

    await rahim.sees("The application was erased.")


@pytest.mark.parametrize("step", ["front", "gender", "review"])
async def test_start_in_the_middle_asks_whether_to_continue(rahim: Person, step: str) -> None:
    await comes_to(rahim, step)
    before = rahim.last_message
    await rahim.says("/start")
    offer = await rahim.sees("Continue it, or start a new one? Nothing is lost.")
    assert offer.buttons[1] == ("New customer", "My applications")
    await rahim.taps("Continue", on=offer)

    again = await rahim.sees(before.text.splitlines()[-1])
    assert again.buttons == before.buttons


async def test_a_new_process_continues_where_the_old_one_ended(trial: Trial) -> None:
    async with RunningBot(trial) as bot:
        rahim = await bot.enrols("Rahim", 2001)
        await comes_to(rahim, "nominee")
    async with RunningBot(trial):
        await rahim.says("Ambia Khatun")
        await rahim.sees(RELATION)
        await rahim.taps("← Previous step")
        nominee = await rahim.sees("Nominee\nWho is the nominee?")
        await rahim.taps("← Previous step", on=nominee)
        assert ("Keep: Business",) in (await rahim.sees(WORK)).buttons
    await rahim.leaves()


# -- old buttons and double taps --------------------------------------------------------------


def button(bot: RunningBot, agent: Person, verb: str, *arguments: str) -> str:
    """What a button carries that is drawn now; it can be pressed as long as a phone shows it."""
    (application, *_) = bot.store.caseloads.of_agent(agent.user_id, limit=1)
    return press_button("", application, verb, *arguments).data


async def test_an_old_button_changes_nothing_and_shows_the_current_question(
    rahim: Person, bot: RunningBot
) -> None:
    await comes_to(rahim, "mobile_number")
    old, asked = button(bot, rahim, "back"), rahim.last_message
    await rahim.says("01712345678")
    await rahim.sees(WORK)
    await rahim.taps("Business")
    await rahim.sees(NOMINEE)
    press = await rahim.forges(old, on=asked)

    notice = await rahim.gets_answer(press)
    assert notice == "This button is from an earlier step. Here is the current one."
    await rahim.sees(NOMINEE)


async def test_two_taps_on_an_answer_answer_once(rahim: Person, bot: RunningBot) -> None:
    await comes_to(rahim, "profession")
    tap, asked = button(bot, rahim, "pick", "profession", "farmer"), rahim.last_message
    first = await rahim.forges(tap, on=asked)
    second = await rahim.forges(tap, on=asked)

    assert await rahim.gets_answer(first) == ""
    assert await rahim.gets_answer(second) == "Already done; the next step is below."
    assert rahim.transcript().count(NOMINEE) == 1
    assert "✓ Profession: Farmer" in rahim.transcript()


async def test_two_taps_on_submit_send_one_application(
    rahim: Person, bot: RunningBot, trial: Trial
) -> None:
    await comes_to(rahim, "review")
    tap, review = button(bot, rahim, "submit"), rahim.last_message
    for _ in range(2):
        await rahim.forges(tap, on=review)

    await rahim.sees("Passed: Md. Asaduzzaman Miah")
    assert (await trial.applications())["posts"] == 1
    assert rahim.transcript().count("Application received") == 1


async def test_every_used_button_is_gone(rahim: Person) -> None:
    await comes_to(rahim, "review")
    await rahim.changes("Gender")
    await rahim.sees("the customer’s gender")
    await rahim.taps("Keep: Male")
    await rahim.sees("✓ Gender: Male")

    # A question answered in words keeps its way back, which then shows the current question.
    _, *armed = [one for one in rahim.messages if one.buttons not in ((), (("← Previous step",),))]
    assert [message.text.splitlines()[0] for message in armed] in (
        [],
        ["Please check everything, then submit."],
    )


# -- words instead of buttons -----------------------------------------------------------------


async def test_every_button_may_be_typed(rahim: Person, trial: Trial) -> None:
    await rahim.says("/new")
    await rahim.sees(CONSENT)
    await rahim.says("Yes")
    await rahim.sees("Send a photo of the card’s front")
    await rahim.sends_album(ASADUZZAMAN.front, ASADUZZAMAN.back)
    await rahim.sees("The card has been read.")
    for typed, asked in {
        "MALE": "This was read",
        "ok": "Is the permanent address",
        "একই ঠিকানা": MOBILE,
        "01712345678": WORK,
        "back": MOBILE,
        "Keep: 01712-345678": WORK,
        "ব্যবসা": NOMINEE,
        "Ambia Khatun": RELATION,
        "মা": SELFIE,
    }.items():
        await rahim.says(typed)
        await rahim.sees(asked)
    await rahim.sends_photo(ASADUZZAMAN.selfie)
    await rahim.sees(REVIEW)
    await rahim.says("edit gender")
    await rahim.sees("the customer’s gender")
    await rahim.says("পুরুষ")
    await rahim.sees(REVIEW)
    await rahim.says("submit")

    await rahim.sees("Application received")


async def test_no_may_be_typed_to_the_consent_question(rahim: Person) -> None:
    await rahim.says("/new")
    await rahim.sees(CONSENT)
    await rahim.says("না")

    await rahim.sees("Without consent nothing is kept.")


async def test_other_words_at_a_button_are_answered_with_a_hint(rahim: Person) -> None:
    await comes_to(rahim, "review")
    await rahim.says("looks good")

    await rahim.sees("⚠ Please tap one of the buttons.")
    await rahim.sees(REVIEW)


# -- changed messages -------------------------------------------------------------------------


async def test_an_edited_message_corrects_its_own_answer_only(rahim: Person) -> None:
    await comes_to(rahim, "mobile_number")
    said = await rahim.says("01712345678")
    await rahim.sees(WORK)
    await rahim.edits(said, "01812345678")

    await rahim.sees("Corrected: Mobile number.")
    await rahim.sees(WORK)
    await rahim.taps("← Previous step")
    assert ("Keep: 01812-345678",) in (await rahim.sees(MOBILE)).buttons


async def test_an_edited_caption_corrects_its_own_answer(rahim: Person, bot: RunningBot) -> None:
    await comes_to(rahim, "nominee")
    said = await rahim.sends_photo(ASADUZZAMAN.selfie, caption="Ambia Khatun")
    await rahim.sees("✓ Nominee: Ambia Khatun")
    await rahim.edits(said, "Rahima Begum")
    await rahim.sees("Corrected: Nominee.")

    (draft,) = bot.store.caseloads.of_agent(rahim.user_id, limit=1)
    assert draft.answers["nominee"] == "Rahima Begum"


async def test_a_reaction_to_an_own_message_changes_nothing(rahim: Person, bot: RunningBot) -> None:
    await comes_to(rahim, "nominee")
    said = await rahim.says("Ambia Khatun, mother")
    await rahim.sees("✓ Nominee: Ambia Khatun (mother)")
    await rahim.taps("← Previous step")
    await rahim.taps("Sister")
    await rahim.reacts_to(said)
    await rahim.says("/help")
    await rahim.sees("/new")

    (draft,) = bot.store.caseloads.of_agent(rahim.user_id, limit=1)
    assert draft.answers["nominee_relation"] == "Sister"
    assert not any("Corrected" in message.text for message in rahim.messages)


async def test_a_message_edited_to_something_wrong_is_refused_by_name(rahim: Person) -> None:
    await comes_to(rahim, "mobile_number")
    said = await rahim.says("01712345678")
    await rahim.sees(WORK)
    await rahim.edits(said, "0181")

    refused = await rahim.sees("⚠ Mobile number: A mobile number has 11 digits")
    assert WORK in refused.text


async def test_an_edited_message_that_answered_nothing_is_ignored_with_a_word(
    rahim: Person,
) -> None:
    await comes_to(rahim, "nominee")
    chat = await rahim.says("?")
    await rahim.sees("⚠ There are no letters in this answer")
    await rahim.edits(chat, "Ambia Khatun")

    await rahim.sees("The edited message was not taken as an answer.")
    await rahim.sees(NOMINEE)


async def test_a_message_edited_after_the_end_is_ignored_with_a_word(rahim: Person) -> None:
    said = await rahim.says("hello")
    await rahim.sees("No application is open.")
    await rahim.edits(said, "hello there")

    await rahim.sees("The edited message was not taken as an answer.")


# -- the language in between ------------------------------------------------------------------


async def test_the_language_changes_in_the_middle_of_the_form_without_loss(
    rahim: Person,
) -> None:
    await comes_to(rahim, "profession")
    await rahim.says("/language")
    await rahim.sees("Which language?")
    await rahim.taps("বাংলা")
    await rahim.sees("এখন থেকে বাংলায়।")
    asked = await rahim.sees(plain("bn", "profession.prompt"))
    assert "ধাপ ৮/১১ · পেশা" in asked.text
    await rahim.taps("← আগের ধাপ")

    asked = await rahim.sees(plain("bn", "mobile_number.prompt"))
    assert ("এটাই রাখুন: 01712-345678",) in asked.buttons
