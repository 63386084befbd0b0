"""What remains of a customer, in the chat and on disk: nothing longer than needed."""

import time
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest

from bot.sandbox.person import ImpossibleError, Person
from bot.sandbox.telegram.screen import Message
from bot.screens.consent import consent_version
from conversations.organisation import NAMELESS
from tests.support.clocks import eventually
from tests.support.customers import ASADUZZAMAN, comes_to
from tests.support.decrypted import decrypted
from tests.support.running import ADMIN, DATABASE_KEY, RunningBot, Trial

#: Values of the first customer that are read or typed on the way.
NID = "0001980100147"
VALUES = (NID, "Md. Asaduzzaman Miah", "আম্বিয়া খাতুন", "01712345678", "Ambia Khatun")


async def sees_none(agent: Person, *words: str) -> None:
    """Wait until no message of the chat contains these words."""
    ends_at = time.monotonic() + 20
    while any(word in message.text for message in agent.messages for word in words):
        assert time.monotonic() < ends_at, agent.transcript()
        await agent.looks(0.1)


def of_customers(messages: Iterable[Message]) -> list[Message]:
    """The pictures and files among them, but for the bot's own examples of good photos."""
    return [
        message
        for message in messages
        if message.has_photo or message.has_document
        if "Like the large picture" not in message.text
    ]


def reference_of(agent: Person, bot: RunningBot) -> str:
    (application,) = bot.store.caseloads.of_agent(agent.user_id, limit=1)
    return application.id


class TestTheChat:
    @pytest.fixture
    async def bot(self, trial: Trial) -> AsyncIterator[RunningBot]:
        async with RunningBot(trial, CLEAN_CHAT_MINUTES="0") as running:
            yield running

    async def test_after_acceptance_photos_and_full_numbers_are_gone_and_the_receipt_stays(
        self, rahim: Person, bot: RunningBot
    ) -> None:
        await comes_to(rahim, "receipt")
        await rahim.sees("Passed: Md. Asaduzzaman Miah")
        await sees_none(rahim, NID, "000 198 010 0147", "01712", "Ambia")

        left = rahim.messages
        assert of_customers(left) == []
        assert any("Application received" in message.text for message in left)
        assert any("Passed: Md. Asaduzzaman Miah" in message.text for message in left)
        await eventually(lambda: bool(bot.store.audit.entries(actions=("chat-cleaned",))))
        (entry,) = bot.store.audit.entries(actions=("chat-cleaned",))
        assert entry.details["left"] == 0
        assert int(str(entry.details["deleted"])) >= 15

    async def test_a_list_in_which_a_page_was_turned_stays_as_any_list_does(
        self, rahim: Person, bot: RunningBot
    ) -> None:
        await comes_to(rahim, "review")
        await rahim.says("/log")
        listed = await rahim.sees("Your applications, newest first")
        await rahim.taps("Drafts", on=listed)
        await rahim.sees("Drafts · Your applications")
        await rahim.taps("Submit")
        await rahim.sees("Passed: Md. Asaduzzaman Miah")
        await eventually(lambda: bool(bot.store.audit.entries(actions=("chat-cleaned",))))
        await sees_none(rahim, "000 198 010 0147")

        assert any("Drafts · Your applications" in message.text for message in rahim.messages)


class TestWithCleaningSwitchedOff:
    @pytest.fixture
    async def bot(self, trial: Trial) -> AsyncIterator[RunningBot]:
        async with RunningBot(trial, CLEAN_CHAT="never", CLEAN_CHAT_MINUTES="0") as running:
            yield running

    async def test_the_chat_keeps_everything(self, rahim: Person) -> None:
        await comes_to(rahim, "receipt")
        await rahim.sees("Passed: Md. Asaduzzaman Miah")

        assert sum(message.has_photo for message in rahim.messages) >= 3


