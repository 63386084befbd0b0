"""Looking at the service's log for all waiting applications at once."""

import logging
import random
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot import verdicts
from bot.ekyc import (
    EkycClient,
    EkycDenied,
    EkycError,
    EkycMisunderstood,
    EkycRefused,
    LogRow,
    Verdict,
)
from bot.errand_work import DENIED_WAIT, ErrandWork
from conversations.application import Application
from conversations.errands import Task
from storage import Store

_log = logging.getLogger(__name__)

_SWEEP = "sweep"
_PER_PAGE = 50
_FEWEST_PAGES, _MOST_PAGES = 5, 40
_AFTER_ERROR = timedelta(minutes=1)


class Watch:
    """Sweeps the log while anything waits, and brings status calls forward where it changed."""

    def __init__(
        self,
        store: Store,
        service: EkycClient,
        work: ErrandWork,
        *,
        interval: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._service = service
        self._work = work
        self._interval = interval
        self._clock = clock

    def expect(self, now: datetime) -> None:
        """Something was submitted: look soon, however long the present gap is."""
        due, soon = self.due_at(), now + self._interval
        if due is None or due > soon:
            self._store.errands.schedule(_SWEEP, soon)

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
        pages = min(max(_FEWEST_PAGES, 2 * len(waiting) // _PER_PAGE), _MOST_PAGES)
        gap: timedelta | None = None
        changed: list[str] = []
        try:
            rows = await self._service.sweep_log(per_page=_PER_PAGE, most_pages=pages)
        except (EkycMisunderstood, EkycRefused):
            self._work.is_log_understood = False
        except EkycError as error:
            gap = DENIED_WAIT if isinstance(error, EkycDenied) else _AFTER_ERROR
            _log.warning("The log could not be read: %s", type(error).__name__)
        else:
            self._work.is_log_understood = True
            changed = _changed(waiting, rows)
        now = self._clock()
        youngest = max(application.changed_at for application in waiting)
        gap = gap or verdicts.next_sweep(
            now - youngest,
            interval=self._interval,
            jitter=random.random(),  # noqa: S311 - spreads load, hides nothing
        )
        with self._store.transaction():
            for application_id in changed:
                self._store.errands.hasten(application_id, Task.ASK_VERDICT, now)
            self._store.errands.schedule(_SWEEP, now + gap)


def _changed(waiting: Iterable[Application], rows: Iterable[LogRow]) -> list[str]:
    """The applications about which the log says something final."""
    decided: dict[str, list[LogRow]] = {}
    for row in rows:
        if row.verdict is not Verdict.PENDING:
            decided.setdefault(row.mobile_number, []).append(row)
    return [
        application.id
        for application in waiting
        for row in decided.get(application.value("mobile_number") or "", ())
        if verdicts.is_ours(row, application)
    ]
