"""What an evaluator does in the trial within five minutes, in a real browser, by what it shows."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from bot.trial.chairs import CHAIRS, KARIMA, SALMA, admitted, page_of
from bot.trial.desk import TROUBLES
from bot.trial.processes import Trial, trial_in
from tests.bot.sandbox.telegram import browser

pytestmark = pytest.mark.asyncio(loop_scope="module")

PATIENCE = 60_000  # milliseconds; a breaker may be open for some seconds
VERDICT_MILLISECONDS = (
    15_000  # two seconds on an idle machine; with the usual settings half a minute
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def trial(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Trial]:
    folder: Path = tmp_path_factory.mktemp("trial")
    async with (
        trial_in(folder, reader="specimens", language="en", log_level="ERROR") as running,
        admitted(running, "en"),
    ):
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page(trial: Trial) -> AsyncIterator[Page]:
    async with browser.window() as window:
        window.set_default_timeout(PATIENCE)
        await window.set_viewport_size({"width": 1280, "height": 760})
        await window.goto(page_of(trial, "en"))
        yield window


_CARD_CHECK = "This was read from the card."


class Chat:
    """One chat on the page; only what is shown there can be tapped."""

    def __init__(self, page: Page, user_id: int) -> None:
        self._page = page
        self.phone = page.locator(f"#phone-{user_id}")

    async def taps(self, words: str) -> None:
        await self.phone.get_by_role("button", name=words, exact=True).last.click()

    async def sees(self, words: str, *, within: int = PATIENCE) -> None:
        await expect(self.phone.get_by_text(words).last).to_be_visible(timeout=within)

    async def is_asked(self, words: str) -> None:
        """Wait until the newest message asks this; an earlier one may have asked it as well.

        The card check comes as soon as the card has been read, before any of the questions.
        """
        newest = self.phone.locator("article").last
        either = re.compile(f"{words}|{_CARD_CHECK}".replace("?", "[?]").replace(" ", "\\s"))
        await expect(newest).to_contain_text(either, timeout=PATIENCE)
        if _CARD_CHECK in await newest.inner_text():
            await self.taps("All correct")
            await expect(newest).to_contain_text(words, timeout=PATIENCE)

    async def says(self, words: str) -> None:
        await self.phone.get_by_label("Message", exact=True).fill(words)
        await self.phone.get_by_label("Message", exact=True).press("Enter")

    async def tray(self) -> Locator:
        await self.taps("Customers")
        return self._page.get_by_role("dialog")

    async def sends(self, what: str, customer: str) -> None:
        tray = await self.tray()
        await tray.get_by_role("button", name=f"{what} of {customer}").click()

    async def lets_happen(self, trouble: str) -> None:
        tray = await self.tray()
        await tray.get_by_role("tab", name="What shall go wrong?").click()
        await tray.get_by_role("button", name=f"Let it happen: {trouble}", exact=True).click()
        going_wrong = re.compile(f"Going wrong: .*{re.escape(trouble)}")
        await expect(self._page.get_by_text(going_wrong)).to_be_visible()

    async def registers(self, customer: str, mobile_number: str) -> None:
        """From the offered button to the review, by what the chat asks."""
        await self.taps("New customer")
        await self.taps("Yes, agrees")
        await self.is_asked("Front of the NID card")
        await self.sends("Send card", customer)
        await self.is_asked("What is the customer’s gender?")
        await self.taps("Female")
        await self.is_asked("· Permanent address")
        await self.taps("Same address")
        await self.is_asked("· Mobile number")
        await self.says(mobile_number)
        await self.is_asked("· Profession")
        await self.taps("Business")
        await self.is_asked("· Nominee")
        await self.says("Ambia Khatun")
        await self.is_asked("· Relationship")
        await self.taps("Mother")
        await self.is_asked("· Photo of the customer")
        await self.sends("Send selfie", customer)
        await self.is_asked("Please check everything")
        receipts = self.phone.locator("article", has_text="Application received")
        earlier = await receipts.count()
        await self.taps("Submit")
        await expect(receipts).to_have_count(earlier + 1, timeout=PATIENCE)


async def test_a_failed_verdict_a_report_and_an_outage_are_reached_from_the_screen(
    page: Page,
) -> None:
    karima, salma = Chat(page, KARIMA.user_id), Chat(page, SALMA.user_id)
    hint = page.get_by_role("note")
    await expect(hint).to_contain_text("one click sends a card, another one a selfie")
    assert len(await page.locator(".phone").all()) == len(CHAIRS)

    await karima.lets_happen("Someone else’s selfie")
    await expect(hint).to_be_hidden()
    await karima.registers("RAHIMA KHATUN", "01812345678")
    await karima.sees("Failed: RAHIMA KHATUN", within=VERDICT_MILLISECONDS)
    await karima.sees("Fix and resubmit” asks only for this")
    await expect(page.get_by_text("Going wrong")).to_be_hidden()

    await salma.taps("Report")
    await salma.sees("Karima Begum: failed 1")

    await karima.lets_happen("Service down until you end it")
    await karima.taps("New customer")
    await karima.taps("Yes, agrees")
    await karima.is_asked("Step 2 of 11 · Front of the NID card")
    await karima.sends("Send card", "NUSRAT JAHAN")
    await karima.sees("The service is not answering just now.")
    await page.get_by_role("button", name="End it").click()
    await expect(page.get_by_text("Going wrong")).to_be_hidden()
    await karima.sees("The card has been read.")


async def test_an_added_person_is_let_in_by_the_invitation_that_the_page_hands_over(
    page: Page,
) -> None:
    await page.get_by_role("button", name="Add agent").click()
    await page.get_by_label("Name", exact=True).fill("Jamal Uddin")
    await page.get_by_label("Role").select_option("Supervisor")
    await page.get_by_role("button", name="Save").click()
    jamal = Chat(page, 1004)
    await jamal.sees("You have an invitation (Supervisor)")
    await jamal.taps("Open the invitation")
    await jamal.sees("Welcome, Jamal Uddin. You look after the agents of your team")


@pytest.mark.parametrize("language", ["en", "bn"])
async def test_every_trouble_is_told_in_words(language: str) -> None:
    texts = (Path(browser.__file__).parents[4] / "bot/sandbox/telegram/page/texts.js").read_text()
    english, bangla = texts.split("\n  bn: {")
    told = english if language == "en" else bangla
    for kind in (*TROUBLES, "someone_elses_selfie"):
        for key in (kind, f"{kind}_happens", f"{kind}_bot"):
            assert len(re.findall(rf"^    {key}: \"", told, re.MULTILINE)) == 1, key