class TestErase:
    @pytest.mark.one_engine
    async def test_everything_goes_at_once_with_a_proof(
        self, rahim: Person, bot: RunningBot, trial: Trial
    ) -> None:
        await comes_to(rahim, "receipt")
        await rahim.sees("Passed: Md. Asaduzzaman Miah")
        reference = reference_of(rahim, bot)
        await rahim.says("/log")
        await rahim.sees("Your applications")
        await rahim.says("/status 01712345678")
        await rahim.sees("Mobile: 01712-345678")
        files = list(trial.folder.glob("bot.db*"))
        assert all(value.encode() in decrypted(files_of(trial), DATABASE_KEY) for value in VALUES)

        await rahim.says("/erase 01712345678")
        question = await rahim.sees(f"Erase the application {reference.upper()}")
        assert "M••• A••• M•••, NID •••• 0147" in question.text
        assert "What was sent to the identity check stays there" in question.text
        await rahim.taps("Yes, erase")
        proof = await rahim.sees(f"Erased: {reference.upper()}")

        (entry,) = bot.store.audit.entries(subject=reference, actions=("erased",))
        assert f"Proof: row {entry.number} of the audit, seal {entry.seal[:16]}." in proof.text
        assert entry.details["consent"] == consent_version(NAMELESS)
        await sees_none(rahim, "Asaduzzaman", "01712", NID, "0147", "Ambia")
        assert of_customers(rahim.messages) == []
        await eventually(bot.has_sent_all)
        await eventually(lambda: not found_on_disk(trial))
        assert files
        assert bot.store.audit.verify().number > 5
        await rahim.says("/log")
        await rahim.sees("You have no applications yet.")

    async def test_what_an_admin_saw_of_the_customer_goes_as_well(
        self, trial: Trial, rahim: Person, bot: RunningBot
    ) -> None:
        await comes_to(rahim, "profession")
        async with trial.person("Boss", ADMIN) as boss:
            await boss.says("/report")
            report = await boss.sees("M••• A••• M•••")
            await boss.taps("30 days", on=report)
            await boss.sees("The last 30 days")
            await boss.says("/report")
            await boss.sees("The last 7 days")

            await rahim.says(f"/erase {reference_of(rahim, bot)}")
            await rahim.taps("Yes, erase")
            await rahim.sees("Erased:")

            await sees_none(boss, "M••• A••• M•••")

    @pytest.mark.one_engine
    async def test_a_draft_that_is_cancelled_goes_as_thoroughly(
        self, rahim: Person, trial: Trial
    ) -> None:
        await comes_to(rahim, "review")
        await rahim.says("/cancel")
        await rahim.taps("Yes, erase")
        await rahim.sees("The application was erased.")

        await sees_none(rahim, "Asaduzzaman", "01712", NID, "Ambia")
        await eventually(lambda: not found_on_disk(trial))

    async def test_another_agents_application_is_not_there(
        self, rahim: Person, bot: RunningBot
    ) -> None:
        await comes_to(rahim, "review")
        reference = reference_of(rahim, bot)
        async with await bot.enrols("Eve", 2002) as eve:
            for typed in (reference, "01712345678"):
                await eve.says(f"/erase {typed}")
                await eve.sees("You have no such application")
            await eve.forges(f"~erase-now.{reference}")
            await eve.sees("This application is not yours, or it was erased.")

        assert reference_of(rahim, bot) == reference

    async def test_stopping_short_of_the_yes_erases_nothing(
        self, rahim: Person, bot: RunningBot
    ) -> None:
        await comes_to(rahim, "review")
        await rahim.says(f"/erase {reference_of(rahim, bot)}")
        await rahim.sees("Erase the application")
        await rahim.taps("No, go back")

        await rahim.sees("Your applications, newest first (1–1 of 1)")

    async def test_without_a_number_it_says_how(self, rahim: Person) -> None:
        await rahim.says("/erase")

        await rahim.sees("Example: /erase 01712345678")


class TestPassingOn:
    async def test_only_the_receipt_may_be_forwarded(self, rahim: Person) -> None:
        await comes_to(rahim, "receipt", ASADUZZAMAN)
        verdict = await rahim.sees("Passed: Md. Asaduzzaman Miah")
        (receipt,) = [one for one in rahim.messages if "Application received" in one.text]
        (question,) = [one for one in rahim.messages if "Check the card" in one.text]
        (crop,) = [one for one in of_customers(rahim.messages) if one.from_bot]

        await rahim.forwards(receipt)
        for message in (verdict, question, crop):
            with pytest.raises(ImpossibleError):
                await rahim.forwards(message)


def files_of(trial: Trial) -> Path:
    return trial.folder / "bot.db"


def found_on_disk(trial: Trial) -> list[str]:
    """Which of the customer's values are in the decrypted database or any of its files."""
    database = files_of(trial)
    content = decrypted(database, DATABASE_KEY)
    for file in trial.folder.glob("bot.db*"):
        content += file.read_bytes()
    return [value for value in VALUES if value.encode() in content]
