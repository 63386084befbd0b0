"""Applications sent to the service, and those being sent."""

from dataclasses import dataclass, field
from datetime import datetime

from conversations.application import Application
from conversations.errands import DENIED, Task
from conversations.national_id import comparable_national_id
from storage.clock import AT_ONCE, from_seconds, to_seconds
from storage.database import Database
from storage.keyed_hashes import KeyedHashes
from storage.national_ids import national_id_of


@dataclass(frozen=True, slots=True)
class Awaiting:
    """What verdict watching needs of an application; `account` is the token's holder."""

    id: str
    account: str
    mobile_number: str = field(repr=False)
    national_id_key: str = field(repr=False)
    submitted_at: datetime


class Submissions:
    def __init__(self, database: Database, hashes: KeyedHashes) -> None:
        self._database = database
        self._hashes = hashes

    def awaiting_verdict(self, *, after: Awaiting | None = None, limit: int) -> list[Awaiting]:
        """Every agent's applications whose background check runs, longest waiting first.

        `after` is the last one of the previous page.
        """
        # The phase is a literal so that the covering index, which holds no other, can be used.
        rows = self._database.rows(
            "select id, account, mobile_number, national_id_key, submitted_at from applications"
            " where phase = 'pending' and not is_erased"
            " and (submitted_at, id) > (?, ?) order by submitted_at, id limit ?",
            (
                to_seconds(after.submitted_at) if after else AT_ONCE,
                after.id if after else "",
                limit,
            ),
        )
        return [
            Awaiting(
                number,
                account,
                self._opened(number, "mobile_number", mobile),
                self._opened(number, "national_id_key", key),
                from_seconds(submitted_at),
            )
            for number, account, mobile, key, submitted_at in rows
        ]

    def _opened(self, reference: str, column: str, text: str | None) -> str:
        return self._database.unseal(text, f"applications.{column}", reference) if text else ""

    def was_sent_with(
        self, token: str, mobile_number: str, national_id: str, *, besides: str
    ) -> bool:
        """Whether that person was submitted with that number and that token of the service.

        The application with the reference `besides` does not count.
        """
        row = self._database.row(
            "select 1 from applications where mobile_hash = ? and national_id_hash = ?"
            " and sent_with = ? and id <> ?",
            (
                self._hashes.of("mobile_number", mobile_number),
                self._hashes.of("national_id", comparable_national_id(national_id)),
                token,
                besides,
            ),
        )
        return row is not None

    def is_being_sent(self, application: Application) -> bool:
        """Whether another application of the same person and mobile number is being submitted.

        A submission counts from just before its first byte leaves until a reply or a lookup tells
        its outcome. One that only waits to be sent does not count.
        """
        row = self._database.row(
            "select 1 from applications join errands on errands.application_id = applications.id"
            " where mobile_hash = ? and national_id_hash = ? and not is_erased"
            " and applications.id <> ?"
            " and ((task = ? and subject <> ?) or (task = ? and started_at is not null))",
            (
                self._hashes.of("mobile_number", application.value("mobile_number")),
                self._hashes.of("national_id", national_id_of(application)),
                application.id,
                Task.LOOK_UP,
                DENIED,
                Task.SUBMIT,
            ),
        )
        return row is not None
