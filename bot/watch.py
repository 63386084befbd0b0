"""Looking at the service's log for all waiting applications at once."""

import logging
import random
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta

from bot import verdicts
from bot.ekyc import EkycDenied, EkycError, LogRow, Verdict
from bot.logs import frames
from bot.report import DENIED_WAIT
from bot.verification_log import FEWEST_PAGES, VerificationLog
from conversations.application import Application
from conversations.errands import Task
from storage import DatabaseFailed, Store

_log = logging.getLogger(__name__)

_SWEEP = "sweep"
_APPLICATIONS_A_PAGE = 25  # half a page; others' rows lie between ours
_MOST_PAGES = 40
_AFTER_ERROR = timedelta(minutes=1)


class Watch:
    """Sweeps the log while anything waits, and brings status calls forward where it changed."""

    def __init__(
        self,
        store: Store,
        log: VerificationLog,
        *,
        interval: timedelta,
        clock: Callable[[], datetime],
        log_of: Callable[[str], VerificationLog] | None = None,
    ) -> None:
        self._store = store
        self._log_of = log_of or (lambda _: log)
        self._interval = interval
        self._clock = clock

    def expect(self, now: datetime) -> None:
        """Something was submitted: look soon, however long the present gap is."""
        due, soon = self.due_at(), now + self._interval
        if due is None or due > soon:
            self._store.errands.schedule(_SWEEP, soon)

    def hasten(self, now: datetime) -> None:
        """Look now, if anything waits; the service is back."""
        if self.due_at():
            self._store.errands.schedule(_SWEEP, now)

    def due_at(self) -> datetime | None:
        """When the next look is due; None while nothing waits."""
        return self._store.errands.scheduled(_SWEEP)

    async def sweep(self) -> None:
        """Look at the log once and set the time of the next look."""
        waiting = self._store.applications.awaiting_verdict()
        if not waiting:
            with self._store.transaction():
                self._store.errands.unschedule(_SWEEP)
            return
        gap: timedelta | None = None
        changed: list[str] = []
        for account, of_account in _by_account(waiting).items():
            found, again_in = await self._look(self._log_of(account), of_account)
            changed += found
            gap = gap or again_in
        now = self._clock()
        gap = gap or verdicts.next_sweep(
            now - max(_handed_in_at(application) for application in waiting),
            interval=self._interval,
            jitter=random.random(),  # noqa: S311 - spreads load, hides nothing
        )
        with self._store.transaction():
            for application_id in changed:
                self._store.errands.hasten(application_id, Task.ASK_VERDICT, now)
            self._store.errands.schedule(_SWEEP, now + gap)

    async def _look(
        self, log: VerificationLog, waiting: Collection[Application]
    ) -> tuple[list[str], timedelta | None]:
        """The applications of one account with news, and when to look again after an error."""
        pages = min(FEWEST_PAGES + len(waiting) // _APPLICATIONS_A_PAGE, _MOST_PAGES)
        try:
            rows = await log.rows(since=self._clock(), most_pages=pages)
            return _changed(waiting, rows or (), self._clock()), None
        except EkycError as error:
            _log.warning("The log could not be read: %s", type(error).__name__)
            return [], DENIED_WAIT if isinstance(error, EkycDenied) else _AFTER_ERROR
        except DatabaseFailed:
            raise
        except Exception as error:  # noqa: BLE001 - reported; the verdicts' own calls go on
            _log.error("The log could not be looked at: %s", frames(error))
            return [], _AFTER_ERROR


def _by_account(waiting: Iterable[Application]) -> dict[str, list[Application]]:
    found: dict[str, list[Application]] = {}
    for application in waiting:
        found.setdefault(application.account, []).append(application)
    return found


def _handed_in_at(application: Application) -> datetime:
    return application.submission.pressed_at if application.submission else application.created_at


def _changed(waiting: Iterable[Application], rows: Collection[LogRow], now: datetime) -> list[str]:
    """The applications about which the log says something final."""
    decided: dict[str, list[LogRow]] = {}
    for row in rows:
        if row.verdict is not Verdict.PENDING:
            decided.setdefault(row.mobile_number, []).append(row)
    return [
        application.id
        for application in waiting
        if any(
            verdicts.is_ours(row, application)
            for row in decided.get(application.value("mobile_number") or "", ())
        )
        and verdicts.is_news(application, None, rows, now)
    ]
