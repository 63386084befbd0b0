"""A service that stores submissions, decides when a test says so, and is otherwise scripted."""

from dataclasses import dataclass, field
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from tests.support.scripted_service import (
    ACCEPTED,
    NOT_FOUND,
    PENDING,
    Answer,
    ScriptedService,
    row,
)
from tests.support.scripted_service import status as status_of

Picks = Literal["newest", "oldest"]


@dataclass
class StatefulService:
    """Every record of step 2 is a new row, the newest first; the status shows one of the number."""

    service: ScriptedService
    picks: Picks
    records: list[dict[str, str]] = field(default_factory=list)  # as rows of the log, oldest first
    about_nobody: Answer = NOT_FOUND  # what the status call says about an unknown number
    _submitted: list[dict[str, str]] = field(default_factory=list)
    shows_elsewhere: bool = True  # whether the status call, like the log, knows records from there

    def __post_init__(self) -> None:
        self.service.says("step 2", self._submit)
        self.service.says("status", self._status)

    def holds(
        self, verdict: str, nid: str, mobile: str, date: str = "23/11/2026"
    ) -> dict[str, str]:
        """Have it hold a record from elsewhere."""
        record = row(verdict, nid, mobile) | {"submitted_on": date}
        self.records.append(record)
        self._show()
        return record

    def is_slow_to_list(self) -> None:
        """The log does not show the newest record yet."""
        self.service.log_rows = list(reversed(self.records[:-1]))

    def decides(self, nid: str, verdict: str) -> None:
        """Decide the newest record of that card."""
        record = [each for each in self.records if each["customer_nid_number"] == nid][-1]
        record["verification_status"] = verdict
        self._show()

    def _submit(self, request: Request) -> Response:
        form = self.service.fields[-1]
        record = self.holds("pending", form["nid_no"], form["mobile_number"])
        self._submitted.append(record)
        return ACCEPTED(request)

    def _status(self, request: Request) -> Response:
        mobile = self.service.fields[-1]["mobile_number"]
        known = self.records if self.shows_elsewhere else self._submitted
        of_number = [each for each in known if each["customer_mobile_number"] == mobile]
        if not of_number:
            return self.about_nobody(request)
        record = of_number[0 if self.picks == "oldest" else -1]
        verdict = record["verification_status"]
        if verdict == "pending":
            return PENDING(request)
        names = verdict in {"passed", "failed"}  # the others name nobody
        nid = record["customer_nid_number"] if names else None
        return status_of(verdict, nid)(request)

    def _show(self) -> None:
        self.service.log_rows = list(reversed(self.records))
