"""Customers recognised across all agents by mobile number and national ID, by keyed hashes.

The hashes outlast the form, so a customer is recognised after it is erased.
"""

from conversations.application import Application
from conversations.national_id import comparable_national_id
from storage.database import Database
from storage.documents import applications_where, opened_document
from storage.keyed_hashes import KeyedHashes
from storage.national_ids import national_id_of

#: A family shares a phone; a number with more applications is judged by its newest.
_MOST_SHARING = 50


class Customers:
    def __init__(self, database: Database, hashes: KeyedHashes) -> None:
        self._database = database
        self._hashes = hashes

    def of_mobile(
        self, mobile_number: str, *, agent_id: int | None = None, limit: int
    ) -> list[Application]:
        """Applications with that mobile number, of that or any agent, newest first."""
        return applications_where(
            self._database,
            "where mobile_hash = ?"
            + ("" if agent_id is None else " and agent_id = ?")
            + " order by created_at desc limit ?",
            (
                self._hashes.of("mobile_number", mobile_number),
                *([] if agent_id is None else [agent_id]),
                limit,
            ),
        )

    def owners_of_mobile(self, mobile_number: str) -> dict[int, int]:
        """The agents who have applications with that mobile number, and how many each has."""
        rows = self._database.rows(
            "select agent_id, count(*) from applications where mobile_hash = ? group by agent_id",
            (self._hashes.of("mobile_number", mobile_number),),
        )
        return dict(rows)

    def references_of_mobile(self, mobile_number: str, *, limit: int) -> list[tuple[str, int]]:
        """Those with that mobile number, newest first: the reference and the agent of each."""
        rows = self._database.rows(
            "select id, agent_id from applications where mobile_hash = ?"
            " order by created_at desc limit ?",
            (self._hashes.of("mobile_number", mobile_number), limit),
        )
        return [(reference, agent_id) for reference, agent_id in rows]

    def of_same_person(self, application: Application) -> list[Application]:
        """Others with its national ID, by any agent, newest first."""
        return applications_where(
            self._database,
            "where national_id_hash = ? and id <> ? order by created_at desc limit ?",
            (
                self._hashes.of("national_id", national_id_of(application)),
                application.id,
                _MOST_SHARING,
            ),
        )

    def sharing_number(self, application: Application) -> list[tuple[Application, bool]]:
        """Others with its mobile number, newest first, and whether of the same person."""
        rows = self._database.rows(
            "select id, document, national_id_hash = ? from applications"
            " where mobile_hash = ? and id <> ? order by created_at desc limit ?",
            (
                self._hashes.of("national_id", national_id_of(application)),
                self._hashes.of("mobile_number", application.value("mobile_number")),
                application.id,
                _MOST_SHARING,
            ),
        )
        return [
            (opened_document(self._database, reference, document), bool(is_same))
            for reference, document, is_same in rows
        ]

    def is_known(self, mobile_number: str, national_id: str) -> bool:
        """Whether anybody registered that person with that number here, erased forms included.

        A row of the service's log may lack the NID number; then the mobile number decides.
        """
        key = comparable_national_id(national_id)
        row = self._database.row(
            "select 1 from applications where mobile_hash = ? and ? in (national_id_hash, '')",
            (
                self._hashes.of("mobile_number", mobile_number),
                self._hashes.of("national_id", key) if national_id else "",
            ),
        )
        return row is not None
