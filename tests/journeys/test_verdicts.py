"""What is sent into the chat when the background check has ended."""

from dataclasses import replace

from bot.sandbox.person import Person
from tests.support.customers import ASADUZZAMAN, RAHIMA, comes_to


async def test_passed_says_who_and_that_the_account_can_be_opened(rahim: Person) -> None:
    await comes_to(rahim, "receipt")

    verdict = await rahim.sees("✅ Passed: Md. Asaduzzaman Miah")
    assert "NID •••• 0147" in verdict.text
    assert "Photo on the card: matches" in verdict.text
    assert "Photo of the customer: matches" in verdict.text
    assert "Next: the account can be opened." in verdict.text
    assert verdict.buttons == (("New customer", "My applications"),)


async def test_somebody_elses_face_fails_with_what_to_do_next(rahim: Person) -> None:
    await comes_to(rahim, "receipt", replace(ASADUZZAMAN, selfie_of=3))

    verdict = await rahim.sees("❌ Failed: Md. Asaduzzaman Miah")
    assert "Photo on the card: matches" in verdict.text
    assert "Photo of the customer: does not match" in verdict.text
    assert "• Selfie: take a new photo" in verdict.text
    await rahim.taps("Fix and resubmit")
    await rahim.sees("Send a photo of the customer’s face")
    await rahim.sends_photo(ASADUZZAMAN.selfie)
    await rahim.sees("Please check everything")
    await rahim.taps("Submit")
    await rahim.sees("Application received")

    verdict = await rahim.sees("✅ Passed: Md. Asaduzzaman Miah")
    assert "Attempt 2" in verdict.text


async def test_a_correction_that_is_given_up_leaves_the_result_where_it_was(rahim: Person) -> None:
    await comes_to(rahim, "receipt", replace(ASADUZZAMAN, selfie_of=3))
    await rahim.sees("❌ Failed: Md. Asaduzzaman Miah")
    await rahim.taps("Fix and resubmit")
    await rahim.sees("Send a photo of the customer’s face")

    await rahim.says("/cancel")
    await rahim.sees("Give up the correction? The result and what was sent stay as they were.")
    await rahim.taps("Yes, give it up")
    await rahim.sees("The correction was given up.")
    await rahim.sees("❌ Failed: Md. Asaduzzaman Miah")
    await rahim.says("/log")
    listed = await rahim.sees("Your applications, newest first")
    assert "❌ Md. Asaduzzaman Miah · •••• 0147 · failed" in listed.text

    await rahim.taps("Fix and resubmit")
    await rahim.sees("Send a photo of the customer’s face")


async def test_a_customer_whom_the_service_has_already_is_not_submitted_without_a_word(
    rahim: Person,
) -> None:
    await comes_to(rahim, "receipt")
    await rahim.sees("✅ Passed: Md. Asaduzzaman Miah")
    await rahim.says("/erase 01712345678")
    await rahim.sees("Erase the application")
    await rahim.taps("Yes, erase")
    await rahim.sees("Erased:")

    await comes_to(rahim, "review")
    await rahim.sees("Please check everything")
    await rahim.taps("Submit")
    question = await rahim.sees("The service already has an application of this person")
    assert "or of somebody with this mobile number" in question.text  # the status names only that
    assert "• passed, from " in question.text
    assert question.buttons[:2] == (("Submit again anyway",), ("Do not submit",))

    await rahim.taps("Do not submit")
    await rahim.sees("Not submitted.")
    await rahim.sees("Please check everything")
    await rahim.taps("Submit")
    await rahim.sees("The service already has an application of this person")
    await rahim.taps("Submit again anyway")
    await rahim.sees("Application received")


async def test_a_wrongly_edited_name_fails_and_comes_first_in_the_list(rahim: Person) -> None:
    await comes_to(rahim, "card", RAHIMA)
    await rahim.changes("English name")
    await rahim.sees("Type the name in English")
    await rahim.says("Jahanara Begum")
    await rahim.sees("English name: Jahanara Begum (changed)")
    await finishes(rahim)

    verdict = await rahim.sees("❌ Failed: Jahanara Begum")
    scores = [line for line in verdict.text.splitlines() if "▱" in line or "▰" in line]
    assert "Name in English (differs)" in scores[0]
    assert scores[0].count("▰") < scores[1].count("▰") == 5
    assert "• English name: compare it with the card letter by letter." in verdict.text
    await rahim.taps("Fix and resubmit")
    asked = await rahim.sees("Type the name in English")
    assert "This did not match the register." in asked.text
    assert "On the card: RAHIMA KHATUN" in asked.text
    assert "You typed: Jahanara Begum" in asked.text
    assert asked.buttons[:2] == (("As on the card: RAHIMA KHATUN",), ("Keep: Jahanara Begum",))
    await rahim.taps("As on the card: RAHIMA KHATUN")
    await rahim.sees("Please check everything")
    await rahim.taps("Submit")

    await rahim.sees("✅ Passed: RAHIMA KHATUN")


async def test_a_number_that_the_register_does_not_know_is_not_found(rahim: Person) -> None:
    await comes_to(rahim, "card", RAHIMA)
    await rahim.changes("NID")
    await rahim.sees("Type the NID number")
    await rahim.says("1234567890123")
    await rahim.sees("NID: 123 456 789 0123 (changed)")
    await finishes(rahim)

    verdict = await rahim.sees("❓ Not found in the register: RAHIMA KHATUN")
    assert "NID •••• 0123" in verdict.text
    assert "Photo" not in verdict.text
    assert "Next: compare the digits of the NID number and the date of birth" in verdict.text


async def finishes(agent: Person) -> None:
    """From the card's screen, which is right now, to the last tap."""
    await agent.taps("All correct")
    await agent.taps("Same address")
    await agent.sees("Type the customer’s own mobile number.")
    await agent.says(RAHIMA.mobile_number)
    await agent.taps("Housewife")
    await agent.sees("Who is the nominee?")
    await agent.says(RAHIMA.nominee)
    await agent.sees("How is the nominee related to the customer?")
    await agent.taps("Father")
    await agent.sees("Send a photo of the customer’s face")
    await agent.sends_photo(RAHIMA.selfie)
    await agent.taps("Submit")
