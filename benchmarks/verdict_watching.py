"""How many requests a verdict costs and how late it is told, in simulated time.

The real courier, watch and database against a service that exists only as a list: time stands
still while anything works, and jumps to whatever is waited for next. Verdicts take between 10 s
and 2 days, half of them at most 2 minutes, a tenth more than an hour.
"""

import asyncio
import random
import selectors
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import exp, log
from statistics import mean

from bot.alerts import Alerts
from bot.clerk import Clerk
from bot.courier import Courier
from bot.ekyc import EkycClient, EkycNotFound, LogPage, LogRow, Status, Verdict
from bot.errand_work import ErrandWork
from bot.messenger import Messenger, connect
from bot.nudge import Nudge
from bot.polite_service import QUESTIONS_PER_SECOND, Turns
from bot.short_memory import ShortMemory
from bot.verification_log import VerificationLog
from bot.watch import Watch
from conversations import events
from conversations.application import Application
from storage import Store, open_database
from storage.agents import Agent, Role
from tests.support.forms import submitted

_BEGIN = datetime(2026, 11, 23, tzinfo=UTC)
_INTERVAL = timedelta(seconds=30)  # the default of VERDICT_INTERVAL
_AGENT = 2001

#: Seconds by share of verdicts, log-uniform in between: assumed, as nobody has published any.
_TIMES = ((0.0, 10.0), (0.5, 120.0), (0.9, 3600.0), (1.0, 172_800.0))
_MEAN_SECONDS = 4800.0


@dataclass(frozen=True, slots=True)
class Watched:
    """`requests` for each verdict, mean `delay` in seconds, the most requests in any minute."""

    verdicts: int
    requests: float
    delay: float
    busiest: int
    wrong: int


@dataclass(slots=True)
class _Case:
    mobile_number: str
    submitted_at: float
    decided_at: float
    verdict: Verdict

    def shown(self, now: float) -> Verdict:
        return self.verdict if now >= self.decided_at else Verdict.PENDING


