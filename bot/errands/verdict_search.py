"""Finds the verdict of one application: by a status call, and the log only as far as needed."""

import contextlib
from dataclasses import dataclass, replace
from datetime import datetime

from bot.ekyc import EkycBusy, EkycClient, EkycError, EkycUnavailable, State, Status
from bot.errands.enquiry import Enquiry, is_listed
from bot.verdicts.judging import Judgement, judge
from bot.verdicts.log import LOG_KEPT, VerificationLog
from bot.verdicts.look import Look
from bot.verdicts.matching import Rivals
from bot.verdicts.scores import verdict_from
from conversations.application import Application
from conversations.submission import ANOTHERS
from conversations.verdict import Verdict
from storage import Store


@dataclass(frozen=True, slots=True)
class Found:
    """What is certain about an application, and the status reply that may explain it."""

    judgement: Judgement
    status: Status | None
    is_elsewhere: bool = False

    @property
    def odd_word(self) -> str | None:
        """An undocumented state."""
        return _odd_word(self.status)

    @property
    def is_decided(self) -> bool:
        """Whether a verdict of this application is certain."""
        return self.judgement.said not in {None, State.PENDING}

    @property
    def is_newer_than_status(self) -> bool:
        """Whether the service decided between the status call and the look into the log."""
        status = self.status
        return self.is_decided and status is not None and status.state is State.PENDING

    def verdict(self, now: datetime) -> Verdict:
        """The verdict that is certain, as stored."""
        said = self.judgement.said
        assert said is not None
        return verdict_from(said, self.status if self.judgement.is_explained else None, now)


#: No call gave any information.
NOTHING = Found(
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
_ELSEWHERE = replace(NOTHING, is_elsewhere=True)


class VerdictSearch:
    def __init__(self, store: Store, service: EkycClient, log: VerificationLog) -> None:
        self._log = log
        self._enquiry = Enquiry(store, service, log)

    async def find(self, application: Application) -> Found:
        """One status call, then as much of the log as needed to know whose verdict it is, or what
        an undocumented word for it means.

        A second one explains what was decided between the two. Raises EkycUnavailable and
        EkycDenied, but not where the log fails after a status call that showed a pending for the
        first time: that must be kept.
        """
        if not await self._enquiry.is_same_account(application):
            return _ELSEWHERE
        try:
            look = await self._enquiry.status(application)
        except EkycBusy:
            raise
        except EkycUnavailable as error:
            return await self._by_log_alone(application, error)
        judgement, _ = self._judge(application, look)
        if judgement.said is None or _odd_word(look.status):
            try:
                look, judgement = await self._by_log(application, look)
            except EkycError:
                if judgement.said is None and not _is_news(judgement, application):
                    raise
        found = Found(judgement, look.status)
        if found.is_newer_than_status:
            return await self._explained(found, application, look)
        return found

    async def _by_log(self, application: Application, look: Look) -> tuple[Look, Judgement]:
        look = await self._enquiry.with_log(look, application, kept=LOG_KEPT)
        judgement, rivals = self._judge(application, look)
        if judgement.said is None and self._may_be_farther_back(application, look, rivals):
            judgement = await self._read_on(application, look)
        return look, judgement

    async def _by_log_alone(self, application: Application, error: EkycUnavailable) -> Found:
        """What the log shows while the status call fails; raises `error` where that is no news."""
        try:
            _, judgement = await self._by_log(application, Look())
        except EkycError:
            raise error from None
        found = Found(judgement, None)
        if not (found.is_decided or _is_news(judgement, application)):
            raise error
        return found

    async def _explained(self, found: Found, application: Application, look: Look) -> Found:
        """The same verdict with its scores, if the status call explains it by now."""
        with contextlib.suppress(EkycError):
            again = replace(look, status=(await self._enquiry.status(application)).status)
            judgement, _ = self._judge(application, again)
            if judgement.is_explained and judgement.said is found.judgement.said:
                return Found(judgement, again.status)
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
        held = application.handed_in.held_before
        if held and not held.is_new:
            return look
        return await self._enquiry.with_decided_rows(look, application)

    def _may_be_farther_back(self, application: Application, look: Look, rivals: Rivals) -> bool:
        """Whether to read more of the log: a verdict may be hidden behind another record."""
        if look.rows is None or look.is_complete or look.is_denied:
            return False
        pending = self._log.pending
        if is_listed(application, pending):
            return False
        held = application.handed_in.held_before
        is_shared = rivals.of_number or (held and (not held.is_new or held.status == ANOTHERS))
        is_open = look.status is None or (
            look.status.state is State.PENDING and look.status.nid_number is None
        )
        return bool(is_shared) or not is_open or pending.is_whole


def _odd_word(status: Status | None) -> str | None:
    return status.raw_status if status and not status.is_known_status else None


def _is_news(judgement: Judgement, application: Application) -> bool:
    """Whether a source has shown a pending for the first time."""
    return judgement.pending_seen_in != application.handed_in.pending_seen_in
