"""Asking the service for the verdict of one application."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.ekyc import (
    EkycClient,
    EkycError,
    EkycMisunderstood,
    EkycNotFound,
    EkycRefused,
    Status,
    Verdict,
)
from bot.errands.result import Notice, Result, closing, wait_after
from bot.verdicts import matching, schedule
from bot.verdicts.log import VerificationLog
from bot.verdicts.pending_list import Person, person
from conversations import events
from conversations import verdict as decided
from conversations.application import Application, Phase
from storage.errands import OwedErrand

#: A sweep of the log brings status calls forward, and its rows serve those calls as well.
_LOG_KEPT = timedelta(minutes=1)


class VerdictWork:
    def __init__(
        self, service: EkycClient, log: VerificationLog, clock: Callable[[], datetime]
    ) -> None:
        self._service = service
        self._log = log
        self._clock = clock

    async def ask_verdict(self, errand: OwedErrand, application: Application) -> Result:
        """One status call, and a look into the log if it is unclear whose verdict it is.

        It repeats until there is a verdict. A lasting silence is reported, once for each gravity,
        and after a month the application is closed. A closed one is asked for weekly, and on
        request.
        """
        submission = application.submission
        if submission is None or submission.ticket != errand.ticket or application.is_draft:
            return Result()  # nothing to ask for, or being corrected
        if application.remains:
            return Result()  # its numbers are erased
        again_in: timedelta | None = None
        said: Verdict | None = None
        status: Status | None = None
        is_unknown = False
        odd_word: str | None = None
        try:
            if application.verdict and await self._stands(application, application.verdict):
                return Result(again_in=_next_check(application, application.verdict, self._clock()))
            status = await self._status(application)
            rows = None
            is_old_there = submission.held_before is not None
            if status is None or is_old_there or not matching.is_about(status, application):
                since = max(self._clock() - _LOG_KEPT, submission.pressed_at)
                rows = await self._log.rows(since=since)
            said = matching.said_of(application, status, rows)
            is_unknown = said is None
            odd_word = status.raw_status if status and not status.is_known_status else None
            is_news = matching.is_news(application, status, rows, self._clock())
            said = said if is_news else None
        except EkycError as error:
            again_in = wait_after(error, errand.attempts)
        now = self._clock()
        if said and said is not Verdict.PENDING:
            verdict = matching.verdict_from(application, said, status, now)
            found = events.VerdictFound(ticket=errand.ticket, verdict=verdict)
            return Result(event=found, again_in=_next_check(application, verdict, now))
        if application.verdict:  # checked again, and not announced now
            return Result(again_in=again_in or _next_check(application, application.verdict, now))
        pending = events.StillPending(ticket=errand.ticket, is_seen=said is Verdict.PENDING)
        if application.phase is Phase.CLOSED:
            return Result(event=pending, again_in=again_in or schedule.AFTER_CLOSING)
        age = now - submission.pressed_at
        if age >= schedule.CLOSED_AFTER and again_in is None:
            return replace(closing(errand), again_in=schedule.AFTER_CLOSING)
        gravity = schedule.gravity_of_silence(age, is_unknown=is_unknown)
        text = "overdue-unknown" if is_unknown else "overdue"
        # A complete list does not say why someone is missing: decided, or omitted by mistake.
        scheduled = schedule.next_question(
            age,
            is_log_understood=self._log.is_understood and not self._log.pending.is_whole,
            is_listed=_person(application) in self._log.pending,
            jitter=random.random(),  # noqa: S311 - spreads load, hides nothing
        )
        return Result(
            event=pending,
            again_in=again_in or scheduled,
            odd_word=odd_word,
            notice=Notice(text, gravity) if gravity > errand.warned else None,
        )

    async def _stands(self, application: Application, known: decided.Verdict) -> bool:
        """Whether the log, which serves many checks at once, still says the same."""
        if not self._log.is_understood:
            return False
        return await self._log.standing.has(_person(application), Verdict(known.decision.value))

    async def _status(self, application: Application) -> Status | None:
        """The status reply; None when it says nothing about the number."""
        try:
            return await self._service.ask_status(application.value("mobile_number") or "")
        except (EkycNotFound, EkycMisunderstood, EkycRefused):
            return None


def _person(application: Application) -> Person:
    return person(application.value("mobile_number") or "", application.value("nid_number") or "")


def _next_check(
    application: Application, found: decided.Verdict, now: datetime
) -> timedelta | None:
    """When to check whether the verdict is unchanged; a changed one counts as new."""
    known = application.verdict
    is_known = known is not None and known.decision == found.decision
    jitter = random.random()  # noqa: S311 - spreads load, hides nothing
    return schedule.next_check(known if known and is_known else found, now, jitter=jitter)
