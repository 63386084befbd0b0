"""Customers' registrations: one JSON document per row, with columns for what is searched."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

import msgspec

from conversations.application import Application, Phase
from conversations.errands import DENIED, Task
from conversations.national_id import national_id_key
from conversations.search import search_text
from storage.clock import AT_ONCE, from_seconds, to_seconds
from storage.database import Database
from storage.keyed_hashes import KeyedHashes

_SAVE = """
    insert into applications (id, agent_id, phase, decision, mobile_number, national_id_key,
                              created_at, changed_at, submitted_at, document,
                              mobile_hash, national_id_hash, is_erased, found_by, account)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (id) do update set
        agent_id = excluded.agent_id, phase = excluded.phase, decision = excluded.decision,
        mobile_number = excluded.mobile_number, national_id_key = excluded.national_id_key,
        changed_at = excluded.changed_at, submitted_at = excluded.submitted_at,
        document = excluded.document,
        mobile_hash = iif(excluded.is_erased, mobile_hash, excluded.mobile_hash),
        national_id_hash = iif(excluded.is_erased, national_id_hash, excluded.national_id_hash),
        is_erased = excluded.is_erased, found_by = excluded.found_by, account = excluded.account
"""


_CHUNK = 50  # applications in one transaction


class Which(StrEnum):
    """Which of an agent's applications are listed."""

    ALL = "all"
    DRAFTS = "drafts"
    WAITING = "waiting"
    PASSED = "passed"
    FAILED = "failed"  # or not found
    ACTION = "action"  # the agent can do something about them


#: A family shares a phone; a number with more people is judged by its newest.
_MOST_SHARING = 50

_DRAFTS, _FAILED = "phase in ('filling', 'reviewing')", "decision in ('failed', 'invalid')"
_CONDITIONS = {
    Which.ALL: "1",
    Which.DRAFTS: _DRAFTS,
    Which.WAITING: "not is_erased and phase in ('submitting', 'checking', 'pending')",
    Which.PASSED: "decision = 'passed'",
    Which.FAILED: _FAILED,
    Which.ACTION: f"not is_erased and ({_DRAFTS} or {_FAILED} or phase = 'closed')",
}

_BATCH = 500  # applications; some 20 ms
_LATEST = 1e12  # seconds since the epoch


