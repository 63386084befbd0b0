"""A crowd of agents who press buttons, and the large things that others do meanwhile.

Telegram's side takes the time from each press to its answer.
"""

import asyncio
import contextlib
import io
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles

import httpx
from PIL import Image

from bot.sandbox.person import ImpossibleError, Person
from bot.sandbox.telegram.screen import Message
from bot.texts import plain
from storage import Store, open_database
from storage.agents import Agent, Role
from storage.opening import open_for_reading
from tests.support.errands import PHOTO
from tests.support.forms import decided
from tests.support.hostile_files import png_of, with_scans
from tests.support.image_files import encoded
from tests.support.processes import Machine

AGENTS = 50
SENDERS = 3
PHOTOGRAPHERS = 20
FLOOD = 400  # messages of one person
ERASURES = 20
_PHOTO_SIZE = (4000, 3000)  # 12 megapixels, as phones take them
_SUPERVISOR, _COLLEAGUE = 1999, 1998
_QUIET = 20.0  # seconds
_SHORTEST = 5.0  # seconds; long enough for a meaningful p99
_PATIENCE = 600.0  # seconds for the large thing
_MONTH = 2_000_000  # seconds over which the applications are spread


@dataclass(frozen=True, slots=True)
class Waits:
    """How long presses waited, in seconds, during something that took `seconds`."""

    waited: Sequence[float]
    seconds: float

    @property
    def median(self) -> float:
        return median(self.waited)

    @property
    def p99(self) -> float:
        return quantiles(self.waited, n=100)[98]

    @property
    def longest(self) -> float:
        return max(self.waited)


