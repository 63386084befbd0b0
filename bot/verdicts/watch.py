"""Watches the service's log for all waiting applications at once."""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta

from bot.ekyc import EkycDenied, EkycError
from bot.ekyc.polite import DENIED_WAIT
from bot.runtime.chance import chance
from bot.runtime.logs import frames
from bot.verdicts import schedule
from bot.verdicts.log import VerificationLog
from bot.verdicts.pending_list import Person
from conversations.application import Application, Phase
from conversations.errands import Task
from storage import DatabaseFailed, Store
from storage.service_tokens import COMMON
from storage.submissions import Awaiting

_log = logging.getLogger(__name__)

#: The name under which the time of the next sweep is stored.
SWEEP = "sweep"

_AFTER_ERROR = timedelta(minutes=1)
_UNDER_WAY = timedelta(days=1)  # what brings the next one forward shows; a start does as well
_PAGE = 200  # applications read or written at once, so that nothing waits long


class Watch:
    """Compares the pending list while anything waits, and asks for those who have left it.

    While that list is complete and moves, each one on it is asked for individually only once a day.
    A missing one is asked for once; without a verdict, it follows the schedule of unlisted ones.
    `log_of` returns the log of an account by its holder.
    """

    def __init__(
        self,
        store: Store,
        log_of: Callable[[str], VerificationLog],
        *,
        interval: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._log_of = log_of
        self._interval = interval
        self._clock = clock
        # By account and the digest of its token; a resubmission counts as a new one.
        self._asked_for: dict[tuple[str, str], frozenset[Awaiting]] = {}

    def expect(self, now: datetime, application: Application | None = None) -> None:
        """Something was submitted: sweep soon, however long the current gap is.

        `application` then needs no separate call, if the list is complete and moves.
        """
        pending = self._log_of(application.account if application else COMMON).pending
        due = self.due_at()
        soon = schedule.first_sweep(self._interval, pending.requests)
        if due is None or due > now + soon:
            self._store.schedules.put(SWEEP, now, soon)
        submission = application.submission if application else None
        if application is None or submission is None or submission.held_before:
            return  # where an old verdict is shown until the new one, it is asked for at once
        if pending.is_whole and pending.is_moving:
            later = schedule.next_question(
                timedelta(0), is_log_understood=True, is_watched=True, jitter=chance()
            )
            self._store.errands.postpone_untried(application.id, Task.ASK_VERDICT, now, later)
        else:
            self._store.errands.hasten(application.id, Task.ASK_VERDICT, now, self._interval)

    def due_at(self) -> datetime | None:
        """When the next sweep is due; None while nothing waits."""
        return self._store.schedules.due_at(SWEEP)

    async def sweep(self) -> None:
        """Read the list once and set the time of the next sweep.

        It comes soon where something was submitted meanwhile, which this one does not include, and
        at once where an outage ended.
        """
        with self._store.transaction():
            self._store.schedules.put(SWEEP, self._clock(), _UNDER_WAY)
        waiting = await self._everybody_waiting()
        if not waiting:
            with self._store.transaction():
                self._store.schedules.drop(SWEEP)
            return
        gap: timedelta | None = None
        requests = 0
        due: dict[str, datetime] = {}
        for account, of_account in _by_account(waiting).items():
            log = self._log_of(account)
            gap = await self._look(log, len(of_account)) or gap
            due |= self._due(account, log, of_account)
            requests += log.pending.requests
        now = self._clock()
        gap = gap or schedule.next_sweep(
            [now - each.submitted_at for each in waiting],
            requests=requests,
            interval=self._interval,
            jitter=chance(),
        )
        await self._hasten(due, now)
        if due_at := self.due_at():  # brought forward, or long after
            gap = min(gap, due_at - now)
        with self._store.transaction():
            self._store.schedules.put(SWEEP, now, gap)

    async def _everybody_waiting(self) -> list[Awaiting]:
        """All pending applications, read in pages; everything else may run in between."""
        waiting: list[Awaiting] = []
        page = self._store.submissions.awaiting_verdict(limit=_PAGE)
        while page:
            waiting += page
            await asyncio.sleep(0)
            page = self._store.submissions.awaiting_verdict(after=page[-1], limit=_PAGE)
        return waiting

    async def _hasten(self, due: Mapping[str, datetime], now: datetime) -> None:
        """Bring status calls forward, in short transactions."""
        calls = list(due.items())
        for at in range(0, len(calls), _PAGE):
            with self._store.transaction():
                for application_id, due_at in calls[at : at + _PAGE]:
                    self._store.errands.hasten(application_id, Task.ASK_VERDICT, now, due_at - now)
            await asyncio.sleep(0)

    async def _look(self, log: VerificationLog, expected: int) -> timedelta | None:
        """Read the list of one account; returns when to retry after an error."""
        try:
            await log.read_pending(expected)
        except EkycError as error:
            kind = type(error).__name__
            _log.warning("The service's log could not be read (%s); trying again.", kind)
            return DENIED_WAIT if isinstance(error, EkycDenied) else _AFTER_ERROR
        except DatabaseFailed:
            raise
        except Exception as error:  # noqa: BLE001 - logged; the status calls continue
            _log.error("The sweep of the log failed: %s", frames(error))
            return _AFTER_ERROR
        return None

    def _due(
        self, account: str, log: VerificationLog, waiting: Collection[Awaiting]
    ) -> dict[str, datetime]:
        """Which applications of one account to ask for, and when at the latest."""
        now, pending = self._clock(), log.pending
        if pending.is_whole:
            unseen = frozenset(each for each in waiting if _person(each) not in pending)
            left = (each for each in unseen if _person(each) in pending.left)
            pending.is_moving = pending.is_moving or any(map(self._still_waits, left))
        else:
            unseen = frozenset(each for each in waiting if _person(each) in pending.decided)
        key = account, log.token
        due = {each.id: now for each in unseen - self._asked_for.get(key, frozenset())}
        self._asked_for[key] = unseen
        if not pending.is_whole:
            for each in waiting:
                alone = schedule.next_question(
                    now - each.submitted_at,
                    is_log_understood=log.is_understood,
                    interval=self._interval,
                    jitter=chance(),
                )
                due.setdefault(each.id, now + alone)
        return due

    def _still_waits(self, each: Awaiting) -> bool:
        """Whether no status call has told a verdict meanwhile."""
        application = self._store.applications.find(each.id)
        return application is not None and application.phase is Phase.PENDING


def hasten(store: Store, now: datetime) -> None:
    """Sweep now, if anything waits; the service is back."""
    if store.schedules.due_at(SWEEP):
        store.schedules.put(SWEEP, now)


def _by_account(waiting: Iterable[Awaiting]) -> dict[str, list[Awaiting]]:
    found: dict[str, list[Awaiting]] = {}
    for each in waiting:
        found.setdefault(each.account, []).append(each)
    return found


def _person(each: Awaiting) -> Person:
    return each.mobile_number, each.national_id_key
