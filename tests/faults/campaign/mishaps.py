"""What befalls three processes, their sessions, and the two servers."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Mapping
from random import Random
from typing import Protocol

from tests.faults.campaign.among_three import Mishap
from tests.faults.campaign.wire import Lost
from tests.support.postgres_pair import PostgresPair

#: Longer than the seat outlives a process in silence.
_FROZEN_SECONDS = _CUT_SECONDS = 15.0

#: A process waits 30 s for an answer of the database before it ends.
_AWAY_SECONDS = (5.0, 30.0, 60.0)
_WITHOUT_STANDBY_SECONDS = (3.0, 12.0, 40.0)

#: How long both servers may be written to, as far as they know.
_TWO_PRIMARIES_SECONDS = 4.0

#: In which agents get on before the next one; one that lasts leaves them nothing to do meanwhile.
_WORK_SECONDS: Mapping[Mishap, float] = {
    "restart": 3.0,
    "machine": 10.0,
    "freeze": 5.0,
    "hang": 10.0,
    "standby": 10.0,
    "away": 15.0,
}

#: Which message gets lost at the latest: some dozen transactions later.
_LONGEST: Mapping[Lost, int] = {"statement": 150, "commit": 20}


class Processes(Protocol):
    """Those that take turns, by number; each has a wire to both servers."""

    async def is_served(self, besides: int | None = None) -> int:
        """Wait until a process has the seat, and it is not that one; returns its number."""

    async def any_of_them(self) -> int:
        """The one that serves, or each fourth time another."""

    def signal(self, number: int, which: signal.Signals) -> None:
        """Nothing happens where it has ended already."""

    def obeys(self, number: int, words: str) -> None:
        """Tell its wire something."""

    async def loses(self, number: int, what: Lost, turn: int) -> None:
        """Have its wire lose a message, and return when it has."""

    def ask_again(self) -> None:
        """Open another session for the campaign itself."""


class Mishaps:
    """`takeovers` are the seconds without a process that serves, for each of them."""

    def __init__(self, processes: Processes, pair: PostgresPair, chance: Random) -> None:
        self._processes = processes
        self._pair = pair
        self._chance = chance
        self.takeovers: list[float] = []

    async def happens(self, mishap: Mishap) -> None:
        """After some work; returns when a process serves."""
        ways: Mapping[Mishap, Callable[[], Awaitable[None]]] = {
            "kill": self._kill,
            "restart": self._restart,
            "freeze": self._freeze,
            "cut": self._cut,
            "lose statement": lambda: self._lose("statement"),
            "lose commit": lambda: self._lose("commit"),
            "fail over": self._fail_over,
            "machine": self._lose_machine,
            "hang": self._hang,
            "standby": self._be_without_standby,
            "away": self._be_away,
        }
        await asyncio.sleep(self._chance.uniform(0.5, 2.5) + _WORK_SECONDS.get(mishap, 0.0))
        await ways[mishap]()
        await self._processes.is_served()

    async def _serves(self, besides: int | None = None) -> None:
        """Wait until a process serves, and take the time."""
        began = time.monotonic()
        await self._processes.is_served(besides)
        self.takeovers.append(time.monotonic() - began)

    # -- processes and sessions ---------------------------------------------------------------

    async def _kill(self) -> None:
        number = await self._processes.any_of_them()
        self._processes.signal(number, signal.SIGKILL)
        await self._serves(besides=number)

    async def _restart(self) -> None:
        number = await self._processes.any_of_them()
        self._processes.signal(number, signal.SIGTERM)
        await self._serves(besides=number)

    async def _freeze(self) -> None:
        number = await self._processes.is_served()
        self._processes.signal(number, signal.SIGSTOP)
        await self._passes(number, _FROZEN_SECONDS)
        self._processes.signal(number, signal.SIGCONT)

    async def _cut(self) -> None:
        number = await self._processes.is_served()
        self._processes.obeys(number, "cut")
        await self._passes(number, _CUT_SECONDS)
        self._processes.obeys(number, "mend")

    async def _passes(self, number: int, seconds: float) -> None:
        """Wait so long, during which another process than that one must serve."""
        ends_at = time.monotonic() + seconds
        await self._serves(besides=number)
        await asyncio.sleep(max(ends_at - time.monotonic(), 0))

    async def _lose(self, what: Lost) -> None:
        number = await self._processes.is_served()
        await self._processes.loses(number, what, self._chance.randint(1, _LONGEST[what]))
        await self._serves()

    # -- servers ------------------------------------------------------------------------------

    async def _fail_over(self) -> None:
        await asyncio.to_thread(self._pair.fail_over)
        await self._serves()
        await self._rejoin()

    async def _lose_machine(self) -> None:
        number = await self._processes.is_served()
        self._processes.signal(number, signal.SIGKILL)
        await self._fail_over()

    async def _hang(self) -> None:
        self._pair.fail_over_from_frozen()  # in the loop, so that nobody asks it meanwhile
        self._processes.ask_again()
        await self._serves()
        if self._chance.random() < 0.5:
            self._pair.standby.thaw()
            await asyncio.sleep(_TWO_PRIMARIES_SECONDS)
        self._pair.standby.kill()
        await self._rejoin()

    async def _rejoin(self) -> None:
        await asyncio.sleep(self._chance.uniform(0, 2))
        await asyncio.to_thread(self._pair.rejoin)

    async def _be_without_standby(self) -> None:
        await asyncio.to_thread(self._pair.standby.stop)
        await asyncio.sleep(self._chance.choice(_WITHOUT_STANDBY_SECONDS))
        await asyncio.to_thread(self._pair.start_standby)
        await self._serves()

    async def _be_away(self) -> None:
        await asyncio.to_thread(self._pair.primary.stop)
        await asyncio.sleep(self._chance.choice(_AWAY_SECONDS))
        await asyncio.to_thread(self._pair.start_primary)
        await self._serves()
