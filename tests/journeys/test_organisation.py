"""What the organisation sets for itself: its name and its helpline on the receipt."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from bot.sandbox.person import Person
from conversations.languages import LANGUAGES
from tests.support.customers import comes_to
from tests.support.running import RunningBot, Trial

pytestmark = pytest.mark.one_engine


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


def wording(folder: Path, words: str) -> str:
    """A folder with that wording in both languages."""
    folder.mkdir()
    for language in LANGUAGES:
        (folder / f"{language}.txt").write_text(words, "utf-8")
    return str(folder)


OLD = "May the bank take photos and have your details checked? You may say no."
NEW = "May the bank and its insurer have your details checked? You may say no."


async def test_a_yes_to_a_wording_that_was_changed_meanwhile_is_asked_for_again(
    trial: Trial, tmp_path: Path
) -> None:
    async with RunningBot(trial, CONSENT_WORDING=wording(tmp_path / "old", OLD)) as bot:
        rahim = await bot.enrols("Rahim", 2001)
        karim = await bot.enrols("Karim", 2002)
        for agent in (rahim, karim):
            await agent.says("/new")
            await agent.sees(OLD)
    async with RunningBot(trial, CONSENT_WORDING=wording(tmp_path / "new", NEW)) as bot:
        await rahim.taps("Yes, agrees")
        await rahim.sees("The text has changed.")
        await rahim.sees(NEW)
        await karim.says("yes")
        await karim.sees(NEW)
        assert bot.store.audit.entries(actions=("consent-given",)) == []

        for agent in (rahim, karim):
            await agent.taps("Yes, agrees")
            await agent.sees("Send a photo of the card’s front")

        given = bot.store.audit.entries(actions=("consent-given",))
        first, second = bot.store.audit.entries(actions=("consent-wording",))
        assert {entry.details["text_version"] for entry in given} == {second.subject}
        assert second.details["texts"] == {"bn": [NEW], "en": [NEW]}
        assert first.details["texts"] == {"bn": [OLD], "en": [OLD]}
    await rahim.leaves()
    await karim.leaves()
