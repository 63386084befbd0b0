"""One message says that an application is being sent and then is its receipt, with one menu."""

from pathlib import Path

import pytest

from bot.sandbox.person import Person
from bot.sandbox.telegram.screen import Message
from tests.support.customers import comes_to
from tests.support.running import RunningBot, Trial, trial_on

pytestmark = pytest.mark.one_engine

MENU = ("New customer", "My applications")


def with_menu(rahim: Person) -> list[Message]:
    """The messages about the customer that have the menu."""
    return [one for one in rahim.messages if MENU in one.buttons and "Asaduzzaman" in one.text]


async def submits_into_a_slow_service(rahim: Person, trial: Trial) -> Message:
    """Returns the message that says that it is being sent; the service answers a second later."""
    await comes_to(rahim, "review")
    await trial.fault("ekyc", kind="slow", calls=["step_two"], seconds=1.5)
    await rahim.taps("Submit")
    return await rahim.sees("is being sent")


async def test_the_message_becomes_the_receipt_and_can_be_forwarded(
    rahim: Person, trial: Trial
) -> None:
    sending = await submits_into_a_slow_service(rahim, trial)
    assert MENU in sending.buttons

    receipt = await rahim.sees("Application received")
    assert receipt.message_id == sending.message_id
    assert "Application received" in (await rahim.forwards(receipt)).text
    verdict = await rahim.sees("✅ Passed: Md. Asaduzzaman Miah")
    assert (verdict.message_id > receipt.message_id, verdict.rang) == (True, True)


async def test_one_message_about_a_customer_has_the_menu(rahim: Person, trial: Trial) -> None:
    sending = await submits_into_a_slow_service(rahim, trial)
    assert [one.message_id for one in with_menu(rahim)] == [sending.message_id]
    await rahim.sees("Application received")
    assert [one.message_id for one in with_menu(rahim)] == [sending.message_id]
    verdict = await rahim.sees("✅ Passed: Md. Asaduzzaman Miah")
    await rahim.looks(2)  # the receipt is edited after that

    assert [one.message_id for one in with_menu(rahim)] == [verdict.message_id]
    (receipt,) = [one for one in rahim.messages if "Application received" in one.text]
    assert receipt.buttons[0] == ("Copy reference", "As picture")


async def test_the_receipt_comes_although_the_message_was_deleted(
    rahim: Person, trial: Trial
) -> None:
    sending = await submits_into_a_slow_service(rahim, trial)
    await rahim.deletes(sending)

    receipt = await rahim.sees("Application received")
    assert receipt.message_id > sending.message_id
    assert "Application received" in (await rahim.forwards(receipt)).text


async def test_after_a_restart_there_is_one_receipt_and_one_menu(tmp_path: Path) -> None:
    async with trial_on(tmp_path) as trial:
        async with RunningBot(trial) as bot:
            rahim = await bot.enrols("Rahim", user_id=2001)
            await comes_to(rahim, "review")
            await trial.fault("ekyc", kind="slow", calls=["status"], seconds=60)
            await rahim.taps("Submit")
            sending = await rahim.sees("is being sent")
        await trial.fault("ekyc", kind="clear")
        async with RunningBot(trial), rahim:
            receipt = await rahim.sees("Application received")

            assert "Application received" in (await rahim.forwards(receipt)).text
            messages = {one.message_id: one for one in rahim.messages}
            assert "is being sent" not in messages[sending.message_id].text
            assert len(with_menu(rahim)) == 1
            assert (await trial.applications())["posts"] == 1
