"""While the service is down the last screen says so, and other customers need not wait."""

from pathlib import Path

import pytest

from bot.sandbox.person import Person
from bot.sandbox.telegram.screen import Message
from tests.support.customers import ASADUZZAMAN, RAHIMA, comes_to
from tests.support.running import RunningBot, Trial, trial_on

pytestmark = pytest.mark.one_engine

CALLS = ["step_one", "step_two", "status", "log"]
NEXT = ("New customer", "My applications")


async def goes_down(trial: Trial) -> None:
    await trial.fault("ekyc", kind="bad_gateway", calls=CALLS, times="always")


async def comes_back(trial: Trial) -> None:
    await trial.fault("ekyc", kind="clear")


async def answers_all_but_the_card(rahim: Person, mobile_number: str) -> Message:
    """A new customer whose card cannot be read; returns the last screen."""
    await rahim.says("/new")
    await rahim.taps("Yes, agrees")
    await rahim.sees("front")
    await rahim.sends_album(ASADUZZAMAN.front, ASADUZZAMAN.back)
    await rahim.taps("Male")
    await rahim.taps("Same address")
    await rahim.sees("Type the customer’s own mobile number")
    await rahim.says(mobile_number)
    await rahim.taps("Teacher")
    await rahim.sees("nominee")
    await rahim.says("Ambia Khatun")
    await rahim.sees("How is the nominee related to the customer?")
    await rahim.taps("Mother")
    await rahim.sees("customer’s face")
    await rahim.sends_photo(ASADUZZAMAN.selfie)
    return await rahim.sees("Once it has been read")


def now(rahim: Person, before: Message) -> Message:
    """The same message as the person sees it now."""
    return next(one for one in rahim.messages if one.message_id == before.message_id)


async def test_a_card_that_cannot_be_read_holds_nobody_up(rahim: Person, trial: Trial) -> None:
    await goes_down(trial)
    waiting = await answers_all_but_the_card(rahim, "01712345678")

    assert "5678" in waiting.text
    assert "The service" in waiting.text
    assert waiting.buttons[0] == NEXT
    assert rahim.last_message.message_id == waiting.message_id

    await comes_back(trial)
    check = await rahim.sees("This was read from the card")
    assert check.message_id > waiting.message_id
    corrected = now(rahim, waiting)
    assert corrected.text == "✓ The card has been read."
    assert corrected.buttons == ()


async def test_two_customers_wait_each_on_a_line_of_their_own(rahim: Person, trial: Trial) -> None:
    await goes_down(trial)
    first = await answers_all_but_the_card(rahim, "01712345678")
    await rahim.taps("New customer", on=first)
    second = await answers_all_but_the_card(rahim, "01812345679")

    assert ("5678" in now(rahim, first).text, "5679" in second.text) == (True, True)
    assert first.message_id != second.message_id

    await comes_back(trial)
    await rahim.sees("This was read from the card")
    waits = await rahim.sees("is waiting for you")
    assert waits.buttons[0][0].startswith("Continue: Md. Asaduzzaman Miah")
    await rahim.looks(2)
    assert {now(rahim, one).text for one in (first, second)} == {"✓ The card has been read."}


async def test_an_application_that_cannot_be_sent_is_named_and_sent_later(
    rahim: Person, trial: Trial
) -> None:
    await comes_to(rahim, "review")
    await goes_down(trial)
    await rahim.taps("Submit")
    waiting = await rahim.sees("The receipt will arrive here")

    assert "Md. Asaduzzaman Miah" in waiting.text
    assert "does not take the application" in waiting.text
    assert waiting.buttons == (NEXT,)
    assert rahim.last_message.message_id == waiting.message_id

    await comes_back(trial)
    await rahim.sees("Application received")
    await rahim.sees("✅ Passed: Md. Asaduzzaman Miah")
    corrected = now(rahim, waiting)
    assert (corrected.text, corrected.buttons) == ("✓ Sent: Md. Asaduzzaman Miah", ())


async def test_another_customer_is_registered_while_one_waits_to_be_sent(
    rahim: Person, trial: Trial
) -> None:
    await comes_to(rahim, "review")
    await goes_down(trial)
    await rahim.taps("Submit")
    waiting = await rahim.sees("The receipt will arrive here")
    await rahim.taps("New customer", on=waiting)
    await rahim.taps("Yes, agrees")
    await rahim.sees("front")

    await comes_back(trial)
    await rahim.sees("Application received")
    await rahim.sends_album(RAHIMA.front, RAHIMA.back)
    await rahim.sees("has been read")


async def test_a_verdict_that_cannot_be_asked_for_is_said_where_it_is_looked_up(
    tmp_path: Path,
) -> None:
    async with (
        trial_on(tmp_path, verification_delay=12) as trial,
        RunningBot(trial) as bot,
        await bot.enrols("Rahim", user_id=2001) as rahim,
    ):
        await comes_to(rahim, "receipt")
        await goes_down(trial)
        await rahim.says("/status 01712345678")
        detail = await rahim.sees("The identity check is running")
        await rahim.taps("Refresh", on=detail)
        await rahim.sees("cannot be asked just now. The bot keeps trying")
        assert NEXT in now(rahim, detail).buttons

        await comes_back(trial)
        await rahim.sees("✅ Passed: Md. Asaduzzaman Miah", timeout=90)
        await rahim.looks(2)
        assert "not answering" not in now(rahim, detail).text
