"""An agent with several customers at a time: nothing is lost or mixed up."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.sandbox.person import Person
from tests.support import photographs
from tests.support.customers import ABDUR_RAHIM, ASADUZZAMAN, RAHIMA, comes_to
from tests.support.running import RunningBot, Trial, trial_on

CONSENT, FRONT = "Does the customer agree", "Send a photo of the card’s front"
MOBILE, WORK = "Type the customer’s own mobile number.", "What is the customer’s work?"


async def test_a_new_customer_in_the_middle_of_another(rahim: Person) -> None:
    await comes_to(rahim, "mobile_number")
    await rahim.says("/new")
    await rahim.sees("The application of Md. Asaduzzaman Miah is not finished.")
    await rahim.taps("New customer")
    await rahim.sees(CONSENT)
    await rahim.taps("Yes, agrees")
    await rahim.sees(FRONT)

    await rahim.says("/log")
    await rahim.taps("2", on=await rahim.sees("newest first"))
    await rahim.taps("Continue: Md. Asaduzzaman Miah")
    asked = await rahim.sees(MOBILE)
    assert asked.text.startswith("👤 Md. Asaduzzaman Miah"), asked.text
    await rahim.says("01712345678")
    await rahim.sees(WORK)


async def test_continuing_the_draft_takes_one_tap(rahim: Person) -> None:
    await comes_to(rahim, "mobile_number")
    await rahim.says("/new")
    await rahim.taps("Continue: Md. Asaduzzaman Miah")

    await rahim.sees(MOBILE)


async def test_a_form_without_consent_is_used_again(rahim: Person, bot: RunningBot) -> None:
    for _ in range(3):
        await rahim.says("/new")
        await rahim.sees(CONSENT)
    await rahim.says("/help")
    await rahim.sees("Register a customer")

    assert bot.store.caseloads.count_of_agent(rahim.user_id) == 1
    armed = [message for message in rahim.messages if ("Yes, agrees", "No") in message.buttons]
    assert len(armed) == 1
    await rahim.taps("Yes, agrees")
    await rahim.sees(FRONT)


async def test_the_button_of_the_other_draft_turns_to_it_and_says_so(rahim: Person) -> None:
    await comes_to(rahim, "profession")
    other = rahim.last_message
    await begins_another(rahim)
    await rahim.taps("Farmer", on=other)

    await rahim.sees("Now working on Md. Asaduzzaman Miah.")
    await rahim.sees("Who is the nominee?")
    await rahim.says("Ambia Khatun")
    await rahim.sees("How is the nominee related to the customer?")


async def test_an_old_button_of_the_other_draft_does_not_turn_to_it(
    rahim: Person, bot: RunningBot
) -> None:
    await comes_to(rahim, "profession")
    (draft,) = bot.store.caseloads.of_agent(rahim.user_id, limit=1)
    old = rahim.last_message
    await begins_another(rahim)
    await rahim.forges(f"{draft.id}.1.consent", on=old)

    await rahim.sees("The application of Md. Asaduzzaman Miah is waiting for you.")
    await rahim.sends_photo(RAHIMA.front)
    await rahim.sees("Now send a photo of the card’s back.")


async def test_an_agent_who_writes_without_an_open_form_is_offered_the_draft(rahim: Person) -> None:
    await comes_to(rahim, "profession")
    await begins_another(rahim)
    await rahim.says("/cancel")
    await rahim.taps("Yes, erase")
    await rahim.sees("The application was erased.")
    await rahim.says("hello")

    await rahim.sees("The application of Md. Asaduzzaman Miah is not finished.")
    await rahim.taps("Continue: Md. Asaduzzaman Miah")
    await rahim.sees(WORK)


class TestNewsOfAnotherCustomer:
    """What ends in the background while the agent is with somebody else."""

    @pytest.fixture
    async def trial(self, tmp_path: Path) -> AsyncIterator[Trial]:
        async with trial_on(tmp_path, step_one_delay=1.5) as running:
            yield running

    async def test_a_photo_for_the_other_is_not_taken_for_this_one(
        self, rahim: Person, trial: Trial
    ) -> None:
        await comes_to(rahim, "front")
        await rahim.sends_photo(ASADUZZAMAN.front)
        await rahim.sees("Now send a photo of the card’s back.")
        await trial.fault("telegram", method="download", kind="delay", seconds=1.5)
        await rahim.sends_file(photographs.decompression_bomb())
        await rahim.sees("the customer’s gender")
        await begins_another(rahim)
        waiting = await rahim.sees("is waiting for you.")
        assert "⚠ Back of the NID card: This picture has too many pixels" in waiting.text
        await rahim.sends_photo(RAHIMA.front)

        await rahim.sees("Now send a photo of the card’s back.")
        await rahim.taps("Continue: an unnamed", on=waiting)
        await rahim.sees("Now working on")

    async def test_a_card_read_meanwhile_waits_for_the_agent(self, rahim: Person) -> None:
        await comes_to(rahim, "front")
        await rahim.sends_album(ASADUZZAMAN.front, ASADUZZAMAN.back)
        for button in ("Male", "Same address"):
            await rahim.taps(button)
        for words in ("01712345678", "teacher", "Ambia Khatun", "mother"):
            await rahim.says(words)
        await rahim.sees("Send a photo of the customer’s face")
        await rahim.sends_photo(ASADUZZAMAN.selfie)
        await begins_another(rahim)

        waiting = await rahim.sees("The application of Md. Asaduzzaman Miah is waiting for you.")
        assert waiting.buttons == (("Continue: Md. Asaduzzaman Miah · 0147",),)
        await rahim.taps("Continue", on=waiting)
        await rahim.sees("This was read from the card.")


async def begins_another(agent: Person) -> None:
    await agent.says("/new")
    await agent.taps("New customer")
    await agent.taps("Yes, agrees")
    await agent.sees(FRONT)


async def test_the_same_customer_twice_is_asked_about_and_refused_in_the_services_own_words(
    tmp_path: Path,
) -> None:
    async with (
        trial_on(tmp_path, verification_delay=600) as trial,
        RunningBot(trial) as bot,
        await bot.enrols("Rahim", 2001) as rahim,
    ):
        await comes_to(rahim, "receipt")
        await comes_to(rahim, "review")
        await rahim.taps("Submit")
        await rahim.sees("The service already has an application of this person")
        await rahim.taps("Submit again anyway")

        refused = await rahim.sees("The service did not accept the application of")
        assert "awaits identity verification" in refused.text
        assert (
            "Nothing is lost. If something is wrong, correct it; then submit again." in refused.text
        )
        await rahim.sees_one_of("Please check everything")  # the earlier one was only edited
        assert ("Submit",) in rahim.last_message.buttons
        assert len((await trial.applications())["applications"]) == 1


async def test_the_same_customer_under_another_number_is_asked_about_before_anything_is_sent(
    tmp_path: Path,
) -> None:
    async with (
        trial_on(tmp_path, verification_delay=600) as trial,
        RunningBot(trial) as bot,
        await bot.enrols("Rahim", 2001) as rahim,
        await bot.enrols("Karim", 2002) as karim,
    ):
        await comes_to(rahim, "review")
        await comes_to(karim, "review", replace(ASADUZZAMAN, mobile_number="01812345678"))
        await karim.taps("Submit")
        await karim.sees("Application received")
        await rahim.taps("Submit")

        asked = await rahim.sees("The service already has an application of this person")
        assert "• still being checked, from " in asked.text
        assert "01812345678" not in asked.text
        await rahim.taps("Do not submit")
        await rahim.sees("Not submitted.")
        assert len((await trial.applications())["applications"]) == 1
        await rahim.taps("Submit")
        await rahim.taps("Submit again anyway")
        await rahim.sees("Application received")


async def test_the_options_stay_where_they_are_and_others_are_typed(rahim: Person) -> None:
    await comes_to(rahim, "receipt", ABDUR_RAHIM)
    await comes_to(rahim, "profession", RAHIMA)
    question = await rahim.sees("What is the customer’s work? Tap, or type it.")

    assert question.buttons[0][:2] == ("Private job", "Govt. job")
    await rahim.says("Boat builder")
    await rahim.sees("✓ Profession: Boat builder")
