"""People who type faster than the questions come, send twice, and swipe to reply."""

import pytest

from bot.sandbox.person import Person
from tests.support.customers import comes_to
from tests.support.running import RunningBot

pytestmark = pytest.mark.one_engine


async def test_every_answer_typed_ahead_is_shown_as_taken(rahim: Person, bot: RunningBot) -> None:
    await comes_to(rahim, "profession")
    for text in ("Tailor", "Kuddus Ali", "Father"):
        await rahim.says(text)

    await rahim.sees("Send a photo of the customer")
    said = "\n".join(message.text for message in rahim.messages)
    taken = ("Profession: Tailor", "Nominee: Kuddus Ali", "Relationship: Father")
    assert [answer for answer in taken if f"✓ {answer}" in said] == list(taken)
    (draft,) = bot.store.caseloads.of_agent(rahim.user_id, limit=1)
    assert draft.answers["nominee_relation"] == "Father"


async def test_what_is_typed_twice_is_one_answer_and_the_agent_is_told(
    rahim: Person, bot: RunningBot
) -> None:
    await comes_to(rahim, "profession")
    await rahim.says("Tailor")
    await rahim.sees("nominee")
    await rahim.says("Tailor")
    asked = await rahim.sees("You have sent your answer to “Profession” once more")
    assert "nominee" in asked.text
    await rahim.says("Kuddus Ali")
    await rahim.sees("✓ Nominee: Kuddus Ali")

    (draft,) = bot.store.caseloads.of_agent(rahim.user_id, limit=1)
    assert (draft.answers["profession"], draft.answers["nominee"]) == ("Tailor", "Kuddus Ali")


async def test_a_swipe_to_an_own_answer_corrects_it(rahim: Person, bot: RunningBot) -> None:
    await comes_to(rahim, "profession")
    question = rahim.last_message
    answer = await rahim.says("Tailor")
    await rahim.sees("✓ Profession: Tailor")
    await rahim.says("Boatman", reply_to=answer)
    await rahim.sees("Corrected: Profession.")
    await rahim.says("Fisher of men", reply_to=question)
    await rahim.sees("Corrected: Profession.")

    (draft,) = bot.store.caseloads.of_agent(rahim.user_id, limit=1)
    assert (draft.answers["profession"], draft.asking) == ("Fisher of men", "nominee")


async def test_a_swipe_to_the_question_answers_it_and_one_to_anything_else_is_asked_back(
    rahim: Person,
) -> None:
    hello = await rahim.says("/help")
    await comes_to(rahim, "nominee")
    await rahim.says("Kuddus Ali", reply_to=hello)
    await rahim.sees("Which answer does this reply correct?")
    await rahim.says("Kuddus Ali", reply_to=rahim.last_message)
    await rahim.sees("✓ Nominee: Kuddus Ali")


async def test_a_swipe_to_two_answers_corrects_the_one_that_it_can_be(
    rahim: Person, bot: RunningBot
) -> None:
    await comes_to(rahim, "nominee")
    shown = await rahim.sees("✓ Profession: Business")
    assert "✓ Mobile number: 01712-345678" in shown.text
    await rahim.says("01812345679", reply_to=shown)
    await rahim.sees("Corrected: Mobile number.")
    await rahim.says("Tailor", reply_to=shown)
    await rahim.sees("Corrected: Profession.")

    (draft,) = bot.store.caseloads.of_agent(rahim.user_id, limit=1)
    assert (draft.answers["mobile_number"], draft.answers["profession"]) == (
        "01812345679",
        "Tailor",
    )


async def test_a_swipe_to_two_answers_that_it_can_both_be_is_asked_back(
    rahim: Person, bot: RunningBot
) -> None:
    await comes_to(rahim, "selfie")
    shown = next(each for each in rahim.messages if "✓ Nominee: Ambia Khatun" in each.text)
    assert "✓ Relationship: Mother" in shown.text
    await rahim.says("Rahima Begum", reply_to=shown)
    await rahim.sees("Which answer does this reply correct?")

    (draft,) = bot.store.caseloads.of_agent(rahim.user_id, limit=1)
    assert (draft.answers["nominee"], draft.answers["nominee_relation"]) == (
        "Ambia Khatun",
        "Mother",
    )
