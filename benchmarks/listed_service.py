"""An eKYC service that exists only as a list of cases."""

import asyncio
import random
from bisect import bisect_left, insort
from dataclasses import dataclass
from enum import StrEnum
from heapq import heappop, heappush

from bot.ekyc import EkycClient, EkycNotFound, LogPage, LogRow, State, Status
from bot.runtime.pace import Pace


@dataclass(slots=True)
class Case:
    mobile_number: str
    submitted_at: float
    decided_at: float
    verdict: State

    def shown(self, now: float) -> State:
        return self.verdict if now >= self.decided_at else State.PENDING


class Order(StrEnum):
    """How the log is sorted: the document does not say."""

    NEWEST_FIRST = "newest first"
    OLDEST_FIRST = "oldest first"
    SHUFFLED = "shuffled"

    def place(self, case: Case) -> float:
        match self:
            case Order.NEWEST_FIRST:
                return -case.submitted_at
            case Order.OLDEST_FIRST:
                return case.submitted_at
            case Order.SHUFFLED:
                return random.Random(case.mobile_number).random()


class ListedService(EkycClient):
    """Its log in one order; calls take no time but are limited to the set rate."""

    def __init__(self, order: Order, per_second: float, nid_number: str) -> None:
        """`nid_number` is that of every customer."""
        super().__init__(url="https://ekyc.example.com", token="simulated")
        self.cases: list[Case] = []
        self._order = order
        self._nid_number = nid_number
        self._by_number: dict[str, Case] = {}
        self._log: list[tuple[float, str]] = []  # all, in the order of the log
        self._pending: list[tuple[float, str]] = []
        self._to_decide: list[tuple[float, float, str]] = []
        self._questions = Pace(per_second=per_second)
        self.asked_at: list[float] = []

    def add(self, case: Case) -> None:
        row = (self._order.place(case), case.mobile_number)
        self.cases.append(case)
        self._by_number[case.mobile_number] = case
        insort(self._log, row)
        insort(self._pending, row)
        heappush(self._to_decide, (case.decided_at, *row))

    async def _turn(self) -> float:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(self._questions.take(loop.time()))
        now = loop.time()
        self.asked_at.append(now)
        return now

    async def ask_status(self, mobile_number: str, *, urgent: bool = False) -> Status:
        now = await self._turn()
        case = self._by_number.get(mobile_number)
        if case is None:
            raise EkycNotFound("no such application")
        verdict = case.shown(now)
        return Status(
            state=verdict,
            raw_status=verdict.value,
            is_known_status=True,
            nid_number=self._nid_number if verdict is not State.PENDING else None,
            scores=(),
            textual_match=None,
            card_photo_match=None,
            selfie_match=None,
        )

    async def list_log(self, *, status: str = "all", page: int = 1, per_page: int = 50) -> LogPage:
        now = await self._turn()
        while self._to_decide and self._to_decide[0][0] <= now:
            _, *row = heappop(self._to_decide)
            del self._pending[bisect_left(self._pending, tuple(row))]
        places = self._pending if status == "pending" else self._log
        shown = [
            self._by_number[number] for _, number in places[(page - 1) * per_page :][:per_page]
        ]
        rows = [
            LogRow(
                mobile_number=case.mobile_number,
                customer_name="",
                nid_number=self._nid_number,
                submitted_on="23/11/2026",
                state=case.shown(now),
                raw_status=case.shown(now).value,
            )
            for case in shown
        ]
        return LogPage(rows=tuple(rows), total_pages=None, page_digest=f"{status} {page}")
