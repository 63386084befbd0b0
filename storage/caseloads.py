"""Agents' caseloads: their applications listed, counted and searched."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import count

from conversations.application import Application, Phase
from storage.clock import to_seconds
from storage.database import Database
from storage.documents import applications_where
from storage.keyed_hashes import KeyedHashes
from storage.marks import marks


class Which(StrEnum):
    """Which of an agent's applications are listed."""

    ALL = "all"
    DRAFTS = "drafts"
    WAITING = "waiting"
    PASSED = "passed"
    FAILED = "failed"  # or not found
    ACTION = "action"  # the agent can do something about them


_DRAFTS, _FAILED = "phase in ('filling', 'reviewing')", "decision in ('failed', 'invalid')"
_CONDITIONS = {
    Which.ALL: "true",
    Which.DRAFTS: _DRAFTS,
    Which.WAITING: "not is_erased and phase in ('submitting', 'checking', 'pending')",
    Which.PASSED: "decision = 'passed'",
    Which.FAILED: _FAILED,
    Which.ACTION: f"not is_erased and ({_DRAFTS} or {_FAILED} or phase = 'closed')",
}

#: Sealed texts that a search opens, the newest ones: some 50 ms.
MOST_OPENED = 5_000

_PAGE = 50  # applications
_BATCH = 500  # applications; some 20 ms

#: A shop's number may be typed for each customer; 200 are read in some 15 ms.
MOST_OF_NUMBER = 200
_LATEST = 1e12  # seconds since the epoch
_LAST_REFERENCE = "~"  # after every reference of an application


@dataclass(frozen=True, slots=True)
class Place:
    """Where an application is in the list of `begun_since`; `created_at` in seconds."""

    agent_id: int
    created_at: float
    id: str


def place_of(application: Application) -> Place:
    return Place(application.agent, to_seconds(application.created_at), application.id)


