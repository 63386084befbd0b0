"""Take the supervisor's pictures in docs/screens from the running trial, in both languages.

It needs what `scripts.screens` needs. Run it with `make screens`.
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import async_playwright

from bot.sandbox.person import Person
from bot.texts import plain
from bot.trial.chairs import RAHIM, SALMA, admitted
from bot.trial.example import register
from bot.trial.processes import Trial, trial_in
from conversations.languages import LANGUAGES
from scripts.screens import CUSTOMER, PHONE, WRONG_FACE, take_picture

ANNOUNCEMENT = {
    "en": "Tomorrow the office opens at 10.",
    "bn": "কাল অফিস ১০টায় খুলবে।",
}
NEWCOMER = {"en": "Jamal Hossain", "bn": "জামাল হোসেন"}


async def take(running: Trial, language: str) -> None:
    """Two customers of Rahim's, one passed and one failed, as Salma sees them."""
    async with async_playwright() as playwright, admitted(running, language) as people:
        rahim, _, salma = people
        await register(rahim, CUSTOMER, language)
        await rahim.sees(plain(language, "verdict-passed", customer="").strip(), timeout=60)
        await register(rahim, WRONG_FACE, language)
        await rahim.sees(plain(language, "verdict-failed", customer="").strip(), timeout=60)
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = await browser.new_page(
            viewport=PHONE, device_scale_factor=1.5, locale=language, color_scheme="light"
        )
        await page.add_init_script("localStorage.hinted = 'yes'")
        await page.goto(f"{running.telegram_url}/?agent={SALMA.user_id}")

        async def snap(step: str) -> None:
            await take_picture(page, f"supervisor-{step}-{language}")

        await snap("welcome")
        await _play(salma, language, snap)
        await browser.close()


async def _play(salma: Person, language: str, snap: Callable[[str], Awaitable[None]]) -> None:
    await salma.says("/report")
    await salma.sees(plain(language, "report-agents"))
    await snap("report")
    await salma.says("/agents")
    await salma.sees(RAHIM.names[language])
    await snap("people")
    await salma.taps(RAHIM.names[language])
    await salma.sees(plain(language, "person-id", id=""))
    await snap("person")
    await salma.says(f"/announce {ANNOUNCEMENT[language]}")
    await salma.sees(ANNOUNCEMENT[language])
    await snap("announce")
    await salma.says("/export")
    await salma.sees(plain(language, "export-by-dates", command="/export"))
    await snap("export")
    await salma.says(f"/invite {NEWCOMER[language]}")
    await salma.sees(plain(language, "invite-qr", name=NEWCOMER[language]))
    await snap("invite")


async def _take_all() -> None:
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            running = trial_in(
                Path(folder), reader="specimens", language=language, log_level="WARNING"
            )
            async with running as trial:
                await take(trial, language)


if __name__ == "__main__":
    asyncio.run(_take_all())
