"""How many requests a verdict costs and how late it is announced, in simulated time.

The real courier, watch and database against a service that exists only as a list. Verdicts take
between 10 s and 2 days, half of them at most 2 minutes, a tenth more than an hour.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from math import exp, log
from statistics import mean

from benchmarks.listed_service import Case, ListedService, Order
from benchmarks.rushing_loop import RushingLoop
from bot.alerts import Alerts
from bot.applications.clerk import Clerk
from bot.ekyc import State
from bot.ekyc.polite import QUESTIONS_PER_SECOND
from bot.errands.accounts import Account, Accounts
from bot.errands.courier import Courier
from bot.errands.workers import Workers
from bot.pictures.pool import PicturePool
from bot.pictures.short_memory import ShortMemory
from bot.runtime.nudge import Nudge
from bot.runtime.timer import LoopTimer
from bot.runtime.trusted_time import TrustedTime
from bot.telegram.client import TelegramClient
from bot.verdicts.log import VerificationLog
from bot.verdicts.watch import Watch
from conversations import replies
from conversations.application import Application
from storage import Store, open_database
from storage.agents import Agent, Role
from tests.support.forms import submitted

_BEGIN = datetime(2026, 11, 23, tzinfo=UTC)
_INTERVAL = timedelta(seconds=30)  # the default of VERDICT_INTERVAL
_AGENT = 2001

#: Seconds by share of verdicts, log-uniform in between: assumed, because none are published.
_TIMES = ((0.0, 10.0), (0.5, 120.0), (0.9, 3600.0), (1.0, 172_800.0))
_MEAN_SECONDS = 4800.0

_WARM_UP = 900.0  # seconds until sweeps and checks reach a steady state
_LOG_SECONDS = 3600.0  # so the log holds old verdicts at the start


@dataclass(frozen=True, slots=True)
class Watched:
    """`requests` per verdict, mean `delay` in seconds, the most requests in any minute."""

    verdicts: int
    requests: float
    delay: float
    busiest: int
    wrong: int


_SUBMITTED = submitted()


class _Simulation:
    def __init__(self, pending: int, order: Order, per_second: float) -> None:
        self._chance = random.Random(7)
        self._gap = _MEAN_SECONDS / pending
        self._numbers = count()
        self.service = ListedService(
            order, per_second, nid_number=_SUBMITTED.value("nid_number") or ""
        )
        self._store = Store(open_database(":memory:", "simulated"))
        self._clerk = Clerk(self._store)
        self._nudge = Nudge(LoopTimer())
        agent = Agent(id=_AGENT, name="Rahim", role=Role.AGENT, language="en")
        with self._store.transaction():
            self._store.agents.enrol(agent, _BEGIN)
        self._agent = agent
        log = VerificationLog(self.service, LoopTimer())
        self._accounts = Accounts(
            self._store,
            Account(self.service, log),
            url="http://127.0.0.1:9",
            on_served=lambda: None,
            clock=self._now,
            timer=LoopTimer(),
        )
        self._watch = Watch(self._store, lambda _: log, interval=_INTERVAL, clock=self._now)

    def _now(self) -> datetime:
        return _BEGIN + timedelta(seconds=asyncio.get_running_loop().time())

    def _cases(self, begin: float) -> Iterator[Case]:
        """All submissions from then on."""
        at = begin
        while True:
            at += self._chance.expovariate(1 / self._gap)
            verdict = State.PASSED if self._chance.random() < 0.8 else State.FAILED
            takes = _verdict_time(self._chance.random())
            yield Case(f"017{next(self._numbers):08}", at, at + takes, verdict)

    async def run(self, seconds: float) -> None:
        for case in self._cases(-_TIMES[-1][1]):
            if case.submitted_at > 0:
                break
            if case.decided_at > -_LOG_SECONDS:
                self.service.add(case)
            if case.decided_at > 0:
                self._save(case)
        await self._watch.sweep()
        for case in self.service.cases:
            application = self._store.applications.find(case.mobile_number)
            if application:
                self._watch.expect(self._now(), application)
        stop = asyncio.Event()
        telegram = TelegramClient("42:simulated", "http://127.0.0.1:9")
        workers = Workers(
            self._store,
            telegram,
            self._accounts,
            PicturePool(),
            ShortMemory(),
            clock=self._now,
            time=TrustedTime(self._now, LoopTimer(), seen=None),
        )
        courier = Courier(
            self._store,
            self._clerk,
            workers,
            self._watch,
            Alerts(self._store),
            nudge=self._nudge,
            postman=Nudge(LoopTimer()),
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

    def _submit(self, case: Case) -> None:
        self._watch.expect(self._now(), self._save(case))

    def _save(self, case: Case) -> Application:
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
        accepted = replies.SubmissionAccepted(ticket=_SUBMITTED.submission.ticket)
        with self._store.transaction():
            self._store.applications.save(application)
            self._clerk.take(application, accepted, self._agent, now)
        return application

    def result(self, begin: float, end: float) -> Watched:
        delays, wrong = [], 0
        for case in self.service.cases:
            application = self._store.applications.find(case.mobile_number)
            if application is None or not begin < case.decided_at < end:
                continue
            delays.append(_delay(application, case, end))
            decision = application.verdict.decision if application.verdict else case.verdict.value
            wrong += decision != case.verdict.value
        asked = [at for at in self.service.asked_at if at > begin]
        return Watched(
            verdicts=len(delays),
            requests=len(asked) / len(delays),
            delay=mean(delays),
            busiest=max(Counter(int(at / 60) for at in asked).values()),
            wrong=wrong,
        )


def _delay(application: Application, case: Case, end: float) -> float:
    """Time until it was announced; if it was not, the time elapsed."""
    if application.verdict is None:
        return end - case.decided_at
    return (application.verdict.found_at - _BEGIN).total_seconds() - case.decided_at


def _verdict_time(share: float) -> float:
    for (low, shortest), (high, longest) in pairwise(_TIMES):
        if share <= high:
            part = (share - low) / (high - low)
            return exp(log(shortest) + part * (log(longest) - log(shortest)))
    raise ValueError(share)


def measure(
    *,
    pending: int,
    hours: float,
    order: Order = Order.NEWEST_FIRST,
    per_second: float = QUESTIONS_PER_SECOND,
) -> Watched:
    """About this many applications wait at any time; the result is the same on each run."""
    warm_up = min(_WARM_UP, hours * 3600)
    seconds = hours * 3600 + warm_up
    with asyncio.Runner(loop_factory=RushingLoop) as runner:

        async def simulate() -> Watched:
            simulation = _Simulation(pending, order, per_second)
            await simulation.run(seconds)
            return simulation.result(warm_up, seconds)

        return runner.run(simulate())
