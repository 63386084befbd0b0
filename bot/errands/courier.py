"""The loop that carries out errands: many at once, each reply fed back as an event.

An errand is a row until its outcome is saved, so a crash repeats it. That is harmless except for
the submission, which is marked as begun before the first byte leaves and, if found so marked, is
looked up instead of repeated.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from bot.alerts import Alerts
from bot.applications.clerk import Clerk
from bot.errands.result import Result
from bot.errands.workers import Workers
from bot.observation import UNOBSERVED, Observer
from bot.runtime.backoff import backoff
from bot.runtime.logs import frames
from bot.runtime.nudge import Nudge
from bot.verdicts.watch import SWEEP, Watch
from conversations import replies
from conversations.application import Application, Phase
from conversations.errands import Task
from storage import DatabaseFailed, Store
from storage.audit import SERVICE
from storage.errands import OwedErrand

#: Errands under way at once. Readings wait for the service and hold two pictures of about 200 kB
#: each, so no agent waits for another's card; verdict checks are limited.
AT_ONCE = {
    Task.CHECK_PICTURE: 16,
    Task.READ_CARD: 256,
    Task.SUBMIT: 64,
    Task.LOOK_UP: 4,
    Task.ASK_VERDICT: 8,
}

_GRACE_SECONDS = 2.0

_log = logging.getLogger(__name__)


class Courier:
    def __init__(
        self,
        store: Store,
        clerk: Clerk,
        workers: Workers,
        watch: Watch,
        alerts: Alerts,
        *,
        nudge: Nudge,
        postman: Nudge,
        clock: Callable[[], datetime],
        observer: Observer = UNOBSERVED,
    ) -> None:
        self._store = store
        self._clerk = clerk
        self._workers = workers
        self._watch = watch
        self._alerts = alerts
        self._nudge = nudge
        self._postman = postman
        self._clock = clock
        self._observer = observer
        self._under_way: dict[int, tuple[Task, asyncio.Task[None]]] = {}
        self._sweep: asyncio.Task[None] | None = None
        self._next_due_at: datetime | None = None  # of what was not due at the last look

    async def run(self, stop: asyncio.Event) -> None:
        """Carry out errands until `stop`; those cut off then stay owed."""
        try:
            while not stop.is_set():
                self._start_due()
                await self._nudge.wait(self._seconds_to_next(), stop=stop)
                self._clear_ended()
        finally:
            running = [job for _, job in self._under_way.values()]
            if self._sweep:
                running.append(self._sweep)
            await self._nudge.finish_or_cancel(running, _GRACE_SECONDS)
        self._clear_ended()

    def _start_due(self) -> None:
        """Start all that is due, and remember when the next is: until then nobody need ask."""
        now = self._clock()
        look = self._store.errands.look(now, self._free(), besides=self._under_way, schedule=SWEEP)
        for errand in look.due:
            job = self._nudge.give_after(asyncio.create_task(self._carry_out(errand)))
            self._under_way[errand.id] = (errand.task, job)
        self._next_due_at = look.next_due_at
        if self._sweep or look.scheduled_at is None:
            return  # the sweep under way ends with a nudge
        if look.scheduled_at <= now:
            self._sweep = self._nudge.give_after(asyncio.create_task(self._watch.sweep()))
        else:
            self._next_due_at = min(look.scheduled_at, look.next_due_at or look.scheduled_at)

    def _free(self) -> dict[Task, int]:
        """How many more errands of each task may start."""
        running = Counter(task for task, _ in self._under_way.values())
        return {task: most - running[task] for task, most in AT_ONCE.items()}

    def _seconds_to_next(self) -> float | None:
        due_at = self._next_due_at
        return max((due_at - self._clock()).total_seconds(), 0.0) if due_at else None

    def _clear_ended(self) -> None:
        for errand_id, (_, job) in list(self._under_way.items()):
            if job.done():
                del self._under_way[errand_id]
                _raise_bug(job)
        if self._sweep and self._sweep.done():
            sweep, self._sweep = self._sweep, None
            _raise_bug(sweep)

    async def _carry_out(self, errand: OwedErrand) -> None:
        application = self._store.applications.find(errand.application_id)
        if application is None:
            return  # erased; the errand went with it
        result = await self._workers.carry_out(errand, application)
        try:
            self._feed(errand, result)
        except DatabaseFailed:
            raise
        except Exception as error:  # noqa: BLE001 - logged, reported to the admins, still owed
            # A reply that cannot be applied or drawn must not stop the others.
            _log.error(
                "The reply of errand %s could not be applied: %s", errand.task, frames(error)
            )
            self._put_off(errand)

    def _put_off(self, errand: OwedErrand) -> None:
        now = self._clock()
        with self._store.transaction():
            self._store.errands.postpone_as_is(errand.id, now, backoff(errand.attempts))
            self._alerts.tell_once("errand", now)
        self._postman.give()

    def _feed(self, errand: OwedErrand, result: Result) -> None:
        """Save the errand's reply in one transaction with the errand's end."""
        now, store = self._clock(), self._store
        with store.transaction():
            if result.again_in is None:
                store.errands.finish(errand.id)
            else:
                store.errands.postpone(errand, now, result.again_in)
            if result.is_faulty:
                self._alerts.tell_once("errand", now)
            if result.odd_word:
                self._alerts.tell_of_word(result.odd_word, now)
            application = store.applications.find(errand.application_id)
            if application is None or application.remains:  # it was erased meanwhile
                self._note_sent_and_erased(errand, result, now)
            else:
                self._apply(application, errand, result, now)
        self._postman.give()

    def _note_sent_and_erased(self, errand: OwedErrand, result: Result, now: datetime) -> None:
        """What had left when the consent was withdrawn cannot be recalled; that is told."""
        if isinstance(result.event, replies.SubmissionAccepted | replies.SubmissionUnclear):
            reference = errand.application_id.upper()
            self._store.audit.record(
                "sent-and-erased", actor=SERVICE, now=now, subject=errand.application_id
            )
            self._alerts.tell("sent-erased", now, reference=reference)

    def _apply(
        self, application: Application, errand: OwedErrand, result: Result, now: datetime
    ) -> None:
        if result.event:
            agent = self._store.agents.find(application.agent)
            assert agent is not None
            after = self._clerk.take(application, result.event, agent, now)
            if after and after.phase is Phase.PENDING and application.phase is not Phase.PENDING:
                self._watch.expect(now, after)
            if after and after.verdict and after.verdict != application.verdict:
                self._observer.verdict_found(after.verdict.decision)
        if result.notice:
            self._store.errands.note_warning(errand.id, result.notice.gravity)
            self._alerts.warn(application, result.notice.text, now)


def _raise_bug(job: asyncio.Task[None]) -> None:
    """An exception that escapes a job is a bug here and must end the loop, not hide."""
    if not job.cancelled():
        job.result()
