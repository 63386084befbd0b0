"""Asking the service for the verdict of one application."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.ekyc import EkycClient, EkycError, State
from bot.errands.enquiry import is_listed, person_of
from bot.errands.result import Notice, Result, closing, wait_after
from bot.errands.verdict_search import NOTHING, Found, VerdictSearch
from bot.runtime.chance import chance
from bot.runtime.trusted_time import TrustedTime
from bot.verdicts import schedule
from bot.verdicts.log import VerificationLog
from conversations import replies
from conversations.application import Application, Phase
from conversations.verdict import Verdict
from storage import Store
from storage.errands import OwedErrand


class VerdictWork:
    def __init__(
        self,
        store: Store,
        service: EkycClient,
        log: VerificationLog,
        *,
        clock: Callable[[], datetime],
        time: TrustedTime,
        checks: Sequence[timedelta] = schedule.CHECKS,
        interval: timedelta = schedule.INTERVAL,
    ) -> None:
        self._checks = checks
        self._interval = interval
        self._log = log
        self._clock = clock
        self._time = time
        self._search = VerdictSearch(store, service, log)

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
        now = self._clock()
        if application.verdict:
            return await self._ask_once_more(errand, application, application.verdict, now)
        found, wait = NOTHING, None
        try:
            found = await self._search.find(application)
        except EkycError as error:
            wait = wait_after(error, errand.attempts)
        if found.is_decided:
            return self._decided(errand, application, found, now)
        pending = replies.StillPending(
            ticket=errand.ticket,
            pending_seen_in=found.judgement.pending_seen_in,
            is_unanswered=wait is not None,
        )
        if application.phase is Phase.CLOSED:
            return Result(event=pending, again_in=wait or schedule.AFTER_CLOSING)
        is_time_trusted = self._time.verify()
        # The clock may have been set back, or far ahead.
        age = max(now - submission.pressed_at, timedelta(0))
        if age >= schedule.CLOSED_AFTER and wait is None and is_time_trusted:
            return replace(closing(errand), again_in=schedule.AFTER_CLOSING)
        return Result(
            event=pending,
            again_in=wait or self._next_question(application, age),
            odd_word=found.odd_word,
            notice=_notice(found, age, warned=errand.warned) if is_time_trusted else None,
        )

    async def _ask_once_more(
        self, errand: OwedErrand, application: Application, known: Verdict, now: datetime
    ) -> Result:
        """Whether an announced verdict was corrected; anything else is not announced."""
        try:
            if await self._stands(application, known, now):
                return Result(again_in=self._next_check(application, known, now))
            found = await self._search.find(application)
        except EkycError as error:
            return Result(again_in=wait_after(error, errand.attempts))
        if found.is_decided:
            return self._decided(errand, application, found, now)
        return Result(again_in=self._next_check(application, known, now))

    def _decided(
        self, errand: OwedErrand, application: Application, found: Found, now: datetime
    ) -> Result:
        verdict = found.verdict(now)
        event = replies.VerdictFound(ticket=errand.ticket, verdict=verdict)
        return Result(event=event, again_in=self._next_check(application, verdict, now))

    def _next_question(self, application: Application, age: timedelta) -> timedelta:
        """How long to wait until the service is asked again about an application of that age."""
        # A complete list does not say why someone is missing: decided, or left out by mistake.
        pending = self._log.pending
        return schedule.next_question(
            age,
            is_log_understood=self._log.is_understood and not pending.is_whole,
            is_watched=pending.is_moving and is_listed(application, pending),
            interval=self._interval,
            jitter=chance(),
        )

    async def _stands(self, application: Application, known: Verdict, now: datetime) -> bool:
        """Whether the log, which serves many checks at once, still says the same."""
        is_young = now - known.found_at < schedule.YOUNG
        if is_young or not self._log.is_understood:
            return False
        return await self._log.standing.has(person_of(application), State(known.decision.value))

    def _next_check(
        self, application: Application, found: Verdict, now: datetime
    ) -> timedelta | None:
        """When to check whether the verdict is unchanged; a changed one counts as new."""
        known = application.verdict
        is_known = known is not None and known.decision == found.decision
        return schedule.next_check(
            known if known and is_known else found,
            now,
            jitter=chance(),
            checks=self._checks,
        )


def _notice(found: Found, age: timedelta, *, warned: int) -> Notice | None:
    """The notice about a lasting silence, once for each gravity."""
    judgement = found.judgement
    text, is_settling = "overdue", False
    if found.is_elsewhere:
        text, is_settling = "overdue-elsewhere", True
    elif judgement.is_ambiguous:
        text, is_settling = "overdue-ambiguous", True
    elif judgement.is_unknown:
        is_anothers = found.status is not None and found.status.nid_number is not None
        text, is_settling = "overdue-anothers" if is_anothers else "overdue-unknown", True
    gravity = schedule.gravity_of_silence(age, is_unknown=is_settling)
    return Notice(text, gravity) if gravity > warned else None
