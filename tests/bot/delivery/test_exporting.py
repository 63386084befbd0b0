"""An export in the chat: in parts, in smaller ones where Telegram refuses, or with a word."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.chat.outgoing import Clean, CleanChat, Export
from bot.sandbox.person import Person
from storage.agents import Agent, Role
from tests.support.delivery import RAHIM, Delivery
from tests.support.forms import NOW, decided
from tests.support.running import BOT_TOKEN, Trial


@pytest.fixture
async def delivery(trial: Trial, tmp_path: Path) -> AsyncIterator[Delivery]:
    async with Delivery(trial.telegram_url, BOT_TOKEN, tmp_path) as running:
        running.store.agents.enrol(
            Agent(id=RAHIM, name="Rahim", role=Role.SUPERVISOR, language="en"), NOW
        )
        for number in range(5):
            moment = NOW - timedelta(minutes=number)
            running.store.applications.save(
                replace(decided(), id=f"abcd{number:04}", agent=RAHIM, created_at=moment)
            )
        yield running


@pytest.fixture
async def rahim(trial: Trial) -> AsyncIterator[Person]:
    async with trial.person("Rahim", RAHIM) as person:
        await person.says("/start")
        yield person


async def test_it_comes_in_parts_each_noted_with_whom_it_names(
    delivery: Delivery, rahim: Person
) -> None:
    delivery.owes(Export(format="csv", days=9999, most_rows=2))
    await delivery.is_done()
    delivery.owes("the end")
    await rahim.sees("the end")

    files = [message for message in rahim.messages if message.from_bot and message.has_document]
    assert len(files) == 3
    assert [file.text.splitlines()[3] for file in files] == ["Part 1", "Part 2", "Part 3"]
    messages = delivery.store.chat_messages
    assert len(messages.in_chat(RAHIM, limit=9)) == 3
    assert all(messages.chats_of(f"abcd{number:04}") == [RAHIM] for number in range(5))


async def test_a_part_too_large_for_telegram_comes_in_smaller_parts(
    delivery: Delivery, rahim: Person, trial: Trial
) -> None:
    await trial.fault("telegram", kind="too_large", method="sendDocument", times=2)
    delivery.owes(Export(format="csv", days=9999))
    await delivery.is_done()
    delivery.owes("the end")
    await rahim.sees("the end")

    files = [message for message in rahim.messages if message.from_bot and message.has_document]
    assert len(files) == 1


@pytest.mark.parametrize(
    ("is_masked", "hours", "owed", "is_left"),
    [
        (False, 1, Clean(application_id="abcd0001"), True),
        (False, 46, CleanChat(), False),
        (True, 46, CleanChat(), True),
        (False, 1, Clean(application_id="abcd0001", with_masked=True), False),
        (True, 1, Clean(application_id="abcd0001", with_masked=True), False),
    ],
)
async def test_a_file_stays_until_a_customer_in_it_is_erased_or_while_it_can_still_be_deleted(
    delivery: Delivery, rahim: Person, *, is_masked: bool, hours: int, owed: Any, is_left: bool
) -> None:
    """A chat is also cleaned ten minutes after each acceptance, of whichever customer."""
    delivery.store.agents.enrol(Agent(id=RAHIM, name="Rahim", role=Role.ADMIN, language="en"), NOW)
    delivery.owes(Export(format="csv", days=9999, is_masked=is_masked))
    await delivery.is_done()
    await delivery.lets_pass(hours * 3600)

    delivery.owes(owed)
    await delivery.is_done()
    delivery.owes("the end")
    await rahim.sees("the end")

    assert any(message.has_document for message in rahim.messages) is is_left
    assert bool(delivery.store.chat_messages.in_chat(RAHIM, limit=9)) is is_left


async def test_what_is_refused_however_small_is_told(
    delivery: Delivery, rahim: Person, trial: Trial
) -> None:
    await trial.fault("telegram", kind="too_large", method="sendDocument", times="always")
    delivery.owes(Export(format="csv", days=9999))

    await rahim.sees("Telegram does not take this file.")
    assert delivery.store.chat_messages.in_chat(RAHIM, limit=9) == []


async def test_it_waits_for_as_long_as_the_database_takes_no_other_session(
    delivery: Delivery, rahim: Person, tmp_path: Path
) -> None:
    """As on a server that is full, or where the password has changed since the start."""
    database = tmp_path / "delivery.db"
    away = database.rename(tmp_path / "away.db")
    delivery.owes(Export(format="csv", days=9999))
    for times in range(1, 8):
        await delivery.was_tried(times)
        await delivery.lets_pass(60)

    away.rename(database)
    await delivery.lets_pass(60)
    await delivery.is_done()
    delivery.owes("the end")
    await rahim.sees("the end")

    assert len([message for message in rahim.messages if message.has_document]) == 1
