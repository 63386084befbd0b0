"""Customers' registrations: one JSON document per row, with columns for what is searched."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from conversations.application import Application, Phase
from conversations.dhaka import day_in_dhaka
from conversations.search import SEARCHED, search_text
from storage.clock import date_back, from_seconds, to_seconds
from storage.database import Database
from storage.documents import applications_where, opened_document, sealed_document
from storage.keyed_hashes import KeyedHashes
from storage.marks import marks, padded, rows_of_marks
from storage.national_ids import national_id_of

#: What stays when the form is erased, so that the customer is recognised.
_LASTING = frozenset({"mobile_hash", "national_id_hash"})

_CHUNK = 20  # applications corrected at once; some 4 ms

#: With the steps of an application, some dozens, these keep to the nine digits of a button.
_FIRST_VERSIONS = 900_000_000


@dataclass(frozen=True, slots=True)
class Idle:
    """An application and when it moved last."""

    id: str
    moved_at: datetime


class Applications:
    def __init__(self, database: Database, hashes: KeyedHashes) -> None:
        self._database = database
        self._hashes = hashes

    def find(self, application_id: str) -> Application | None:
        row = self._database.row(
            "select document from applications where id = ?", (application_id,)
        )
        return opened_document(self._database, application_id, row[0]) if row else None

    def phase_of(self, application_id: str) -> Phase | None:
        row = self._database.row("select phase from applications where id = ?", (application_id,))
        return Phase(row[0]) if row else None

    def missing(self, application_ids: Collection[str]) -> list[str]:
        """Those of the applications that no longer exist."""
        asked = padded(application_ids)
        rows = self._database.rows(
            f"select id from applications where id in ({marks(asked)})", asked
        )
        there = {reference for (reference,) in rows}
        return [reference for reference in application_ids if reference not in there]

    def are_there(self) -> bool:
        """Whether there is any application at all."""
        return bool(self._database.row("select 1 from applications limit 1"))

    def save(self, application: Application) -> None:
        """Store it, whatever its row holds."""
        columns = {
            "id": application.id,
            "created_at": to_seconds(application.created_at),
            "begun_on": str(day_in_dhaka(application.created_at)),
            **_standing(application),
            **self._searched(application),
            "document": sealed_document(self._database, application),
        }
        replaced = ", ".join(f"{name} = {_new(name)}" for name in columns if name != "id")
        self._database.run(
            f"insert into applications ({', '.join(columns)}) values ({marks(columns)})"
            f" on conflict (id) do update set {replaced}",
            tuple(columns.values()),
        )
        self._save_attempts(application)

    def change(self, before: Application, after: Application) -> None:
        """Store what differs; the row holds `before`, and neither form is erased.

        The indexes of other columns stay as they are, which is most of what `save` costs.
        """
        old, new = _standing(before), _standing(after)
        columns = {name: value for name, value in new.items() if value != old[name]}
        if any(_known(before, key) != _known(after, key) for key in SEARCHED):
            columns |= self._searched(after)
        columns["document"] = sealed_document(self._database, after)
        self._database.run(
            f"update applications set {', '.join(f'{name} = ?' for name in columns)} where id = ?",
            (*columns.values(), after.id),
        )
        self._save_attempts(after)

    def _searched(self, application: Application) -> dict[str, str | None]:
        """The columns by which a customer is found again; they follow from SEARCHED."""
        mobile_number = application.value("mobile_number")
        national_id_key = national_id_of(application)
        return {
            "mobile_number": self._sealed(application, "mobile_number", mobile_number),
            "national_id_key": self._sealed(application, "national_id_key", national_id_key),
            "mobile_hash": self._hashes.of("mobile_number", mobile_number),
            "national_id_hash": self._hashes.of("national_id", national_id_key),
            "found_by": self._sealed(application, "found_by", search_text(application)),
        }

    def _sealed(self, application: Application, column: str, text: str | None) -> str | None:
        if text is None:
            return None
        return self._database.seal(text, f"applications.{column}", application.id)

    def _save_attempts(self, application: Application) -> None:
        """Store every verdict for counting, including those of corrected attempts."""
        verdicts = [attempt.verdict for attempt in application.earlier]
        if application.verdict:
            verdicts.append(application.verdict)
        begun_at = to_seconds(application.created_at)
        rows = [
            (
                application.id,
                number,
                application.agent,
                begun_at,
                verdict.decision,
                " ".join(verdict.reasons),
            )
            for number, verdict in enumerate(verdicts, 1)
        ]
        if rows:
            self._database.run(
                "insert into attempts"
                " (application_id, number, agent_id, begun_at, decision, reasons)"
                f" values {rows_of_marks(len(rows), 6)}"
                " on conflict (application_id, number) do update set"
                " agent_id = excluded.agent_id, decision = excluded.decision,"
                " reasons = excluded.reasons",
                tuple(value for row in rows for value in row),
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

    def outdate_buttons(self) -> None:
        """Give all a version that no button in any chat has.

        It is drawn by lot, as a copy knows nothing of those that were given when it was restored
        before.
        """
        version, ever = secrets.randbelow(_FIRST_VERSIONS), datetime.max.replace(tzinfo=UTC)
        for phase in Phase:
            last = None
            while page := self.idle(phase, ever, after=last, limit=_CHUNK):
                for last in page:
                    if kept := self.find(last.id):
                        self.change(kept, replace(kept, version=version))

    def date_back(self, now: datetime) -> bool:
        """Correct some that a clock ahead has begun, moved or submitted, which would be kept,
        counted and young for too long; returns whether more are left.
        """
        phases, of_anybody = tuple(Phase), "agent_id in (select id from agents)"  # for the indexes
        return (
            self._move_back(
                f"phase in ({marks(phases)}) and not is_erased and changed_at > ?", phases, now
            )
            or self._move_back(f"{of_anybody} and created_at > ?", (), now)
            or self._move_back("phase = 'pending' and not is_erased and submitted_at > ?", (), now)
            or date_back(
                self._database,
                "attempts",
                "application_id, number",
                "begun_at",
                now,
                where=of_anybody,
            )
        )

    def _move_back(self, condition: str, parameters: tuple[object, ...], now: datetime) -> bool:
        """The condition compares with `now`."""
        ahead = applications_where(
            self._database, f"where {condition} limit ?", (*parameters, to_seconds(now), _CHUNK)
        )
        for each in ahead:
            begun, moved = min(each.created_at, now), min(each.changed_at, now)
            sent = each.submission.dated_back(now) if each.submission else None
            self.save(replace(each, created_at=begun, changed_at=moved, submission=sent))
        return len(ahead) == _CHUNK

    def erase(self, application_id: str) -> None:
        self._database.run("delete from applications where id = ?", (application_id,))


def _known(application: Application, key: str) -> tuple[str | None, str | None]:
    return application.value(key), application.last_known(key)


def _standing(application: Application) -> dict[str, object]:
    """The columns that say how far it has come, and whose it is."""
    submission = application.submission
    return {
        "agent_id": application.agent,
        "phase": application.phase,
        "decision": application.verdict.decision if application.verdict else None,
        "changed_at": to_seconds(application.changed_at),
        "submitted_at": to_seconds(submission.pressed_at) if submission else None,
        "is_erased": application.remains is not None,
        "account": application.account,
        "sent_with": submission.token if submission else None,
    }


def _new(column: str) -> str:
    """What an existing row gets in that column."""
    if column in _LASTING:
        return f"case when excluded.is_erased then applications.{column} else excluded.{column} end"
    return f"excluded.{column}"
