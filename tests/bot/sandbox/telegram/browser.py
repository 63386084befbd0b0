"""A real browser on the chat page, and a bot that has something to say there."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

import pytest
from playwright.async_api import (
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Request,
    ViewportSize,
    async_playwright,
)

from tests.bot.sandbox.loopback import http_client
from tests.bot.sandbox.telegram.wire import Wire

PATIENCE = 10_000  # milliseconds
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), "")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]


@asynccontextmanager
async def window() -> AsyncIterator[Page]:
    """One window for all tests: each trial has its own port, and so its own storage."""
    if not CHROMIUM:
        pytest.skip(
            "The chat page is tried in a real browser, and no Chromium is installed here."
            " On Debian, as root: apt-get install chromium"
        )
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        allowed = ["clipboard-read", "clipboard-write", "camera"]
        context = await browser.new_context(permissions=allowed, reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        yield await context.new_page()
        await browser.close()


class Visitor:
    """One visit; records every error of the page and every request to another host."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.errors: list[str] = []
        self._own = (url, "blob:", "data:")

    def hear_page_error(self, error: Error) -> None:
        self.errors.append(str(error))

    def hear_console(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.errors.append(said.text)

    def watch_request(self, request: Request) -> None:
        if not request.url.startswith(self._own):
            self.errors.append(f"request to {request.url}")

    def phone(self, agent: int = 1001) -> Locator:
        return self.page.locator(f"#phone-{agent}")


DESKTOP: ViewportSize = {"width": 1000, "height": 700}


@asynccontextmanager
async def visiting(
    page: Page,
    url: str,
    query: str = "agent=1001&language=en",
    size: ViewportSize = DESKTOP,
    colours: Literal["light", "dark"] = "light",
) -> AsyncIterator[Visitor]:
    """Open the page as a new person; leaving fails if anything went wrong."""
    visitor = Visitor(page, url)
    page.on("pageerror", visitor.hear_page_error)
    page.on("console", visitor.hear_console)
    page.on("request", visitor.watch_request)
    try:
        await page.set_viewport_size(size)
        await page.emulate_media(color_scheme=colours)
        await page.goto(f"{url}/?{query}")
        await page.locator(".phone header h2", has_text="eKYC trial").first.wait_for()
        yield visitor
    finally:
        page.remove_listener("pageerror", visitor.hear_page_error)
        page.remove_listener("console", visitor.hear_console)
        page.remove_listener("request", visitor.watch_request)
        await page.goto("about:blank")
    assert visitor.errors == []


BUTTONS = {
    "inline_keyboard": [
        [{"text": "Male", "callback_data": "m"}, {"text": "Female", "callback_data": "f"}],
        [{"text": "Submit", "callback_data": "alert", "style": "success"}],
        [{"text": "Copy NID", "copy_text": {"text": "0001980100147"}}],
    ]
}
GENDER = {"keyboard": [["Male", "Female"]], "one_time_keyboard": True}


@asynccontextmanager
async def clerk(url: str) -> AsyncIterator[Wire]:
    """A small bot: greets, answers presses, shows photos again, asks by reply keyboard."""
    async with http_client(url) as http:
        bot = Wire(http)
        commands = [{"command": "gender", "description": "Ask for the gender"}]
        await bot("setMyCommands", commands=commands)
        await bot("setMyDescription", description="I register customers.")
        work = asyncio.create_task(_serve(bot))
        yield bot
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)


async def _serve(bot: Wire) -> None:
    offset = 0
    while True:
        for update in await bot("getUpdates", offset=offset, timeout=30):
            offset = update["update_id"] + 1
            await _answer(bot, update)


async def _answer(bot: Wire, update: dict[str, Any]) -> None:
    if "callback_query" in update:
        query = update["callback_query"]
        return await _answer_press(bot, query["id"], query["data"], query["message"])
    if "message" not in update:
        return None
    message = update["message"]
    chat = {"chat_id": message["chat"]["id"]}
    if "photo" in message:
        await bot("setMessageReaction", **chat, message_id=message["message_id"],
                  reaction=[{"type": "emoji", "emoji": "👍"}])  # fmt: skip
        await bot("sendMessage", **chat, text="A photo")
    elif "document" in message:
        await bot("sendMessage", **chat, text=f"A file: {message['document']['file_name']}")
    elif message.get("text") == "/gender":
        await bot("sendMessage", **chat, text="Gender?", reply_markup=GENDER)
    elif message.get("text", "").startswith("/start"):
        greeting = f"<b>Welcome</b> {message['text'].removeprefix('/start').strip()}"
        await bot("sendMessage", **chat, text=greeting, parse_mode="HTML", reply_markup=BUTTONS)
    else:
        await bot("sendMessage", **chat, text=f"You said: {message.get('text')}")
    return None


async def _answer_press(bot: Wire, query_id: str, data: str, message: dict[str, Any]) -> None:
    alert = data == "alert"
    words = "Photos first." if alert else f"Saved {data}"
    await bot("answerCallbackQuery", callback_query_id=query_id, text=words, show_alert=alert)
    if not alert:
        place = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
        await bot("editMessageText", **place, text=f"You chose {data}")
