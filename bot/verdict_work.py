"""Asking the service what became of one application."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from bot import verdicts
from bot.ekyc import (
    EkycClient,
    EkycError,
    EkycMisunderstood,
    EkycNotFound,
    EkycRefused,
    Status,
    Verdict,
)
from bot.report import Notice, Report, wait_after
from bot.verification_log import VerificationLog
from conversations import events
from conversations.application import Application
from storage.errands import OwedErrand

#: A sweep of the log brings status calls forward, and what it read serves those calls as well.
_LOG_KEPT = timedelta(minutes=1)


class VerdictWork:
    def __init__(
        self, service: EkycClient, log: VerificationLog, clock: Callable[[], datetime]
    ) -> None:
        self._service = service
        self._log = log
        self._clock = clock

    async def ask_verdict(self, errand: OwedErrand, application: Application) -> Report:
        """One status call, and a look into the log where that leaves open whose verdict it is.

        It goes on until there is a verdict; a silence that lasts is told, once for each gravity.
        """
        submission = application.submission
        if submission is None or submission.ticket != errand.ticket:
            return Report()
        again_in: timedelta | None = None
        said: Verdict | None = None
        status: Status | None = None
        is_unknown = False
        try:
            status = await self._status(application)
            rows = None
            if status is None or not verdicts.is_about(status, application):
                since = max(self._clock() - _LOG_KEPT, submission.pressed_at)
                rows = await self._log.rows(since=since)
            said = verdicts.said_of(application, status, rows)
            is_unknown = said is None
        except EkycError as error:
            again_in = wait_after(error, errand.attempts)
        now = self._clock()
        if said and said is not Verdict.PENDING:
            verdict = verdicts.verdict_from(application, said, status, now)
            if not verdicts.is_of_earlier_attempt(application, verdict, now):
                return Report(event=events.VerdictFound(ticket=errand.ticket, verdict=verdict))
        age = now - submission.pressed_at
        gravity = verdicts.gravity_of_silence(age, is_unknown=is_unknown)
        text = "overdue-unknown" if is_unknown else "overdue"
        scheduled = verdicts.next_question(
            age,
            is_log_understood=self._log.is_understood,
            jitter=random.random(),  # noqa: S311 - spreads load, hides nothing
        )
        return Report(
            event=events.StillPending(ticket=errand.ticket),
            again_in=again_in or scheduled,
            notice=Notice(text, gravity) if gravity > errand.warned else None,
        )

    async def _status(self, application: Application) -> Status | None:
        """The status reply; None when it tells nothing of the number."""
        try:
            return await self._service.ask_status(application.value("mobile_number") or "")
        except (EkycNotFound, EkycMisunderstood, EkycRefused):
            return None