@dataclass(frozen=True, slots=True)
class Awaiting:
    """What verdict watching needs of an application; `account` is the token's holder."""

    id: str
    account: str
    mobile_number: str = field(repr=False)
    national_id_key: str = field(repr=False)
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where an application is in the list of `begun_since`; `created_at` in seconds."""

    agent_id: int
    created_at: float
    id: str


def place_of(application: Application) -> Place:
    return Place(application.agent, to_seconds(application.created_at), application.id)


@dataclass(frozen=True, slots=True)
class Idle:
    """An application and when it moved last."""

    id: str
    moved_at: datetime


class Applications:
    def __init__(self, database: Database, hashes: KeyedHashes) -> None:
        self._database = database
        self._hashes = hashes
        self._encoder = msgspec.json.Encoder()
        self._decoder = msgspec.json.Decoder(Application)

    def find(self, application_id: str) -> Application | None:
        row = self._database.row(
            "select document from applications where id = ?", (application_id,)
        )
        return self._decoder.decode(row[0]) if row else None

    def phase_of(self, application_id: str) -> Phase | None:
        row = self._database.row("select phase from applications where id = ?", (application_id,))
        return Phase(row[0]) if row else None

    def is_there(self, application_id: str) -> bool:
        """Whether the application still exists."""
        return bool(
            self._database.row("select 1 from applications where id = ?", (application_id,))
        )

    def are_there(self) -> bool:
        """Whether there is any application at all."""
        return bool(self._database.row("select 1 from applications limit 1"))

    def save(self, application: Application) -> None:
        submission = application.submission
        self._database.run(
            _SAVE,
            (
                application.id,
                application.agent,
                application.phase,
                application.verdict.decision if application.verdict else None,
                application.value("mobile_number"),
                _key_of(application),
                to_seconds(application.created_at),
                to_seconds(application.changed_at),
                to_seconds(submission.pressed_at) if submission else None,
                self._encoder.encode(application).decode(),
                self._hashes.of("mobile_number", application.value("mobile_number")),
                self._hashes.of("national_id", _key_of(application)),
                int(application.remains is not None),
                search_text(application),
                application.account,
            ),
        )
        self._save_attempts(application)

    def _save_attempts(self, application: Application) -> None:
        """Store every verdict for counting, including those of corrected attempts."""
        verdicts = [attempt.verdict for attempt in application.earlier]
        if application.verdict:
            verdicts.append(application.verdict)
        for number, verdict in enumerate(verdicts, 1):
            self._database.run(
                "insert into attempts values (?, ?, ?, ?, ?, ?) on conflict do update set"
                " agent_id = excluded.agent_id, decision = excluded.decision,"
                " reasons = excluded.reasons",
                (
                    application.id,
                    number,
                    application.agent,
                    to_seconds(application.created_at),
                    verdict.decision,
                    " ".join(verdict.reasons),
                ),
            )

    def idle(
        self, phase: Phase, before: datetime, *, after: Idle | None = None, limit: int
    ) -> list[Idle]:
        """Applications in the phase that last moved before then, least recently moved first.

        Only those whose form is not erased; `after` is the last one of the previous page.
        """
        last = after or Idle("", datetime.min.replace(tzinfo=UTC))
        rows = self._database.rows(
            "select id, changed_at from applications where not is_erased and phase = ?"
            " and changed_at < ? and (changed_at, id) > (?, ?) order by changed_at, id limit ?",
            (phase, to_seconds(before), to_seconds(last.moved_at), last.id, limit),
        )
        return [Idle(reference, from_seconds(moved_at)) for reference, moved_at in rows]

    def date_back(self, now: datetime) -> None:
        """Correct moves recorded by a clock that was ahead; they would be kept for too long."""
        for phase in Phase:
            moved = _CHUNK
            while moved == _CHUNK:
                with self._database.transaction():
                    ahead = self._list(
                        "where phase = ? and not is_erased and changed_at > ? limit ?",
                        (phase, to_seconds(now), _CHUNK),
                    )
                    for application in ahead:
                        self.save(replace(application, changed_at=now))
                moved = len(ahead)

    def erase(self, application_id: str) -> None:
        self._database.run("delete from applications where id = ?", (application_id,))

    def of_agent(
        self, agent_id: int, *, limit: int, offset: int = 0, which: Which = Which.ALL
    ) -> list[Application]:
        """The agent's applications, newest first."""
        return self._list(
            # The inner query needs only the index, however far the offset.
            "where id in (select id from applications"
            f" where agent_id = ? and {_CONDITIONS[which]}"
            " order by created_at desc, id limit ? offset ?) order by created_at desc, id",
            (agent_id, limit, offset),
        )

    def count_of_agent(self, agent_id: int, which: Which = Which.ALL) -> int:
        row = self._database.row(
            # The index is named because SQLite would count over the larger search index.
            "select count(*) from applications indexed by applications_of_agent"
            f" where agent_id = ? and {_CONDITIONS[which]}",
            (agent_id,),
        )
        return int(row[0]) if row else 0

    def drafts_of_agent(self, agent_id: int, *, limit: int, offset: int = 0) -> list[Application]:
        """The agent's drafts, most recently changed first."""
        return self._list(
            f"where agent_id = ? and {_CONDITIONS[Which.DRAFTS]}"
            " order by changed_at desc, id limit ? offset ?",
            (agent_id, limit, offset),
        )

    def search(self, agent_id: int, patterns: Collection[str]) -> list[str]:
        """References of the agent's applications whose search text contains one of these, newest
        first.

        A covering index answers the query.
        """
        if not patterns:
            return []
        contains = " or ".join("instr(found_by, ?)" for _ in patterns)
        rows = self._database.rows(
            "select id from applications indexed by applications_to_search"
            f" where agent_id = ? and ({contains})"
            " order by created_at desc, id",
            (agent_id, *patterns),
        )
        return [reference for (reference,) in rows]

    def of_mobile(
        self, mobile_number: str, *, agent_id: int | None = None, limit: int
    ) -> list[Application]:
        """Applications with that mobile number, of that or any agent, newest first."""
        return self._list(
            "where mobile_hash = ?"
            + ("" if agent_id is None else " and agent_id = ?")
            + " order by created_at desc limit ?",
            (
                self._hashes.of("mobile_number", mobile_number),
                *([] if agent_id is None else [agent_id]),
                limit,
            ),
        )

    def some_of_agent(self, agent_id: int, *, limit: int) -> list[Application]:
        """Any of the agent's applications, at most that many."""
        return self._list("where agent_id = ? limit ?", (agent_id, limit))

    def count_by_phase(self, agent_id: int) -> dict[Phase, int]:
        rows = self._database.rows(
            "select phase, count(*) from applications where agent_id = ? group by phase",
            (agent_id,),
        )
        return {Phase(phase): count for phase, count in rows}

    def by_mobile(self, agent_id: int, mobile_number: str) -> list[Application]:
        """The agent's applications with that number, newest first."""
        return self._list(
            "where mobile_number = ? and agent_id = ? order by created_at desc",
            (mobile_number, agent_id),
        )

    def of_same_person(self, application: Application, *, limit: int) -> list[Application]:
        """Applications with the same national ID, by any agent, newest first.

        Erased forms are recognised by the number's keyed hash.
        """
        return self._list(
            "where national_id_hash = ? order by created_at desc limit ?",
            (self._hashes.of("national_id", _key_of(application)), limit),
        )

    def begun_since(
        self,
        agent_ids: Collection[int],
        since: datetime,
        *,
        after: Place | None = None,
    ) -> Iterator[Application]:
        """These agents' applications begun since then: by agent, each agent's newest first.

        They are read in batches during iteration, so they may be many. `after` is the place of the
        last one that an earlier call returned.
        """
        for agent_id in sorted(agent_ids):
            if after is None or agent_id > after.agent_id:
                yield from self._begun_by(agent_id, since, None)
            elif agent_id == after.agent_id:
                yield from self._begun_by(agent_id, since, after)

    def _begun_by(
        self, agent_id: int, since: datetime, after: Place | None
    ) -> Iterator[Application]:
        while True:
            begun, last = (after.created_at, after.id) if after else (_LATEST, "")
            batch = self._list(
                "where agent_id = ? and created_at between ? and ?"
                " and (created_at < ? or id > ?) order by created_at desc, id limit ?",
                (agent_id, to_seconds(since), begun, begun, last, _BATCH),
            )
            yield from batch
            if len(batch) < _BATCH:
                return
            after = place_of(batch[-1])

    def count_begun_since(self, agent_ids: Collection[int], since: datetime) -> int:
        marks = ", ".join("?" * len(agent_ids))
        row = self._database.row(
            f"select count(*) from applications where agent_id in ({marks}) and created_at >= ?",
            (*agent_ids, to_seconds(since)),
        )
        return int(row[0]) if row else 0

    def unfinished(self, agent_ids: Collection[int], *, limit: int) -> list[Application]:
        """These agents' open applications, least recently moved first."""
        marks = ", ".join("?" * len(agent_ids))
        return self._list(
            # The inner query reads only the index, however many are unfinished.
            "where id in (select id from applications"
            f" where agent_id in ({marks}) and phase not in ('decided', 'closed')"
            " and not is_erased order by changed_at limit ?) order by changed_at",
            (*agent_ids, limit),
        )

    def is_known(self, mobile_number: str, national_id: str) -> bool:
        """Whether anybody registered that person with that number here, erased forms included.

        A row of the service's log may lack the NID number; then the mobile number decides.
        """
        row = self._database.row(
            "select 1 from applications where mobile_hash = ? and ? in (national_id_hash, '')",
            (
                self._hashes.of("mobile_number", mobile_number),
                self._hashes.of("national_id", _comparable(national_id)) if national_id else "",
            ),
        )
        return row is not None

    def awaiting_verdict(self, *, after: Awaiting | None = None, limit: int) -> list[Awaiting]:
        """Every agent's applications whose background check runs, longest waiting first.

        `after` is the last one of the previous page.
        """
        # The phase is a literal so that SQLite can use the covering index.
        rows = self._database.rows(
            "select id, account, mobile_number, national_id_key, submitted_at from applications"
            " indexed by applications_pending where phase = 'pending' and not is_erased"
            " and (submitted_at, id) > (?, ?) order by submitted_at, id limit ?",
            (
                to_seconds(after.submitted_at) if after else AT_ONCE,
                after.id if after else "",
                limit,
            ),
        )
        return [
            Awaiting(number, account, mobile or "", key or "", from_seconds(submitted_at))
            for number, account, mobile, key, submitted_at in rows
        ]

    def sharing_number(self, application: Application) -> list[tuple[Application, bool]]:
        """Others with its mobile number, newest first, and whether of the same person."""
        rows = self._database.rows(
            "select document, national_id_hash = ? from applications"
            " where mobile_hash = ? and id <> ? order by created_at desc limit ?",
            (
                self._hashes.of("national_id", _key_of(application)),
                self._hashes.of("mobile_number", application.value("mobile_number")),
                application.id,
                _MOST_SHARING,
            ),
        )
        return [(self._decoder.decode(document), bool(is_same)) for document, is_same in rows]

    def was_sent_with(
        self, token: str, mobile_number: str, national_id: str, *, besides: str
    ) -> bool:
        """Whether that person was submitted with that number and that token of the service.

        The application with the reference `besides` does not count.
        """
        row = self._database.row(
            "select 1 from applications where mobile_hash = ? and national_id_hash = ?"
            " and document ->> '$.submission.token' = ? and id <> ?",
            (
                self._hashes.of("mobile_number", mobile_number),
                self._hashes.of("national_id", _comparable(national_id)),
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
            " where mobile_number = ? and national_id_key = ? and applications.id <> ?"
            " and ((task = ? and subject <> ?) or (task = ? and started_at is not null))",
            (
                application.value("mobile_number"),
                _key_of(application),
                application.id,
                Task.LOOK_UP,
                DENIED,
                Task.SUBMIT,
            ),
        )
        return row is not None

    def newest_draft(self, agent_id: int) -> Application | None:
        found = self._list(
            "where agent_id = ? and phase in (?, ?) order by changed_at desc limit 1",
            (agent_id, Phase.FILLING, Phase.REVIEWING),
        )
        return found[0] if found else None

    def _list(self, condition: str, parameters: tuple[object, ...] = ()) -> list[Application]:
        rows = self._database.rows(f"select document from applications {condition}", parameters)
        return [self._decoder.decode(row[0]) for row in rows]


def _key_of(application: Application) -> str | None:
    """The key by which people are compared; some services lose a number's leading zeros."""
    number = application.value("nid_number")
    return _comparable(number) if number else None


def _comparable(national_id: str) -> str:
    return national_id_key(national_id).lstrip("0")