class Caseloads:
    def __init__(self, database: Database, hashes: KeyedHashes) -> None:
        self._database = database
        self._hashes = hashes

    def of_agent(
        self, agent_id: int, *, limit: int, offset: int = 0, which: Which = Which.ALL
    ) -> list[Application]:
        """The agent's applications, newest first."""
        return applications_where(
            self._database,
            # The inner query needs only the index, however far the offset.
            "where id in (select id from applications"
            f" where agent_id = ? and {_CONDITIONS[which]}"
            " order by created_at desc, id limit ? offset ?) order by created_at desc, id",
            (agent_id, limit, offset),
        )

    def count_of_agent(self, agent_id: int, which: Which = Which.ALL) -> int:
        row = self._database.row(
            f"select count(*) from applications where agent_id = ? and {_CONDITIONS[which]}",
            (agent_id,),
        )
        return int(row[0]) if row else 0

    def has_several_drafts(self, agent_id: int) -> Callable[[], bool]:
        """Whether the agent has more than one draft; the answer comes with the next question."""
        some = self._database.soon(
            f"select id from applications where agent_id = ? and {_DRAFTS} limit 2", (agent_id,)
        )
        return lambda: len(some()) > 1

    def count_by_phase(self, agent_id: int) -> dict[Phase, int]:
        """How many of the agent's applications are in each phase; those given up are in none."""
        rows = self._database.rows(
            "select phase, count(*) from applications where agent_id = ?"
            " and (phase = 'decided' or not is_erased) group by phase",
            (agent_id,),
        )
        return {Phase(phase): count for phase, count in rows}

    def some_of_agent(self, agent_id: int, *, limit: int) -> list[Application]:
        """Any of the agent's applications, at most that many."""
        return applications_where(
            self._database,
            # In the order of the index, or PostgreSQL reads all that was handed over before.
            "where agent_id = ? order by created_at desc, id limit ?",
            (agent_id, limit),
        )

    def newest_draft(self, agent_id: int) -> Application | None:
        return next(iter(self.drafts_of_agent(agent_id, limit=1)), None)

    def drafts_of_agent(self, agent_id: int, *, limit: int, offset: int = 0) -> list[Application]:
        """The agent's drafts, most recently changed first."""
        return applications_where(
            self._database,
            f"where agent_id = ? and {_DRAFTS} order by changed_at desc, id limit ? offset ?",
            (agent_id, limit, offset),
        )

    def search(self, agent_id: int, patterns: Collection[str]) -> list[str]:
        """References of the agent's applications whose search text contains one of these, newest
        first.

        A covering index answers the query. Sealed texts are opened and looked through instead,
        those of the newest MOST_OPENED applications.
        """
        if not patterns:
            return []
        if self._database.is_sealed:
            return self._search_sealed(agent_id, patterns)
        # Patterns and texts have no capital letters, which only SQLite takes for small ones here.
        contains = " or ".join("found_by like ? escape '!'" for _ in patterns)
        rows = self._database.rows(
            # Ordered here, since for an ordered list SQLite would rather read whole rows.
            "select created_at, id from applications"
            f" where agent_id = ? and found_by <> '' and ({contains})",
            (agent_id, *(f"%{_literal(pattern)}%" for pattern in patterns)),
        )
        return [reference for _, reference in sorted(rows, key=lambda row: (-row[0], row[1]))]

    def _search_sealed(self, agent_id: int, patterns: Collection[str]) -> list[str]:
        rows = self._database.rows(
            "select id, found_by from applications where agent_id = ? and found_by <> ''"
            " order by created_at desc, id limit ?",
            (agent_id, MOST_OPENED),
        )
        return [
            reference
            for reference, sealed in rows
            for text in [self._database.unseal(sealed, "applications.found_by", reference)]
            if any(pattern in text for pattern in patterns)
        ]

    def by_mobile(
        self, agent_id: int, mobile_number: str, *, limit: int = MOST_OF_NUMBER
    ) -> list[Application]:
        """The agent's newest applications with that number, newest first."""
        return applications_where(
            self._database,
            "where mobile_hash = ? and agent_id = ? and not is_erased"
            " order by created_at desc limit ?",
            (self._hashes.of("mobile_number", mobile_number), agent_id, limit),
        )

    def begun_since(
        self,
        agent_ids: Collection[int],
        since: datetime,
        *,
        until: datetime | None = None,
        after: Place | None = None,
    ) -> Iterator[Application]:
        """These agents' applications begun since then: by agent, each agent's newest first.

        If `until` is given, only those begun before it.

        They are read in batches during iteration, so they may be many. `after` is the place of the
        last one that an earlier call returned.
        """
        for agent_id in sorted(agent_ids):
            if after is None or agent_id > after.agent_id:
                end = Place(agent_id, to_seconds(until) if until else _LATEST, _LAST_REFERENCE)
                yield from self._begun_by(agent_id, since, end)
            elif agent_id == after.agent_id:
                yield from self._begun_by(agent_id, since, after)

    def _begun_by(self, agent_id: int, since: datetime, after: Place) -> Iterator[Application]:
        while True:
            begun, last = after.created_at, after.id
            batch = applications_where(
                self._database,
                "where agent_id = ? and created_at between ? and ?"
                " and (created_at < ? or id > ?) order by created_at desc, id limit ?",
                (agent_id, to_seconds(since), begun, begun, last, _BATCH),
            )
            yield from batch
            if len(batch) < _BATCH:
                return
            after = place_of(batch[-1])

    def count_begun(self, agent_ids: Collection[int], since: datetime, until: datetime) -> int:
        """How many were begun from `since` up to `until`."""
        row = self._database.row(
            f"select count(*) from applications where agent_id in ({marks(agent_ids)})"
            " and created_at >= ? and created_at < ?",
            (*agent_ids, to_seconds(since), to_seconds(until)),
        )
        return int(row[0]) if row else 0

    def unfinished(self, agent_ids: Collection[int], *, limit: int) -> list[Application]:
        """These agents' open applications, least recently moved first.

        Without the forms to which nobody agreed: of those an agent has hardly more than one.
        """
        found: list[Application] = []
        for offset in count(0, _PAGE):
            page = applications_where(
                self._database,
                # The inner query reads only the index, however many are unfinished.
                "where id in (select id from applications"
                f" where agent_id in ({marks(agent_ids)}) and phase not in ('decided', 'closed')"
                " and not is_erased order by changed_at, id limit ? offset ?)"
                " order by changed_at, id",
                (*agent_ids, _PAGE, offset),
            )
            found += [one for one in page if one.consent]
            if len(page) < _PAGE or len(found) >= limit:
                break
        return found[:limit]


def _literal(pattern: str) -> str:
    """The pattern of `like` that means these very characters."""
    for sign in "!%_":
        pattern = pattern.replace(sign, f"!{sign}")
    return pattern
