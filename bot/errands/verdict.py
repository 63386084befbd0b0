"""Asking the service for the verdict of one application."""

import contextlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.ekyc import EkycClient, EkycError, Status
from bot.ekyc import Verdict as Said
from bot.errands.enquiry import Enquiry, person_of
from bot.errands.result import Notice, Result, closing, wait_after
from bot.runtime.trusted_time import TrustedTime
from bot.verdicts import schedule
from bot.verdicts.judging import Judgement, judge, verdict_from
from bot.verdicts.log import LOG_KEPT, VerificationLog
from bot.verdicts.look import Look
from bot.verdicts.matching import Rivals
from conversations import replies
from conversations import verdict as decided
from conversations.application import Application, Phase
from conversations.submission import ANOTHERS
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
    ) -> None:
        self._checks = checks
        self._service = service
        self._log = log
        self._clock = clock
        self._time = time
        self._enquiry = Enquiry(store, service, log)

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
            return await self._ask_once_more(errand, application, application.verdict)
        again_in: timedelta | None = None
        found, is_unanswered = _NOTHING, False
        try:
            found = await self._find(application)
        except EkycError as error:
            again_in, is_unanswered = wait_after(error, errand.attempts), True
        if (said := found.judgement.said) and said is not Said.PENDING:
            verdict = found.verdict(now)
            event = replies.VerdictFound(ticket=errand.ticket, verdict=verdict)
            return Result(event=event, again_in=self._next_check(application, verdict, now))
        pending = replies.StillPending(
            ticket=errand.ticket,
            pending_seen_in=found.judgement.pending_seen_in,
            is_unanswered=is_unanswered,
        )
        if application.phase is Phase.CLOSED:
            return Result(event=pending, again_in=again_in or schedule.AFTER_CLOSING)
        is_time_trusted = self._time.is_trusted()
        # The clock may have been set back, or far ahead.
        age = max(now - submission.pressed_at, timedelta(0))
        if age >= schedule.CLOSED_AFTER and again_in is None and is_time_trusted:
            return replace(closing(errand), again_in=schedule.AFTER_CLOSING)
        # A complete list does not say why someone is missing: decided, or left out by mistake.
        scheduled = schedule.next_question(
            age,
            is_log_understood=self._log.is_understood and not self._log.pending.is_whole,
            is_listed=person_of(application) in self._log.pending,
            jitter=random.random(),  # noqa: S311 - spreads load, hides nothing
        )
        return Result(
            event=pending,
            again_in=again_in or scheduled,
            odd_word=found.odd_word,
            notice=_notice(found, age, warned=errand.warned) if is_time_trusted else None,
        )

    async def _ask_once_more(
        self, errand: OwedErrand, application: Application, known: decided.Verdict
    ) -> Result:
        """Whether an announced verdict was corrected; anything else is not announced."""
        now = self._clock()
        try:
            if await self._stands(application, known):
                return Result(again_in=self._next_check(application, known, now))
            found = await self._find(application)
        except EkycError as error:
            return Result(again_in=wait_after(error, errand.attempts))
        if found.judgement.said in {None, Said.PENDING}:
            return Result(again_in=self._next_check(application, known, now))
        verdict = found.verdict(now)
        event = replies.VerdictFound(ticket=errand.ticket, verdict=verdict)
        return Result(event=event, again_in=self._next_check(application, verdict, now))

    async def _find(self, application: Application) -> "_Found":
        """One status call, then as much of the log as needed to know whose verdict it is.

        A second one explains what was decided between the two. Raises EkycUnavailable and
        EkycDenied.
        """
        if not await self._enquiry.is_same_account(application):
            return _ELSEWHERE
        look = await self._enquiry.status(application)
        judgement, _ = self._judge(application, look)
        if judgement.said is None:
            look = await self._enquiry.with_log(look, application, kept=LOG_KEPT)
            judgement, rivals = self._judge(application, look)
            if judgement.said is None and self._may_be_farther_back(application, look, rivals):
                judgement = await self._read_on(application, look)
        found = _Found(judgement, look.status)
        if found.is_newer_than_status:
            return await self._explained(found, application, look)
        return found

    async def _explained(self, found: "_Found", application: Application, look: Look) -> "_Found":
        """The same verdict with its scores, if the status call explains it by now."""
        with contextlib.suppress(EkycError):
            again = replace(look, status=(await self._enquiry.status(application)).status)
            judgement, _ = self._judge(application, again)
            if judgement.is_explained and judgement.said is found.judgement.said:
                return _Found(judgement, again.status)
        return found

    async def _read_on(self, application: Application, look: Look) -> Judgement:
        """Search further back for our own row: among all, then among those with a verdict.

        Raises EkycUnavailable and EkycDenied.
        """
        look = await self._enquiry.with_log(look, application, kept=LOG_KEPT, is_far=True)
        judgement, rivals = self._judge(application, look)
        if judgement.said is None and not (look.is_complete or rivals.of_person):
            look = await self._with_decided_rows(look, application)
            judgement, _ = self._judge(application, look)
        return judgement

    def _judge(self, application: Application, look: Look) -> tuple[Judgement, Rivals]:
        """What the look shows; rivals are found after it, as one may have come meanwhile."""
        rivals = self._enquiry.rivals(application)
        return judge(application, look, rivals), rivals

    async def _with_decided_rows(self, look: Look, application: Application) -> Look:
        """Only the rows with a verdict, if nobody can have had one before."""
        submission = application.submission
        held = submission.held_before if submission else None
        if held and not held.is_new:
            return look
        return await self._enquiry.with_decided_rows(look, application)

    def _may_be_farther_back(self, application: Application, look: Look, rivals: Rivals) -> bool:
        """Whether to read more of the log: a verdict may be hidden behind another record."""
        if look.rows is None or look.is_complete or look.is_denied:
            return False
        pending = self._log.pending
        if person_of(application) in pending:
            return False
        submission = application.submission
        held = submission.held_before if submission else None
        is_shared = rivals.of_number or (held and (not held.is_new or held.status == ANOTHERS))
        is_open = look.status is None or (
            look.status.verdict is Said.PENDING and look.status.nid_number is None
        )
        return bool(is_shared) or not is_open or pending.is_whole

    async def _stands(self, application: Application, known: decided.Verdict) -> bool:
        """Whether the log, which serves many checks at once, still says the same."""
        is_young = self._clock() - known.found_at < schedule.YOUNG
        if is_young or not self._log.is_understood:
            return False
        return await self._log.standing.has(person_of(application), Said(known.decision.value))

    def _next_check(
        self, application: Application, found: decided.Verdict, now: datetime
    ) -> timedelta | None:
        """When to check whether the verdict is unchanged; a changed one counts as new."""
        known = application.verdict
        is_known = known is not None and known.decision == found.decision
        return schedule.next_check(
            known if known and is_known else found,
            now,
            jitter=random.random(),  # noqa: S311 - spreads load, hides nothing
            checks=self._checks,
        )


