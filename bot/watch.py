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
from conversations.application import Application, Phase
from conversations.errands import Errand, Task
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
        closed = _by_account(self._store.applications.left_unresolved())
        gap: timedelta | None = None
        changed: list[Application] = []
        for account, of_account in _by_account(waiting).items():
            log = self._log_of(account)
            found, again_in = await self._look(log, of_account, closed.get(account, ()))
            changed += found
            gap = gap or again_in
        now = self._clock()
        gap = gap or verdicts.next_sweep(
            now - max(_handed_in_at(application) for application in waiting),
            interval=self._interval,
            jitter=random.random(),  # noqa: S311 - spreads load, hides nothing
        )
        with self._store.transaction():
            for application in changed:
                self._ask_now(application, now)
            self._store.errands.schedule(_SWEEP, now + gap)

    def _ask_now(self, application: Application, now: datetime) -> None:
        """Have the status asked for; where nothing waits any more the question is owed anew."""
        if self._store.errands.hasten(application.id, Task.ASK_VERDICT, now):
            return
        present = self._store.applications.find(application.id)
        if present and present.submission and present.phase is Phase.CLOSED:
            errand = Errand(task=Task.ASK_VERDICT, ticket=present.submission.ticket)
            self._store.errands.owe(present.id, errand, now)

    async def _look(
        self,
        log: VerificationLog,
        waiting: Collection[Application],
        closed: Collection[Application],
    ) -> tuple[list[Application], timedelta | None]:
        """The applications of one account with news, and when to look again after an error.

        Those that were `closed` cost no page more, and a late verdict on them is seen.
        """
        pages = min(FEWEST_PAGES + len(waiting) // _APPLICATIONS_A_PAGE, _MOST_PAGES)
        try:
            rows = await log.rows(since=self._clock(), most_pages=pages)
            return _changed((*waiting, *closed), rows or (), self._clock()), None
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


def _changed(
    waiting: Iterable[Application], rows: Collection[LogRow], now: datetime
) -> list[Application]:
    """The applications about which the log says something final."""
    decided: dict[str, list[LogRow]] = {}
    for row in rows:
        if row.verdict is not Verdict.PENDING:
            decided.setdefault(row.mobile_number, []).append(row)
    return [
        application
        for application in waiting
        if any(
            verdicts.is_ours(row, application)
            for row in decided.get(application.value("mobile_number") or "", ())
        )
        and verdicts.is_news(application, None, rows, now)
    ]