class _RushingSelector(selectors.DefaultSelector):
    """Instead of waiting, time jumps."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        found = super().select(0)
        if not found and timeout:
            self.now += timeout
        return found


class _RushingLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._clock = _RushingSelector()
        super().__init__(self._clock)

    def time(self) -> float:
        return self._clock.now


class _Service(EkycClient):
    """The newest submission stands first in its log; calls take no time."""

    def __init__(self) -> None:
        super().__init__(url="https://ekyc.example.com", token="simulated")
        self.cases: list[_Case] = []
        self._by_number: dict[str, _Case] = {}
        self._turns = Turns(QUESTIONS_PER_SECOND)
        self.asked_at: list[float] = []

    def add(self, case: _Case) -> None:
        self.cases.append(case)
        self._by_number[case.mobile_number] = case

    async def _turn(self) -> float:
        await self._turns.turn()
        now = asyncio.get_running_loop().time()
        self.asked_at.append(now)
        return now

    async def ask_status(self, mobile_number: str) -> Status:
        now = await self._turn()
        case = self._by_number.get(mobile_number)
        if case is None:
            raise EkycNotFound("no such application")
        verdict = case.shown(now)
        return Status(
            verdict=verdict,
            raw_status=verdict.value,
            is_known_status=True,
            nid_number=_NID if verdict is not Verdict.PENDING else None,
            scores=(),
            textual_match=None,
            card_photo_match=None,
            selfie_match=None,
        )

    async def list_log(self, *, status: str = "all", page: int = 1, per_page: int = 50) -> LogPage:
        now = await self._turn()
        newest_first = (
            case for case in reversed(self.cases) if status in {"all", case.shown(now).value}
        )
        rows = [
            LogRow(
                mobile_number=case.mobile_number,
                customer_name="",
                nid_number=_NID,
                submitted_on="23/11/2026",
                verdict=case.shown(now),
                raw_status=case.shown(now).value,
            )
            for number, case in zip(range(page * per_page), newest_first, strict=False)
            if number >= (page - 1) * per_page
        ]
        return LogPage(rows=tuple(rows), total_pages=None, page_digest=f"{status} {page}")


_SUBMITTED = submitted()
_NID = _SUBMITTED.value("nid_number") or ""


class _Simulation:
    def __init__(self, pending: int) -> None:
        self._chance = random.Random(7)
        self._gap = _MEAN_SECONDS / pending
        self.service = _Service()
        self._store = Store(open_database(":memory:", "simulated"))
        self._clerk = Clerk(self._store)
        self._nudge = Nudge()
        agent = Agent(id=_AGENT, name="Rahim", role=Role.AGENT, language="en")
        with self._store.transaction():
            self._store.agents.enrol(agent, _BEGIN)
        self._agent = agent
        self._watch_log = VerificationLog(self.service, self._now)
        self._watch = Watch(self._store, self._watch_log, interval=_INTERVAL, clock=self._now)

    def _now(self) -> datetime:
        return _BEGIN + timedelta(seconds=asyncio.get_running_loop().time())

    def _cases(self, begin: float) -> Iterator[_Case]:
        """The submissions of all time from then on."""
        at, number = begin, len(self.service.cases)
        while True:
            at += self._chance.expovariate(1 / self._gap)
            verdict = Verdict.PASSED if self._chance.random() < 0.8 else Verdict.FAILED
            yield _Case(f"017{number:08}", at, at + _verdict_time(self._chance.random()), verdict)
            number += 1

    async def run(self, seconds: float) -> None:
        for case in self._cases(-_TIMES[-1][1]):
            if case.submitted_at > 0:
                break
            self.service.add(case)
            if case.decided_at > 0:
                self._submit(case)
        stop = asyncio.Event()
        messenger = Messenger(connect("42:simulated", "http://127.0.0.1:9"))
        work = ErrandWork(
            self._store,
            messenger,
            self.service,
            self._watch_log,
            ShortMemory(self._now),
            clock=self._now,
        )
        courier = Courier(
            self._store,
            self._clerk,
            work,
            self._watch,
            Alerts(self._store),
            nudge=self._nudge,
            postman=Nudge(),
            clock=self._now,
        )
        running = asyncio.create_task(courier.run(stop))
        loop = asyncio.get_running_loop()
        for case in self._cases(0.0):
            if case.submitted_at > seconds:
                break
            await asyncio.sleep(case.submitted_at - loop.time())
            self.service.add(case)
            self._submit(case)
            self._nudge.give()
        stop.set()
        await running

    def _submit(self, case: _Case) -> None:
        now = self._now()
        assert _SUBMITTED.submission is not None
        pressed_at = _BEGIN + timedelta(seconds=case.submitted_at)
        application = replace(
            _SUBMITTED,
            id=case.mobile_number,
            agent=_AGENT,
            answers={**_SUBMITTED.answers, "mobile_number": case.mobile_number},
            submission=replace(_SUBMITTED.submission, pressed_at=pressed_at),
        )
        accepted = events.SubmissionAccepted(ticket=_SUBMITTED.submission.ticket)
        with self._store.transaction():
            self._store.applications.save(application)
            self._clerk.take(application, accepted, self._agent, now)
            self._watch.expect(now)

    def result(self, seconds: float) -> Watched:
        delays, wrong = [], 0
        for case in self.service.cases:
            application = self._store.applications.find(case.mobile_number)
            if application is None or not 0 < case.decided_at < seconds:
                continue
            delays.append(_delay(application, case, seconds))
            decision = application.verdict.decision if application.verdict else case.verdict.value
            wrong += decision != case.verdict.value
        asked = self.service.asked_at
        return Watched(
            verdicts=len(delays),
            requests=len(asked) / len(delays),
            delay=mean(delays),
            busiest=max(Counter(int(at / 60) for at in asked).values()),
            wrong=wrong,
        )


def _delay(application: Application, case: _Case, end: float) -> float:
    """Until it was told; of one that is not told yet, what has gone by."""
    if application.verdict is None:
        return end - case.decided_at
    return (application.verdict.found_at - _BEGIN).total_seconds() - case.decided_at


def _verdict_time(share: float) -> float:
    for (low, shortest), (high, longest) in pairwise(_TIMES):
        if share <= high:
            part = (share - low) / (high - low)
            return exp(log(shortest) + part * (log(longest) - log(shortest)))
    raise ValueError(share)


def measure(*, pending: int, hours: float) -> Watched:
    """About so many applications wait all the time; the result is the same each time."""
    seconds = hours * 3600
    with asyncio.Runner(loop_factory=_RushingLoop) as runner:

        async def simulate() -> Watched:
            simulation = _Simulation(pending)
            await simulation.run(seconds)
            return simulation.result(seconds)

        return runner.run(simulate())