@dataclass(frozen=True, slots=True)
class _Found:
    """What is certain about an application, and the status reply that may explain it."""

    judgement: Judgement
    status: Status | None
    is_elsewhere: bool = False

    @property
    def odd_word(self) -> str | None:
        """An undocumented state."""
        status = self.status
        return status.raw_status if status and not status.is_known_status else None

    @property
    def is_newer_than_status(self) -> bool:
        """Whether the service decided between the status call and the look into the log."""
        said, status = self.judgement.said, self.status
        is_decided = said is not None and said is not Said.PENDING
        return is_decided and status is not None and status.verdict is Said.PENDING

    def verdict(self, now: datetime) -> decided.Verdict:
        said = self.judgement.said
        assert said is not None
        return verdict_from(said, self.status if self.judgement.is_explained else None, now)


#: No call gave any information.
_NOTHING = _Found(
    Judgement(
        said=None,
        is_explained=False,
        is_unknown=False,
        is_ambiguous=False,
        pending_seen_in=frozenset(),
    ),
    None,
)

#: The account that it was sent with is not available.
_ELSEWHERE = replace(_NOTHING, is_elsewhere=True)


def _notice(found: _Found, age: timedelta, *, warned: int) -> Notice | None:
    """The notice about a lasting silence, once for each gravity."""
    judgement = found.judgement
    text, is_settling = "overdue", False
    if found.is_elsewhere:
        text, is_settling = "overdue-elsewhere", True
    elif judgement.is_ambiguous:
        text, is_settling = "overdue-ambiguous", True
    elif judgement.is_unknown:
        text, is_settling = "overdue-unknown", True
    gravity = schedule.gravity_of_silence(age, is_unknown=is_settling)
    return Notice(text, gravity) if gravity > warned else None
