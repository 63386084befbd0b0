"""A small service that is always right: who was registered, the outcome, and what it shows.

It knows which customer a record belongs to but never says so; the tests compare with it.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Literal

from bot.ekyc import LogRow, State, Status
from bot.verdicts.look import Look, begin_of, is_before
from conversations.application import Application

Picks = Literal["newest", "oldest", "overwriting"]
Reads = Literal["whole", "newest page", "nothing"]

PHONE = "01712345678"
TODAY = date(2026, 11, 23)
_NEWEST = timedelta(days=2)


@dataclass(slots=True)
class Record:
    nid: str
    day: date
    verdict: State = State.PENDING


@dataclass(slots=True)
class ModelService:
    """`picks` is which record of a number the status shows; an overwriting one keeps one a person.

    `log` is how much of it can be read; `lists_invalid` whether it shows those that are invalid.
    """

    picks: Picks
    log: Reads
    lists_invalid: bool = True
    names_always: bool = False
    records: list[Record] = field(default_factory=list)

    def accepts(self, nid: str, day: date = TODAY, verdict: State = State.PENDING) -> Record:
        """Register somebody with the number."""
        if self.picks == "overwriting":
            self.records = [record for record in self.records if record.nid != nid]
        record = Record(nid, day, verdict)
        self.records.append(record)
        return record

    def shows(self, application: Application) -> Look:
        """Everything visible about the number now."""
        rows = [
            _row(each.nid, each.day, each.verdict)
            for each in reversed(self.records)
            if self._is_listed(each)
        ]
        if not self.records:
            status = None
        else:
            shown = self.records[0 if self.picks == "oldest" else -1]
            is_named = self.names_always or shown.verdict in {State.PASSED, State.FAILED}
            status = _status(shown.nid if is_named else None, shown.verdict)
        listed = sorted([*rows, *_STRANGERS], key=_day, reverse=True)
        if self.log == "newest page":
            listed = [row for row in listed if _day(row) >= TODAY - _NEWEST]
        return Look(
            status=status,
            is_denied=status is None,
            is_answered=True,
            rows=None
            if self.log == "nothing"
            else tuple(row for row in listed if row.mobile_number == PHONE),
            is_complete=self.log == "whole"
            or (self.log == "newest page" and is_before(listed, begin_of(application))),
            is_whole=self.log == "whole",
        )

    def _is_listed(self, record: Record) -> bool:
        return self.lists_invalid or record.verdict is not State.INVALID


@cache
def _status(nid: str | None, verdict: State) -> Status:
    return Status(
        state=verdict,
        raw_status=verdict,
        is_known_status=True,
        nid_number=nid,
        scores=(),
        textual_match=None,
        card_photo_match=None,
        selfie_match=None,
    )


@cache
def _row(nid: str, day: date, verdict: State, mobile: str = PHONE) -> LogRow:
    return LogRow(
        mobile_number=mobile,
        customer_name="",
        nid_number=nid,
        submitted_on=f"{day:%d/%m/%Y}",
        state=verdict,
        raw_status=verdict,
    )


@cache
def _day(row: LogRow) -> date:
    day, month, year = map(int, row.submitted_on.split("/"))
    return date(year, month, day)


#: Others that the log shows as well.
_STRANGERS = [
    _row("1" * 10, TODAY - timedelta(days=ago), State.PENDING, f"018{ago:08}") for ago in (0, 2, 9)
]
