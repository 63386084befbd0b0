"""What the organisation sets for itself: its name and its helpline on the receipt."""

import io
from collections.abc import AsyncIterator

import pytest
import zxingcpp
from PIL import Image

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


async def test_the_receipt_as_a_picture_is_one_tap_away_and_goes_with_the_customer(
    rahim: Person, bot: RunningBot
) -> None:
    await comes_to(rahim, "receipt")
    await rahim.sees("Passed: Md. Asaduzzaman Miah")
    (form,) = bot.store.caseloads.of_agent(2001, limit=2)
    await rahim.taps("As picture")

    picture = await rahim.sees(f"Reference: {form.id.upper()}")
    assert picture.has_photo
    shown = Image.open(io.BytesIO(await rahim.opens_photo(picture)))
    assert [code.text for code in zxingcpp.read_barcodes(shown)] == [form.id.upper()]
    assert shown.width == 1080

    await rahim.says(f"/erase {form.id}")
    await rahim.taps("Yes, erase")
    await rahim.sees("Erased")
    assert picture.message_id not in {message.message_id for message in rahim.messages}


async def test_the_detail_leads_to_the_receipt_again(rahim: Person) -> None:
    await comes_to(rahim, "receipt")
    await rahim.sees("Passed: Md. Asaduzzaman Miah")
    await rahim.says("/status 01712345678")
    await rahim.taps("Receipt")

    receipt = await rahim.sees("Application received")
    assert "The identity check is running" not in receipt.text
