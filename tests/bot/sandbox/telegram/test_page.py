"""The chat page in a real browser."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, Route, ViewportSize, expect

from bot import sandbox
from bot.sandbox.person import Person
from bot.sandbox.serving import serving
from bot.sandbox.telegram import build_app
from bot.sandbox.telegram.desk import DeskFailed, Pending
from tests.bot.sandbox.telegram import browser
from tests.bot.sandbox.telegram.browser import Visitor, clerk, visiting
from tests.bot.sandbox.telegram.wire import TOKEN, Wire, Witness

SPECIMENS = Path(sandbox.__file__).parent / "specimens"
PNG = (  # one red pixel
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8Dwn4EIAAAuMwMBAbQ7cQAAAABJRU5E"
    "rkJggg=="
)
TRANSFER = f"""() => {{
  const bytes = Uint8Array.from(atob("{PNG}"), (sign) => sign.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], "red.png", {{ type: "image/png" }}));
  return transfer;
}}"""


pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.usefixtures("bot")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def window() -> AsyncIterator[Page]:
    async with browser.window() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def url() -> AsyncIterator[str]:
    witness = Witness(build_app(token=TOKEN, specimens=SPECIMENS))
    async with serving(witness) as address:
        yield address
    assert witness.complaints == []


@pytest_asyncio.fixture(loop_scope="module")
async def bot(url: str) -> AsyncIterator[Wire]:
    async with clerk(url) as wire:
        yield wire


class BrokenDesk:
    """Offers an invitation and fails to make it."""

    roles = ("agent", "supervisor")
    troubles = ()

    async def invite(self, name: str, role: str) -> str:  # noqa: ARG002 - it fails for all
        raise DeskFailed("the bot has ended")

    async def cause(self, kind: str) -> None: ...

    async def end_troubles(self) -> None: ...

    async def pending(self) -> list[Pending]:
        return []


async def write(phone: Locator, words: str) -> None:
    await phone.get_by_label("Message", exact=True).fill(words)
    await phone.get_by_label("Message", exact=True).press("Enter")


async def test_a_whole_small_conversation(window: Page, url: str) -> None:
    async with visiting(window, url) as visitor:
        phone = visitor.phone()
        await expect(visitor.page.get_by_text("nothing leaves this computer")).to_be_visible()
        await expect(phone.get_by_text("I register customers.")).to_be_visible()
        await phone.get_by_role("button", name="Start").click()
        await expect(phone.locator("article strong")).to_have_text("Welcome")

        await phone.get_by_role("button", name="Submit").click()
        alert = visitor.page.get_by_role("dialog")
        await expect(alert).to_contain_text("Photos first.")
        await alert.get_by_role("button", name="OK").click()
        await phone.get_by_role("button", name="Female").click()
        await expect(phone.get_by_role("status")).to_have_text("Saved f")
        await expect(phone.locator("article.bots")).to_contain_text("You chose f")
        await expect(phone.locator("article.bots")).to_contain_text("edited")
        assert await phone.locator(".inline").count() == 0

        await phone.get_by_role("button", name="Commands").click()
        await visitor.page.get_by_role("menuitem", name="/gender").click()
        await phone.get_by_role("group", name="Answers").get_by_text("Female").click()
        await expect(phone.get_by_text("You said: Female")).to_be_visible()
        await expect(phone.get_by_role("group", name="Answers")).to_be_hidden()


async def test_the_bots_edits_deletions_and_doings_show_in_place(
    window: Page, url: str, bot: Wire
) -> None:
    async with visiting(window, url) as visitor:
        phone = visitor.phone()
        await phone.get_by_role("button", name="Start").click()
        await expect(phone.locator("article.bots")).to_have_count(1)
        await bot("sendChatAction", chat_id=1001, action="typing")
        await expect(phone.get_by_text("is typing…")).to_be_visible()
        sent = await bot("sendMessage", chat_id=1001, text="Reading…")
        await expect(phone.get_by_text("is typing…")).to_be_hidden()
        message = {"chat_id": 1001, "message_id": sent["message_id"]}
        await bot("editMessageText", **message, text="Read.")
        await expect(phone.get_by_text("Read.")).to_be_visible()
        await bot("deleteMessage", **message)
        await expect(phone.get_by_text("Read.")).to_have_count(0)


async def test_pictures_come_by_paste_drop_camera_button_and_tray(window: Page, url: str) -> None:
    async with visiting(window, url) as visitor:
        page, phone = visitor.page, visitor.phone()
        await phone.get_by_role("button", name="Start").click()
        dialog = page.get_by_role("dialog")
        shown = phone.locator("article.own .photo")

        await phone.dispatch_event("drop", {"dataTransfer": await page.evaluate_handle(TRANSFER)})
        await dialog.get_by_label("Caption").fill("by drop")
        await dialog.get_by_role("button", name="Send").click()
        await expect(phone.get_by_text("by drop")).to_be_visible()

        transfer = await page.evaluate_handle(TRANSFER)
        pasted = {"clipboardData": transfer}
        await phone.get_by_label("Message", exact=True).evaluate(
            "(field, { clipboardData }) => field.dispatchEvent("
            "new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))",
            pasted,
        )
        await dialog.get_by_text("Send as file").click()
        await dialog.get_by_role("button", name="Send").click()
        await expect(phone.get_by_text("A file: red.png")).to_be_visible()

        await attach(visitor, "Camera")
        await dialog.get_by_role("button", name="Take picture").click()
        await expect(dialog.get_by_role("img")).to_be_visible()
        await dialog.get_by_role("button", name="Send").click()
        await expect(shown).to_have_count(2)

        async with page.expect_file_chooser() as choosing:
            await attach(visitor, "Photos")
        pictures = [SPECIMENS / "selfies" / name for name in ("00_a.jpg", "00_b.jpg")]
        await (await choosing.value).set_files(pictures)
        await dialog.get_by_role("button", name="Send").click()
        await expect(phone.locator(".album .photo")).to_have_count(2)

        await phone.get_by_role("button", name="Customers").click()
        await dialog.get_by_role("button", name="Send card of Md. Asaduzzaman Miah").click()
        await expect(phone.locator(".album")).to_have_count(2)
        await phone.get_by_role("button", name="Customers").click()
        await dialog.get_by_role("button", name="Send selfie of Md. Asaduzzaman Miah").click()
        await expect(shown).to_have_count(7)

        await phone.get_by_role("button", name="Customers").click()
        customer = dialog.get_by_role("region", name="Md. Asaduzzaman Miah")
        await customer.get_by_text("Other pictures").click()
        await customer.get_by_role("button", name="Dark front").click()
        await customer.get_by_role("button", name="Back of").click()
        await expect(customer.get_by_role("status")).to_have_text("2 chosen")
        await customer.get_by_role("button", name="Send as photo").click()
        await expect(phone.locator(".album")).to_have_count(3)
        # Of an album only the first message has one.
        await expect(phone.locator(".reaction")).to_have_count(6)

        await shown.last.click()
        await expect(dialog.get_by_role("img")).to_be_visible()


async def attach(visitor: Visitor, what: str) -> None:
    await visitor.phone().get_by_role("button", name="Attach").click()
    await visitor.page.get_by_role("menuitem", name=what).click()


async def test_own_messages_are_replied_to_edited_and_deleted(window: Page, url: str) -> None:
    async with visiting(window, url) as visitor:
        page, phone = visitor.page, visitor.phone()
        await phone.get_by_role("button", name="Start").click()
        await write(phone, "01712345678")
        await expect(phone.get_by_text("You said: 01712345678")).to_be_visible()
        mine = phone.locator("article.own").last
        for action, words in (("Edit", "01812345678"), ("Reply", "that one")):
            await mine.hover()
            await mine.get_by_role("button", name="More about this message").click()
            await page.get_by_role("menuitem", name=action).click()
            await write(phone, words)
            await expect(phone.locator("article.own").last).to_contain_text(words)
        await expect(phone.locator("article.own").last).to_contain_text("01812345678")


async def test_agents_sit_side_by_side_and_keep_their_chats_apart(window: Page, url: str) -> None:
    async with visiting(window, url, "agent=1001&agent=1002&language=en") as visitor:
        rahim, nusrat = visitor.phone(1001), visitor.phone(1002)
        for phone in (rahim, nusrat):
            await phone.get_by_role("button", name="Start").click()
        await write(rahim, "for Rahim")
        await expect(rahim.get_by_text("You said: for Rahim")).to_be_visible()
        assert await nusrat.get_by_text("for Rahim").count() == 0

        await visitor.page.get_by_role("button", name="Add agent").click()
        await visitor.page.get_by_label("Name", exact=True).fill("A name of many, many words " * 2)
        await visitor.page.get_by_role("button", name="Save").click()
        third = visitor.phone(1003)
        await third.get_by_role("button", name="Start").click()
        await expect(third.locator("article.bots")).to_contain_text("Welcome")
        assert visitor.page.url.endswith("?agent=1001&agent=1002&agent=1003")


async def test_an_invitation_that_cannot_be_made_is_said(window: Page) -> None:
    app = build_app(token=TOKEN)
    app.state.desk = BrokenDesk()
    async with serving(app) as url, clerk(url), visiting(window, url) as visitor:
        await visitor.page.get_by_role("button", name="Add agent").click()
        await visitor.page.get_by_label("Role").select_option("Supervisor")
        await visitor.page.get_by_role("button", name="Save").click()
        told = visitor.phone(1002).get_by_role("status")
        await expect(told).to_have_text("That was not possible: Bad Gateway: the bot has ended")
        await expect(visitor.phone(1002).get_by_role("button", name="Start")).to_be_visible()
        visitor.errors.clear()  # the browser complained of the refusal


async def test_what_was_said_before_is_there_and_what_comes_is_added(
    window: Page, url: str
) -> None:
    async with Person(url, 1001, "রহিম", "bn") as rahim:
        await rahim.says("/start from-the-example")
        await rahim.sees("Welcome")
        async with visiting(window, url) as visitor:
            phone = visitor.phone()
            await expect(phone.locator("article.bots")).to_contain_text("from-the-example")
            await expect(phone.get_by_text("রহিম · 1001")).to_be_visible()
            await rahim.taps("Male")
            await expect(phone.locator("article.bots")).to_contain_text("You chose m")


async def test_everything_can_be_done_by_keyboard(window: Page, url: str) -> None:
    async with visiting(window, url) as visitor:
        page, phone = visitor.page, visitor.phone()
        await phone.get_by_role("button", name="Start").focus()
        await page.keyboard.press("Enter")
        await expect(phone.get_by_label("Message", exact=True)).to_be_focused()
        await page.keyboard.type("/gen")
        await expect(phone.get_by_role("button", name="/gender")).to_be_visible()
        await page.keyboard.press("Escape")
        await page.keyboard.press("ControlOrMeta+A")
        await page.keyboard.type("typed")
        await page.keyboard.press("Enter")
        await expect(phone.get_by_text("You said: typed")).to_be_visible()

        await phone.get_by_role("button", name="Attach").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("menuitem", name="Photos")).to_be_focused()
        await page.keyboard.press("End")
        await expect(page.get_by_role("menuitem", name="Video")).to_be_focused()
        await page.keyboard.press("ArrowUp")
        await expect(page.get_by_role("menuitem", name="Voice message")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(phone.get_by_role("button", name="Attach")).to_be_focused()

        await phone.get_by_role("button", name="Male", exact=True).focus()
        await page.keyboard.press("Enter")
        await expect(phone.locator("article.bots").first).to_contain_text("You chose m")


async def test_commands_that_are_offered_late_do_not_stay_below_a_chat_that_has_gone_on(
    window: Page, url: str
) -> None:
    is_sent = asyncio.Event()

    async def answers_late(route: Route) -> None:
        await is_sent.wait()
        await route.continue_()

    async with visiting(window, url) as visitor:
        page, phone = visitor.page, visitor.phone()
        await phone.get_by_role("button", name="Start").click()
        await page.route("**/commands", answers_late)
        async with page.expect_response("**/commands") as response:
            await phone.get_by_label("Message", exact=True).fill("/g")
            await page.keyboard.press("Enter")
            await expect(phone.get_by_text("You said: /g")).to_be_visible()
            is_sent.set()
        await (await response.value).finished()
        await page.evaluate("new Promise(requestAnimationFrame)")
        await expect(phone.locator(".suggestions")).to_be_hidden()
        await page.unroute("**/commands")


async def test_the_page_speaks_bangla_and_changes_its_colours(window: Page, url: str) -> None:
    async with visiting(window, url, "agent=1001&language=bn", colours="dark") as visitor:
        page = visitor.page
        await expect(page.get_by_text("কিছুই এই কম্পিউটারের বাইরে যায় না")).to_be_visible()
        await expect(page.locator("html")).to_have_attribute("lang", "bn")
        await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        await page.get_by_role("button", name="হালকা").click()
        await expect(page.locator("html")).to_have_attribute("data-theme", "light")
        await page.get_by_role("button", name="English").click()
        await expect(visitor.phone().get_by_role("button", name="Start")).to_be_visible()


async def test_a_narrow_screen_shows_one_agent_at_a_time(window: Page, url: str) -> None:
    size: ViewportSize = {"width": 390, "height": 800}
    async with visiting(window, url, "agent=1001&agent=1002&language=en", size=size) as visitor:
        await expect(visitor.phone(1001)).to_be_visible()
        await expect(visitor.phone(1002)).to_be_hidden()
        await visitor.page.get_by_role("navigation").get_by_text("Nusrat").click()
        await expect(visitor.phone(1002)).to_be_visible()
        width = await visitor.page.evaluate("document.documentElement.scrollWidth")
        assert width == 390  # nothing sticks out

        await visitor.page.get_by_role("button", name="বাংলা").click()
        await expect(visitor.phone(1002)).to_be_visible()  # still hers, in the other language
        await expect(visitor.phone(1001)).to_be_hidden()


@pytest.mark.parametrize("language", ["en", "bn"])
async def test_the_chat_on_a_cheap_phone_is_as_large_as_in_telegrams_app(
    window: Page, url: str, bot: Wire, language: str
) -> None:
    async with Person(url, 1001, "Rahim", language) as rahim:
        await rahim.says("/start")
    label = "Everything that nobody could ever read on half of a phone"
    numbers = [{"text": str(number), "callback_data": "n"} for number in range(1, 9)]
    halves = [{"text": label, "callback_data": "x"}, {"text": "No", "callback_data": "y"}]
    keyboard = {"inline_keyboard": [numbers, halves]}
    sent = await bot("sendMessage", chat_id=1001, text="Well?", reply_markup=keyboard)
    query = f"agent=1001&language={language}"
    async with visiting(window, url, query, {"width": 360, "height": 740}) as visitor:
        log = await visitor.phone().locator(".log").bounding_box()
        assert log
        assert (log["width"], round(log["height"])) == (360, 572)

        message = visitor.page.locator(f"#message-1001-{sent['message_id']}")
        buttons = await message.locator(".row button").all()
        boxes = [await button.bounding_box() for button in buttons]
        assert [box and round(box["width"]) for box in boxes] == [40] * 8 + [171] * 2
        assert {box and box["height"] for box in boxes} == {44}  # on one line
        is_cut = "button => button.scrollWidth > button.clientWidth"
        assert [await button.evaluate(is_cut) for button in buttons] == [*[False] * 8, True, False]


async def test_nothing_that_anybody_writes_is_read_as_markup(window: Page, url: str) -> None:
    attack = "<img src=x onerror=\"document.title = 'caught'\">"
    async with visiting(window, url) as visitor:
        phone = visitor.phone()
        await phone.get_by_role("button", name="Start").click()
        await write(phone, attack)
        await expect(phone.get_by_text(f"You said: {attack}")).to_be_visible()
        assert await phone.locator("article img").count() == 0
        assert await visitor.page.title() == "Trial chat"


async def test_a_value_is_copied_by_its_button(window: Page, url: str) -> None:
    async with visiting(window, url) as visitor:
        phone = visitor.phone()
        await phone.get_by_role("button", name="Start").click()
        await phone.get_by_role("button", name="Copy NID").click()
        await expect(phone.get_by_role("status")).to_have_text("Copied")
        copied = await visitor.page.evaluate("navigator.clipboard.readText()")
        assert copied == "0001980100147"


async def test_a_blocked_bot_can_be_unblocked(window: Page, url: str) -> None:
    async with visiting(window, url) as visitor:
        phone = visitor.phone()
        await phone.get_by_role("button", name="Start").click()
        await phone.get_by_role("button", name="More", exact=True).click()
        await visitor.page.get_by_role("menuitem", name="Block bot").click()
        await expect(phone.get_by_text("You have blocked this bot.")).to_be_visible()
        await phone.get_by_role("button", name="Unblock").click()
        await write(phone, "back again")
        await expect(phone.get_by_text("You said: back again")).to_be_visible()


async def test_the_page_continues_when_the_trial_restarts(window: Page) -> None:
    async with AsyncExitStack() as first_trial:
        url = await first_trial.enter_async_context(serving(build_app(token=TOKEN)))
        async with visiting(window, url) as visitor:
            phone, lost = visitor.phone(), visitor.page.get_by_text("The trial has stopped")
            await phone.get_by_role("button", name="Start").click()
            await expect(phone.get_by_text("/start")).to_be_visible()
            await first_trial.aclose()
            await expect(lost).to_be_visible()
            port = int(url.rpartition(":")[2])
            async with serving(build_app(token=TOKEN), port=port), clerk(url):
                await expect(lost).to_be_hidden(timeout=15_000)
                await phone.get_by_role("button", name="Start").click()
                await expect(phone.get_by_text("Welcome")).to_be_visible()
                await visitor.page.goto("about:blank")
            visitor.errors.clear()  # the browser complained of every attempt in between
