"""Take the pictures in docs/screens from the running trial, in both languages.

Needs Chromium (Debian: apt-get install chromium) and fonts for Bangla and emoji
(fonts-noto-core, fonts-noto-color-emoji). Run it with `make screens`.
"""

import asyncio
import contextlib
import io
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import httpx
from PIL import Image, ImageFilter
from playwright.async_api import Page, ViewportSize, async_playwright

from bot.sandbox.person import Person
from bot.texts import in_digits, plain
from bot.trial.example import Customer, register
from bot.trial.processes import Trial, trial_in
from conversations.languages import LANGUAGES

FOLDER = Path(__file__).parent.parent / "docs" / "screens"
PHONE: ViewportSize = {"width": 360, "height": 740}  # CSS pixels of a common cheap phone
SETTLING_SECONDS = 0.8  # until pictures are loaded and the chat has scrolled
_PATIENCE = 30.0
AGENT = 1001
CUSTOMER = Customer(number=1, gender="female", mobile_number="01812345678")
WRONG_FACE = Customer(number=3, gender="female", mobile_number="01912345671", selfie_of=5)
UNKNOWN = Customer(number=7, gender="female", mobile_number="01612345672", profession="student")

Snap = Callable[[str], Awaitable[None]]


class _AtReview(Exception):
    """The review has come up."""


@contextlib.asynccontextmanager
async def phone(running: Trial, user_id: int, language: str) -> AsyncIterator[Page]:
    """The chat of that person as a phone shows it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = await browser.new_page(
            viewport=PHONE, device_scale_factor=1.5, locale=language, color_scheme="light"
        )
        await page.add_init_script("localStorage.hinted = 'yes'")  # not a part of the chat
        await page.goto(f"{running.telegram_url}/?agent={user_id}")
        yield page
        await browser.close()


async def take(running: Trial, language: str) -> None:
    """Register one customer and take a picture of every step."""
    async with Person(running.telegram_url, AGENT, "Rahim", language) as rahim:
        await rahim.opens(await running.invite("Rahim Uddin"))
        async with phone(running, AGENT, language) as page:

            async def snap(step: str) -> None:
                await take_picture(page, f"{step}-{language}")

            await register(rahim, CUSTOMER, language, at_step=snap)
            await rahim.sees(plain(language, "verdict-passed", customer="").strip(), timeout=60)
            await snap("verdict")
            await rahim.taps(plain(language, "button-receipt-picture"))
            await _is_answered(rahim)
            await snap("receipt-picture")
            await rahim.says("/help")
            await _is_answered(rahim)
            await snap("help")
            await _take_outage(running, rahim, language, snap)
            await _take_troubles(running, rahim, language, snap)
            await _take_lists(rahim, language, snap)


async def _take_outage(running: Trial, rahim: Person, language: str, snap: Snap) -> None:
    """A misread number, a service that does not answer, and a number that nobody has."""

    async def decides(step: str) -> None:
        if step == "card":
            await snap("card-barcode")
            for field in ("nid_number", "date_of_birth"):
                short = plain(language, f"{field}.short")
                await rahim.taps(plain(language, "button-barcode", field=short))
                await rahim.sees(plain(language, "review-mark-barcode"))
        if step == "review":
            raise _AtReview

    await _has_fault(running, kind="fields_misread")
    with contextlib.suppress(_AtReview):
        await register(rahim, UNKNOWN, language, at_step=decides)
    calls = ["step_two", "status", "log"]
    await _has_fault(running, kind="not_in_register", times="always")
    await _has_fault(running, kind="bad_gateway", calls=calls, times="always", lasts=8)
    await rahim.taps(plain(language, "button-submit"))
    await rahim.sees(plain(language, "submitting-goes-on"), timeout=60)
    await snap("service-down")
    await rahim.sees(plain(language, "verdict-invalid", customer="").strip(), timeout=180)
    await snap("verdict-invalid")
    await _has_fault(running, kind="clear")


async def _has_fault(running: Trial, **fault: object) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        reply = await http.post(f"{running.ekyc_url}/control/faults", json=fault)
    reply.raise_for_status()


async def _take_troubles(running: Trial, rahim: Person, language: str, snap: Snap) -> None:
    """A poor photo, a badly read card, the wrong face, and the correction."""
    await rahim.says("/new")
    await rahim.taps(plain(language, "button-agree"))
    await rahim.sees(plain(language, "front.prompt"))
    for _ in range(2):
        await rahim.sends_photo(_blurred(WRONG_FACE.front))
        await rahim.sees(plain(language, "picture-blurred"))
    await snap("photo-refused")
    await _has_fault(running, kind="fields_left_out")
    await rahim.sends_album(WRONG_FACE.front, WRONG_FACE.back)
    await rahim.sees(plain(language, "card-read"), timeout=60)
    await rahim.taps(plain(language, "gender-female"))
    await rahim.sees(plain(language, "card-has-marked"))
    await snap("card-badly-read")
    await rahim.taps(plain(language, "button-continue"))
    await rahim.sees(plain(language, "father_name.prompt"), timeout=_PATIENCE)
    await snap("field-asked")
    await rahim.says("/drafts")
    await _is_answered(rahim)
    await snap("drafts")
    await rahim.says("/cancel")
    await _is_answered(rahim)
    await snap("cancel")
    await rahim.taps(plain(language, "button-erase"))
    await register(rahim, WRONG_FACE, language)
    await rahim.sees(plain(language, "verdict-failed", customer="").strip(), timeout=60)
    await snap("verdict-failed")
    await rahim.says("/stats")
    await rahim.sees(plain(language, "report-rate", rate=33, count=3))
    await snap("stats")
    await rahim.taps(plain(language, "button-fix"))
    await _is_answered(rahim)
    await snap("fix")


async def _take_lists(rahim: Person, language: str, snap: Snap) -> None:
    await rahim.says("/start")
    await _is_answered(rahim)
    await snap("start")
    await rahim.says("/log")
    await _is_answered(rahim)
    await snap("log")
    await rahim.taps(in_digits("2", language))
    await _is_answered(rahim)
    await snap("detail")
    await rahim.says("/log khatun")
    await _is_answered(rahim)
    await snap("search")
    await rahim.says(f"/erase {CUSTOMER.mobile_number}")
    await _is_answered(rahim)
    await snap("erase")
    await rahim.says("/language")
    await _is_answered(rahim)
    await snap("language")


async def _is_answered(rahim: Person) -> None:
    """Wait for any new message: a busy chat gets one a second."""
    await rahim.sees_one_of("", timeout=_PATIENCE)


def _blurred(card: Path) -> bytes:
    file = io.BytesIO()
    with Image.open(card) as picture:
        picture.filter(ImageFilter.GaussianBlur(5)).save(file, "JPEG")
    return file.getvalue()


async def take_picture(page: Page, name: str) -> None:
    await asyncio.sleep(SETTLING_SECONDS)
    with Image.open(io.BytesIO(await page.screenshot())) as taken:
        # A third of the size, with no visible difference.
        taken.convert("RGB").quantize(192).save(FOLDER / f"{name}.png", optimize=True)


async def take_in_every_language(take: Callable[[Trial, str], Awaitable[None]]) -> None:
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            running = trial_in(
                Path(folder), reader="specimens", language=language, log_level="WARNING"
            )
            async with running as trial:
                await take(trial, language)


if __name__ == "__main__":
    asyncio.run(take_in_every_language(take))
