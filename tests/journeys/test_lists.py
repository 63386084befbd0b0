"""What the agent has done so far: /log, its pages and details, and /status."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.person import ImpossibleError, Person
from bot.texts import plain
from tests.support.customers import ASADUZZAMAN, RAHIMA, comes_to
from tests.support.running import RunningBot, Trial, trial_on


async def test_an_empty_list_says_how_to_begin(rahim: Person) -> None:
    await rahim.says("/log")

    await rahim.sees("You have no applications yet. Start with /new.")


async def test_each_line_has_a_sign_a_word_and_a_masked_number(rahim: Person) -> None:
    await comes_to(rahim, "receipt")
    await rahim.sees("Passed: Md. Asaduzzaman Miah")
    await comes_to(rahim, "selfie", RAHIMA)
    await rahim.says("/log")

    page = await rahim.sees("Your applications, newest first (1–2 of 2):")
    assert page.text.splitlines()[1:] == [
        "1. 📝 RAHIMA KHATUN · •••• 2588 · draft",
        "2. ✅ Md. Asaduzzaman Miah · •••• 0147 · passed",
    ]


async def test_pages_turn_in_place(rahim: Person, bot: RunningBot) -> None:
    for _ in range(8):
        await begins_another(rahim)
    await rahim.says("/log")
    page = await rahim.sees("(1–5 of 8)")
    assert ("Older",) in page.buttons
    await rahim.taps("Older")
    page = await rahim.sees("(6–8 of 8)")
    assert page.edited
    assert ("Newer",) in page.buttons
    await rahim.taps("Newer")

    await rahim.sees("(1–5 of 8)")


async def test_the_list_comes_below_the_receipt_or_result_whose_menu_opened_it(
    rahim: Person, trial: Trial
) -> None:
    await comes_to(rahim, "review")
    await trial.fault("ekyc", kind="slow", calls=["status"], seconds=60)
    await rahim.taps("Submit")
    receipt = await rahim.sees("Application received")
    await rahim.taps("My applications", on=receipt)

    listed = await rahim.sees("Your applications, newest first")

    assert listed.message_id > receipt.message_id
    assert "Application received" in (await rahim.forwards(receipt)).text
    with pytest.raises(ImpossibleError):  # the receipt is for the customer, the list is not
        await rahim.forwards(listed)


async def test_the_proof_of_an_erasure_stays_when_the_list_is_opened_below_it(
    rahim: Person,
) -> None:
    await comes_to(rahim, "receipt")
    await rahim.says("/erase 01712345678")
    await rahim.taps("Yes, erase")
    proof = await rahim.sees("Proof: row")
    await rahim.taps("My applications", on=proof)
    await rahim.sees("You have no applications yet.")

    assert any("Proof: row" in message.text for message in rahim.messages)


async def begins_another(agent: Person) -> None:
    await agent.says("/new")
    await agent.taps("New customer")
    await agent.taps("Yes, agrees")
    await agent.sees("Send a photo of the card’s front")


async def test_the_detail_of_a_decided_one(rahim: Person) -> None:
    await comes_to(rahim, "receipt")
    await rahim.sees("Passed: Md. Asaduzzaman Miah")
    await rahim.says("/log")
    await rahim.taps("1")

    detail = await rahim.sees("Mobile: 01712-345678")
    assert "✅ Passed: Md. Asaduzzaman Miah" in detail.text
    assert "Match with the register, lowest first:" in detail.text
    assert "Refresh" not in str(detail.buttons)


async def test_status_finds_an_application_by_its_number_however_it_is_written(
    rahim: Person,
) -> None:
    await comes_to(rahim, "receipt")
    await rahim.sees("Passed: Md. Asaduzzaman Miah")
    for typed in ("01712345678", "+880 1712-345678", "০১৭১২৩৪৫৬৭৮"):
        await rahim.says(f"/status {typed}")
        await rahim.sees("✅ Passed: Md. Asaduzzaman Miah")


async def test_status_of_nothing_and_of_nonsense(rahim: Person) -> None:
    for typed, answer in {
        "/status": "Send the command with the reference or the customer’s mobile number",
        "/status 123": "A mobile number has 11 digits",
        "/status 01999999999": "You have no such application",
    }.items():
        await rahim.says(typed)
        await rahim.sees(answer)


async def test_the_applications_of_others_are_not_seen(rahim: Person, bot: RunningBot) -> None:
    await comes_to(rahim, "receipt")
    async with await bot.enrols("Karim", 2002) as karim:
        await karim.says("/status 01712345678")
        await karim.sees("You have no such application")
        await karim.says("/log")
        await karim.sees("You have no applications yet.")


class TestWhileTheVerdictIsAwaited:
    @pytest.fixture
    async def trial(self, tmp_path: Path) -> AsyncIterator[Trial]:
        async with trial_on(tmp_path, verification_delay=600) as running:
            yield running

    async def test_refresh_asks_the_service_once_in_half_a_minute(self, rahim: Person) -> None:
        await comes_to(rahim, "receipt")
        await rahim.says("/status 01712345678")
        detail = await rahim.sees("⏳ Accepted. The identity check is running")
        assert "Last asked" not in detail.text
        first = await rahim.taps("Refresh")
        assert await rahim.gets_answer(first) == "Asking the service…"

        detail = await rahim.sees("Last asked:")
        assert detail.edited
        second = await rahim.taps("Refresh", on=detail)
        answer = await rahim.gets_answer(second)
        assert answer.startswith("Asked a moment ago. Please try again in ")

    async def test_the_list_in_bangla(self, bot: RunningBot) -> None:
        async with await bot.enrols("Karim", 2002, language_code="bn") as karim:
            await comes_to(karim, "receipt", ASADUZZAMAN, "bn")
            await karim.says("/log")

            page = await karim.sees("আপনার আবেদনগুলো, নতুন আগে (১টির মধ্যে ১–১):")
            assert "১. ⏳ মো. আসাদুজ্জামান মিয়া · •••• 0147 · যাচাই চলছে" in page.text
            await karim.taps("১")
            detail = await karim.sees("মোবাইল: 01712-345678")
            assert plain("bn", "state-pending") in detail.text


async def test_the_agents_numbers_come_as_a_picture_with_words(rahim: Person) -> None:
    await rahim.says("/stats")
    await rahim.sees("No applications started in the last 7 days.")
    await comes_to(rahim, "receipt")
    await rahim.sees("Passed: Md. Asaduzzaman Miah")
    await rahim.says("/stats")

    numbers = await rahim.sees("Today: passed 1")
    assert numbers.has_photo
    assert "Pass rate: 100% (of 1 attempt)" in numbers.text
