"""What the organisation sets for itself: its name and its helpline on the receipt."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.person import Person
from tests.support.customers import comes_to
from tests.support.running import RunningBot, Trial


@pytest.fixture
async def bot(trial: Trial) -> AsyncIterator[RunningBot]:
    """A bot of an organisation with a name in both languages."""
    async with RunningBot(
        trial, ORGANISATION="Meghna Bank", ORGANISATION_BN="মেঘনা ব্যাংক", HELPLINE="16247"
    ) as running:
        yield running


async def test_the_receipt_says_whose_it_is_whom_to_call_and_who_brings_the_result(
    rahim: Person,
) -> None:
    await comes_to(rahim, "receipt")

    receipt = await rahim.sees("Application received")
    assert receipt.text.splitlines()[1] == "Meghna Bank"
    assert "Our field agent will bring you the result." in receipt.text
    assert "Helpline: 16247" in receipt.text

    await rahim.taps("বাংলা")
    receipt = await rahim.sees("আবেদন জমা হয়েছে")
    assert receipt.text.splitlines()[1] == "মেঘনা ব্যাংক"
    assert "হেল্পলাইন: 16247" in receipt.text
