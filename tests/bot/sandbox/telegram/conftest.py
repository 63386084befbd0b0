import dataclasses
from collections.abc import AsyncIterator

import pytest

from bot.sandbox.person import Person
from bot.sandbox.serving import serving
from bot.sandbox.telegram import build_app
from tests.bot.sandbox.loopback import http_client
from tests.bot.sandbox.telegram.wire import TOKEN, Wire, Witness


@dataclasses.dataclass
class Clock:
    now: float = 1_790_000_000.0  # a day in September 2026

    def __call__(self) -> float:
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def witness(clock: Clock) -> Witness:
    return Witness(build_app(token=TOKEN, clock=clock))


@pytest.fixture
async def url(witness: Witness) -> AsyncIterator[str]:
    """The address of a pretend Telegram whose whole traffic is checked against the Bot API."""
    async with serving(witness) as address:
        yield address
    assert witness.complaints == []


@pytest.fixture
async def bot(url: str) -> AsyncIterator[Wire]:
    async with http_client(url) as http:
        yield Wire(http)


@pytest.fixture
async def rahim(url: str) -> AsyncIterator[Person]:
    """Somebody who has pressed Start."""
    async with Person(url, 1001, "Rahim", "bn") as person:
        await person.says("/start")
        yield person
