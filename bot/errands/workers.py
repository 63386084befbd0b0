"""Which worker carries out which errand, and what happens after a bug of ours."""

import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from bot.errands.accounts import Account, Accounts
from bot.errands.at_work import AtWork
from bot.errands.card import CardWork
from bot.errands.enquiry import Enquiry
from bot.errands.lookup import Lookup
from bot.errands.photos import Photos
from bot.errands.picture import PictureWork
from bot.errands.result import Result, Worker
from bot.errands.submission import SubmissionWork
from bot.errands.verdict import VerdictWork
from bot.pictures.pool import PicturePool
from bot.pictures.short_memory import ShortMemory
from bot.runtime.backoff import backoff
from bot.runtime.logs import frames
from bot.runtime.timer import LoopTimer
from bot.runtime.trusted_time import TrustedTime
from bot.telegram.client import TelegramClient
from bot.verdicts.schedule import CHECKS, INTERVAL
from conversations import replies
from conversations.application import Application
from conversations.errands import Task
from conversations.replies import Replied
from storage import DatabaseFailed, Store
from storage.errands import OwedErrand

_log = logging.getLogger(__name__)

_FAULTS_BORNE = 5  # then the agent gets it back, as nobody else will fix it
_AFTER_FAULT = timedelta(seconds=30)

#: What the agent waits for with the chat open.
_LOOKED_AT = frozenset({Task.CHECK_PICTURE, Task.READ_CARD})


class Workers:
    """Carries out each errand with the token under which its application was begun."""

    def __init__(
        self,
        store: Store,
        telegram: TelegramClient,
        accounts: Accounts,
        pictures: PicturePool,
        previews: ShortMemory,
        *,
        clock: Callable[[], datetime],
        time: TrustedTime,
        checks: Sequence[timedelta] = CHECKS,
        interval: timedelta = INTERVAL,
    ) -> None:
        """`checks` are ages of a verdict at which it is checked again; `interval` is the wait of a
        fresh application between two status calls.
        """
        self._store = store
        self._pictures = pictures
        self._photos = Photos(telegram.files, pictures, ShortMemory())
        self._previews = previews
        self._clock = clock
        self._time = time
        self._checks = checks
        self._interval = interval
        self._accounts = accounts
        self._at_work = AtWork(telegram, LoopTimer())
        self._own: dict[Account, Mapping[Task, Worker]] = {}

    def _workers(self, application: Application) -> Mapping[Task, Worker]:
        account = self._accounts.of(application.account)
        if account not in self._own:
            self._own[account] = self._workers_of(account)
        return self._own[account]

    def _workers_of(self, account: Account) -> Mapping[Task, Worker]:
        store, photos, clock = self._store, self._photos, self._clock
        service, log = account.service, account.log
        picture = PictureWork(store, photos, clock=clock)
        card = CardWork(store, photos, self._pictures, service, self._previews, clock=clock)
        submission = SubmissionWork(store, photos, service, log, clock=clock)
        lookup = Lookup(Enquiry(store, service, log), clock=clock, time=self._time)
        verdict = VerdictWork(
            store,
            service,
            log,
            clock=clock,
            time=self._time,
            checks=self._checks,
            interval=self._interval,
        )
        return {
            Task.CHECK_PICTURE: picture.check_picture,
            Task.READ_CARD: card.read_card,
            Task.SUBMIT: submission.submit,
            Task.LOOK_UP: lookup.look_up,
            Task.ASK_VERDICT: verdict.ask_verdict,
        }

    async def carry_out(self, errand: OwedErrand, application: Application) -> Result:
        """Carry it out; raises only DatabaseFailed."""
        if application.remains:
            return Result()  # the form was erased: nothing left to ask by
        is_seen = errand.task in _LOOKED_AT and errand.attempts == 0
        shown = self._at_work.shown(application.agent) if is_seen else contextlib.nullcontext()
        try:
            async with shown:
                return await self._workers(application)[errand.task](errand, application)
        except DatabaseFailed:
            raise
        except Exception as error:  # noqa: BLE001 - logged, reported to the admins, still owed
            # One application that fails must not stop the others. The exception's message may
            # contain a customer's details, so it is left out.
            _log.error("Errand %s failed: %s", errand.task, frames(error))
            if errand.attempts + 1 >= _FAULTS_BORNE and (event := _given_up(errand)):
                return Result(event=event, is_faulty=True)
            again_in = backoff(errand.attempts, first=_AFTER_FAULT)
            return Result(event=_delayed(errand), again_in=again_in, is_faulty=True)


def _delayed(errand: OwedErrand) -> Replied | None:
    match errand.task:
        case Task.READ_CARD:
            return replies.CardDelayed(ticket=errand.ticket, reason="reading-faulty")
        case Task.SUBMIT:
            return replies.SubmissionDelayed(ticket=errand.ticket, reason="state-submitting-faulty")
    return None


def _given_up(errand: OwedErrand) -> Replied | None:
    """The event that returns the application to the agent; None if only waiting helps."""
    ticket, reason = errand.ticket, "program-failed"
    match errand.task:
        case Task.CHECK_PICTURE:
            return replies.PictureRefused(ticket=ticket, slot=errand.subject, reason=reason)
        case Task.READ_CARD:
            return replies.CardRefused(ticket=ticket, reason=reason)
        case Task.SUBMIT:
            return replies.SubmissionRefused(ticket=ticket, reason=reason)
    return None
