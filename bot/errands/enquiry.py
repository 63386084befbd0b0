"""Asking the service about one application: the status call, and as much of the log as needed."""

from dataclasses import replace

from bot.ekyc import (
    EkycClient,
    EkycMisunderstood,
    EkycNobodyShown,
    EkycNotFound,
    EkycRefused,
    LogRow,
    LogSweep,
    State,
)
from bot.verdicts.log import LOG_KEPT, VerificationLog
from bot.verdicts.look import Look, begin_of, reaches
from bot.verdicts.matching import Rivals, rivals_of
from bot.verdicts.pending_list import PendingList, Person, person
from conversations.application import Application
from storage import Store

#: How many of the newest rows are compared with applications sent with an earlier token.
_ROWS_COMPARED = 200


class Enquiry:
    """Fetches what the pure judgements need, under one account; decides nothing itself."""

    def __init__(self, store: Store, service: EkycClient, log: VerificationLog) -> None:
        self._store = store
        self._service = service
        self._log = log
        self._tokens_of_account: set[tuple[str, str]] = set()  # an earlier one, and the present

    def rivals(self, application: Application) -> Rivals:
        """Other applications of ours that the service's reply may mean."""
        return rivals_of(application, self._store.customers.sharing_number(application))

    async def status(self, application: Application, *, urgent: bool = False) -> Look:
        """The status call alone. Raises EkycUnavailable and EkycDenied."""
        mobile_number = application.value("mobile_number") or ""
        try:
            status = await self._service.ask_status(mobile_number, urgent=urgent)
        except EkycNotFound:
            return Look(is_denied=True, is_answered=True)
        except EkycNobodyShown:
            return Look(is_nobody_shown=True, is_answered=True)
        except (EkycMisunderstood, EkycRefused):
            return Look(is_answered=True)
        return Look(status=status, is_answered=True)

    async def with_log(
        self, look: Look, application: Application, *, kept: float = 0.0, is_far: bool = False
    ) -> Look:
        """The same with the newest rows of the log; `is_far`: back to before the submission.

        A reading from the last `kept` seconds is used again. Raises EkycUnavailable and EkycDenied.
        """
        begin = begin_of(application)
        sweep = await self._log.sweep(
            someone=person_of(application),
            kept=kept,
            back_to=begin if is_far else None,
        )
        if sweep is None:
            return replace(look, rows=None, is_complete=False, is_whole=False)
        return replace(
            look,
            rows=_of_number(sweep, application),
            is_complete=reaches(sweep, begin),
            is_whole=sweep.is_whole,
        )

    async def with_decided_rows(self, look: Look, application: Application) -> Look:
        """The same with only the rows that have a verdict, if the whole log is too long.

        Raises EkycUnavailable and EkycDenied.
        """
        for state in (State.FAILED, State.PASSED):
            sweep = await self._log.decided(state, begin_of(application))
            if sweep and (rows := _of_number(sweep, application)):
                return replace(look, rows=rows, is_complete=False, is_whole=False)
        return look

    async def is_same_account(self, application: Application) -> bool:
        """Whether the account asked now is the one the application was sent with.

        A new token may belong to the same account: then its log shows what was sent with the
        old one. Raises EkycUnavailable and EkycDenied.
        """
        token = application.handed_in.token
        if token is None or self._service.has_token(token):
            return True
        if self._is_of_account(token):
            return True
        if await self._log_shows(token, application.id):  # the log of the token as it is by then
            self._tokens_of_account.add((token, self._service.token_digest))
        return self._is_of_account(token)

    def _is_of_account(self, token: str) -> bool:
        return (token, self._service.token_digest) in self._tokens_of_account

    async def _log_shows(self, token: str, besides: str) -> bool:
        """Whether the newest rows hold another customer who was sent with that token."""
        sweep = await self._log.sweep(kept=LOG_KEPT)
        was_sent = self._store.submissions.was_sent_with
        return sweep is not None and any(
            was_sent(token, row.mobile_number, row.nid_number, besides=besides)
            for row in sweep.rows[:_ROWS_COMPARED]
        )


def person_of(application: Application) -> Person:
    """The customer as the lists of the service name them."""
    return person(application.value("mobile_number") or "", application.value("nid_number") or "")


def is_listed(application: Application, pending: PendingList) -> bool:
    """Whether the list of pending ones shows this submission; an older one hides that."""
    held = application.handed_in.held_before
    return person_of(application) in pending and not (held and held.was_pending)


def _of_number(sweep: LogSweep, application: Application) -> tuple[LogRow, ...]:
    mobile_number = application.value("mobile_number")
    return tuple(row for row in sweep.rows if row.mobile_number == mobile_number)
