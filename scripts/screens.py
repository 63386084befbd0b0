"""Take the pictures in docs/screens from the running trial, in both languages.

Needs Chromium (Debian: apt-get install chromium) and fonts for Bangla and emoji
(fonts-noto-core, fonts-noto-color-emoji). Run it with `make screens`.
"""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright

from bot.sandbox.person import Person
from bot.texts import LANGUAGES, plain
from bot.trial.example import Customer, register
from bot.trial.processes import Trial, trial_in

FOLDER = Path(__file__).parent.parent / "docs" / "screens"
PHONE = {"width": 412, "height": 860}  # CSS pixels of a common cheap phone
SETTLING_SECONDS = 0.8  # until pictures are loaded and the chat has scrolled
AGENT = 1001
CUSTOMER = Customer(number=1, gender="female", mobile_number="01812345678")


async def take(running: Trial, language: str) -> None:
    """Register one customer and take a picture of every step."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = await browser.new_page(
            viewport=PHONE, device_scale_factor=1.5, locale=language, color_scheme="light"
        )
        async with Person(running.telegram_url, AGENT, "Rahim", language) as rahim:
            await rahim.opens(running.invite("Rahim Uddin"))
            await page.goto(f"{running.telegram_url}/?agent={AGENT}")

            async def snap(step: str) -> None:
                await _snap(page, f"{step}-{language}")

            await register(rahim, CUSTOMER, language, at_step=snap)
            await rahim.sees(plain(language, "verdict-passed", customer="").strip(), timeout=60)
            await snap("verdict")
            await rahim.says("/log")
            heading = plain(language, "log-heading", **{"from": 1, "to": 1, "total": 1})
            await rahim.sees(heading.partition("(")[0].strip())
            await snap("log")
        await browser.close()


async def _snap(page: Page, name: str) -> None:
    await asyncio.sleep(SETTLING_SECONDS)
    await page.screenshot(path=FOLDER / f"{name}.png")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        with (
            tempfile.TemporaryDirectory() as folder,
            trial_in(
                Path(folder), reader="specimens", language=language, log_level="WARNING"
            ) as running,
        ):
            asyncio.run(take(running, language))


if __name__ == "__main__":
    main()
