"""Everything that people are shown fits a phone, as a real browser draws it."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import msgspec
import pytest
import pytest_asyncio
from playwright.async_api import Page, ViewportSize

from bot.chat import outgoing
from bot.chat.buttons import EVENTS, read_press
from bot.delivery.sender import Sender
from bot.ekyc import EkycClient
from bot.handlers.table import BUTTONS, COMMANDS, menu
from bot.people.handing_over import HandingOver
from bot.pictures.short_memory import ShortMemory
from bot.reports.reading import Reader
from bot.reports.service_log import ServiceLogPages
from bot.sandbox.person import Person
from bot.sandbox.serving import serving
from bot.sandbox.telegram import build_app
from bot.telegram.client import TelegramClient
from conversations.languages import LANGUAGES
from conversations.questions import FORM, steps_of
from storage import Store, open_database
from storage.owed_messages import OwedMessage
from tests.bot.sandbox.telegram import browser
from tests.bot.sandbox.telegram.wire import TOKEN
from tests.support.forms import NOW
from tests.support.running import DATABASE_KEY
from tests.support.scripted_service import row, scripted_service
from tests.support.tour import LONG, Tour

PHONE: ViewportSize = {"width": 360, "height": 740}
VISIBLE = 572  # px of the chat, between the head of the app and the line to write in
MOST_ROWS = 6

#: Shown as a message, or as a change of one, which is measured as a message of its own.
Text = outgoing.Send | outgoing.Replace | outgoing.Refresh | outgoing.Edit
DrawnOnDelivery = (
    outgoing.TeamReport
    | outgoing.EveningReport
    | outgoing.ServiceLog
    | outgoing.ShowStats
    | outgoing.QrCode
    | outgoing.ReceiptPicture
    | outgoing.Example
)
MEASURE = """async () => {
  const shown = [...document.querySelectorAll("article.bots")];
  await Promise.all([...document.images].map((each) => each.decode()));
  return shown.map((article) => ({
    words: article.querySelector(".words")?.innerText ?? "(a picture)",
    height: Math.ceil(article.getBoundingClientRect().height),
    rows: article.querySelectorAll(".inline .row").length,
    cut: [...article.querySelectorAll(".row button")]
      .filter((each) => each.scrollWidth > each.clientWidth)
      .map((each) => each.textContent),
  }));
}"""

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(frozen=True)
class Drawn:
    """A message as the phone draws it: its height in pixels, its rows of buttons, and those of
    their labels that are cut.
    """

    words: str
    height: int
    rows: int
    cut: list[str]


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    return {language: tmp_path_factory.mktemp(language) / "bot.db" for language in LANGUAGES}


@pytest.fixture(scope="module")
def tours(databases: Mapping[str, Path]) -> Mapping[str, Tour]:
    tours = {}
    for language, path in databases.items():
        tours[language] = Tour(language, Store(open_database(path, DATABASE_KEY)))
        tours[language].goes_everywhere()
    return tours


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def screens(
    tours: Mapping[str, Tour], databases: Mapping[str, Path]
) -> AsyncIterator[Mapping[str, list[Drawn]]]:
    """All messages of each tour, drawn in one window."""
    async with browser.window() as window:
        yield {
            language: await drawn(window, tour, databases[language])
            for language, tour in tours.items()
        }


async def drawn(window: Page, tour: Tour, database: Path) -> list[Drawn]:
    found: list[Drawn] = []
    people = dict.fromkeys(person for person, _ in tour.shown)
    async with (
        serving(build_app(token=TOKEN)) as url,
        TelegramClient(TOKEN, url) as telegram,
        scripted_service() as service,
        EkycClient(url=service.url, token="token") as client,
        Reader(database, DATABASE_KEY) as reader,
    ):
        name = LONG["name_english"]
        service.log_rows = [row("passed", mobile=f"0171234567{one}", name=name) for one in range(9)]
        sender = Sender(
            tour.store,
            telegram,
            ShortMemory(),
            ServiceLogPages(tour.store, lambda _: client, lambda: NOW),
            lambda: NOW,
            reader=reader,
            menu=menu,
            hand_over=HandingOver(tour.store, lambda: NOW).carry_out,
        )
        await asyncio.gather(*(receives_all(url, sender, tour, person) for person in people))
        for person in people:
            query = f"agent={person}&language={tour.language}"
            async with browser.visiting(window, url, query, size=PHONE):
                found += [Drawn(**each) for each in await window.evaluate(MEASURE)]
    return found


async def receives_all(url: str, sender: Sender, tour: Tour, person: int) -> None:
    await Person(url, person, "Somebody", tour.language).says("/start")
    numbers = count(1)
    for reader, shown in tour.shown:
        message = as_new(shown) if reader == person else None
        if message is not None:
            owed = OwedMessage(
                id=next(numbers),
                lane="",
                chat_id=person,
                label=None,
                document="",
                attempts=0,
                owed_at=NOW,
            )
            await sender.carry(owed, message)


def as_new(message: outgoing.AnyOutgoing) -> outgoing.AnyOutgoing | None:
    """The same as a new message; None where nothing is shown in the chat."""
    if isinstance(message, Text):
        return outgoing.Send(text=message.text, keyboard=message.keyboard)
    if isinstance(message, outgoing.TeamReport | outgoing.ServiceLog):
        return msgspec.structs.replace(message, message_id=None)
    return message if isinstance(message, DrawnOnDelivery) else None


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_is_read_without_scrolling(
    screens: Mapping[str, list[Drawn]], language: str
) -> None:
    assert len(screens[language]) > 250
    assert [each for each in screens[language] if each.height > VISIBLE] == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_has_six_rows_of_buttons_at_most(
    screens: Mapping[str, list[Drawn]], language: str
) -> None:
    assert max(each.rows for each in screens[language]) == MOST_ROWS
    assert [each for each in screens[language] if each.cut] == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_tour_asks_every_question_and_says_every_command(
    tours: Mapping[str, Tour], language: str
) -> None:
    assert tours[language].asked >= set(steps_of(FORM))
    assert tours[language].commands >= {command.name for command in COMMANDS}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_screen_has_two_wanted_buttons(tours: Mapping[str, Tour], language: str) -> None:
    wanted = {
        tuple(
            button.text
            for row in message.keyboard
            for button in row
            if button.style in {outgoing.Style.WANTED, outgoing.Style.YES}
        )
        for _, message in tours[language].shown
        if isinstance(message, Text)
    }

    assert [together for together in wanted if len(together) > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_tour_sees_every_button(tours: Mapping[str, Tour], language: str) -> None:
    # Below messages that are drawn on delivery, and in an older version of the bot.
    elsewhere = {"view", "vendor", "evening", "other"}

    assert set(verbs(tours[language].shown)) | elsewhere == {
        *(verb for verb, _ in EVENTS),
        *(button.verb for button in BUTTONS),
    }


def verbs(shown: Iterable[tuple[int, outgoing.AnyOutgoing]]) -> Iterable[str]:
    for _, message in shown:
        for row_of_buttons in message.keyboard if isinstance(message, Text) else ():
            for button in row_of_buttons:
                if press := read_press(button.data):
                    yield press.verb