class Crowd:
    def __init__(self, machine: Machine, applications: int, *, thinking: float) -> None:
        """`thinking` is the time in seconds between two presses of an agent."""
        self._machine = machine
        self._applications = applications
        self._thinking = thinking
        self.supervisor = machine.person("Rahima", _SUPERVISOR)
        self._colleague = machine.person("Rashida", _COLLEAGUE)
        self._senders = [machine.person(f"Sender {n}", 1900 + n) for n in range(SENDERS)]
        self._photographers = [
            machine.person(f"Photographer {n}", 1800 + n) for n in range(PHOTOGRAPHERS)
        ]
        self._agents = [machine.person(f"Agent {n}", 2000 + n) for n in range(AGENTS)]
        self._uploaded: dict[int, Message] = {}  # by the photographer's number

    def fill(self) -> None:
        """Enrol everybody, each with a month of registrations."""
        now, decided_one = datetime.now(UTC), decided()
        store = Store(open_database(*self._machine.database()))
        with contextlib.closing(store), store.transaction():
            for person, role in (
                (self.supervisor, Role.SUPERVISOR),
                (self._colleague, Role.SUPERVISOR),
                *((agent, Role.AGENT) for agent in self._senders),
                *((agent, Role.AGENT) for agent in self._photographers),
                *((agent, Role.AGENT) for agent in self._agents),
            ):
                agent = Agent(id=person.user_id, name=person.first_name, role=role, language="en")
                store.agents.enrol(agent, now)
            for number in range(self._applications):
                store.applications.save(
                    replace(
                        decided_one,
                        id=_reference(number),
                        agent=2000 + number % AGENTS,
                        created_at=now - timedelta(seconds=number * _MONTH / self._applications),
                    )
                )

    async def measure(self, meanwhile: Callable[[], Awaitable[None]]) -> Waits:
        """Let the agents press buttons until the large thing ends."""
        chatting = [asyncio.create_task(self._chat(agent)) for agent in self._agents]
        await asyncio.sleep(2 * self._thinking)
        before = await self._answered_after()
        began = time.monotonic()
        try:
            await asyncio.gather(meanwhile(), asyncio.sleep(_SHORTEST))
        finally:
            for each in chatting:
                each.cancel()
            ended = await asyncio.gather(*chatting, return_exceptions=True)
        for end in ended:
            assert isinstance(end, asyncio.CancelledError), end
        seconds = time.monotonic() - began
        return Waits((await self._answered_after())[len(before) :], seconds)

    async def _chat(self, agent: Person) -> None:
        await asyncio.sleep(agent.user_id % AGENTS * self._thinking / AGENTS)
        while True:
            await agent.says("/log")
            shown = await agent.sees("newest first")
            with contextlib.suppress(ImpossibleError):  # the list named an erased customer
                while True:
                    await agent.forges("~log.all-0", on=shown)
                    await asyncio.sleep(self._thinking)

    async def _answered_after(self) -> list[float]:
        async with httpx.AsyncClient(trust_env=False) as http:
            presses = (await http.get(f"{self._machine.telegram_url}/control/presses")).json()
        found: list[float] = presses["answered_after"]
        return found

    # -- what goes on meanwhile ---------------------------------------------------------------

    async def rest(self) -> None:
        await asyncio.sleep(_QUIET)

    async def export(self) -> None:
        """Ask for a file of everything, and wait for its last part."""
        await self.begin_export()
        parts = -(-self._applications // 25_000)
        ends_at = time.monotonic() + _PATIENCE
        while self._files() < parts:
            assert time.monotonic() < ends_at, self.supervisor.transcript()
            await self.supervisor.looks(1)

    async def begin_export(self) -> None:
        await self.supervisor.says("/export")
        await self.supervisor.taps("31 days", timeout=60)
        await self.supervisor.taps("XLSX", timeout=60)

    def _files(self) -> int:
        return sum(each.has_document for each in self.supervisor.messages)

    async def report(self, times: int = 5) -> None:
        """Not the one who exports, in whose chat a report would wait behind the files."""
        for _ in range(times):
            await self._colleague.says("/report 30")
            await self._colleague.sees("The last 30 days")

    async def flood(self) -> None:
        """One agent sends message after message, and at the end sees the answer to the last."""
        sender = self._senders[0]
        for number in range(FLOOD):
            await sender.says(f"and another thing {number}")
        await sender.says("/status")
        await sender.sees(plain("en", "status-usage"))

    async def prepare_photos(self) -> None:
        """Have a photo of each photographer at Telegram, as large as phones take it, and a form.

        Before anything is measured, since the bot does no work for an upload. As a file, since
        Telegram makes photos smaller, so that the bot would not see the size.
        """
        with Image.open(io.BytesIO(PHOTO)) as photo:
            picture = encoded(photo.resize(_PHOTO_SIZE), "JPEG")
        for each in self._photographers:
            self._uploaded[each.user_id] = await each.sends_file(picture)
            await each.sees(plain("en", "nothing-open"))
            await self._begin(each)

    async def send_photos(self) -> None:
        """Agents send the front of a card at the same moment."""
        await asyncio.gather(
            *(each.forwards(self._uploaded[each.user_id]) for each in self._photographers)
        )
        for each in self._photographers:
            await each.sees("back", timeout=120)

    async def back_up(self) -> None:
        """The operator copies the database while the bot runs."""
        folder = self._machine.folder
        copying = self._machine.bot("backup", str(folder / "copy.db"))
        assert await copying.ends(_PATIENCE) == 0, copying.log

    async def _begin(self, agent: Person) -> None:
        await agent.says("/new")
        await agent.taps("Yes, agrees", timeout=60)
        await agent.sees("front")

    async def send_deadly_pictures(self) -> None:
        """Agents send files that are small to send and would cost a bot its memory or its time."""
        pictures = (
            png_of(7070, 7070),
            encoded(Image.new("RGB", (7070, 7070)), "WEBP"),
            with_scans(5000, 30),
            with_scans(100, 400),
        )
        await asyncio.gather(*(self._send(sender, pictures) for sender in self._senders))

    async def _send(self, sender: Person, pictures: Sequence[bytes]) -> None:
        await self._begin(sender)
        for picture in pictures:
            await sender.sends_file(picture)
            await sender.sees("⚠")

    async def erase_during_a_long_read(self) -> None:
        """A long reader of the database, like a backup, while customers are erased."""
        reader = open_for_reading(*self._machine.database())
        with contextlib.closing(reader), reader.snapshot():
            reader.row("select count(*) from applications")
            for number in range(ERASURES):
                agent = self._agents[number % AGENTS]
                await agent.says(f"/erase {_reference(number)}")
                await agent.taps("Yes, erase", timeout=60)
                await agent.sees("rased")


def _reference(number: int) -> str:
    """Eight letters, so that none looks like a mobile number."""
    return f"{number:08o}".translate(str.maketrans("01234567", "abcdefgh"))
