"""Steps from 20 on: attempts, announcements, what PostgreSQL can say as well."""

import json
from typing import Any

from sqlite_utils import Database

from storage.keyed_hashes import KeyedHashes
from storage.migrations.order import MIGRATIONS
from storage.raw_updates import origin_of


@MIGRATIONS()
def m020_attempts(db: Database) -> None:
    db.executescript("""
        create table attempts (                  -- each with a verdict, however it went on
            application_id text not null references applications on delete cascade,
            number integer not null,             -- from 1
            agent_id integer not null,
            begun_at real not null,              -- the application
            decision text not null check (decision in ('passed', 'failed', 'invalid')),
            reasons text not null,               -- words between blanks
            primary key (application_id, number)
        ) strict, without rowid;
        create index attempts_of_agent on attempts
            (agent_id, begun_at, number, decision, reasons);
    """)
    kept = db.execute("select id, agent_id, created_at, document from applications").fetchall()
    for application_id, agent_id, begun_at, document in kept:
        application = json.loads(document)
        verdicts = [each["verdict"] for each in application.get("earlier", [])]
        verdicts += filter(None, [application.get("verdict")])
        for number, verdict in enumerate(verdicts, 1):
            db.execute(
                "insert into attempts values (?, ?, ?, ?, ?, ?)",
                (
                    application_id,
                    number,
                    agent_id,
                    begun_at,
                    verdict["decision"],
                    " ".join(_reasons(verdict)),
                ),
            )


@MIGRATIONS()
def m021_hints(db: Database) -> None:
    db.executescript("""
        create table hints (                     -- the last word of the bot, where it was a hint
            chat_id integer primary key,
            digest text not null,
            owed_at real not null
        ) strict;
    """)


@MIGRATIONS()
def m022_unfinished(db: Database) -> None:
    db.execute("alter table errands add column unfinished integer not null default 0")


@MIGRATIONS()
def m023_seen(db: Database) -> None:
    db.execute("alter table agents add column seen_at real")


@MIGRATIONS()
def m024_open_invitations(db: Database) -> None:
    db.executescript("""
        create index invites_open on invites (expires_at, code_digest) where used_at is null;
        create table name_questions (            -- whose name was asked for, to invite them
            person integer primary key,          -- who was asked
            role text not null check (role in ('agent', 'supervisor', 'admin')),
            team text not null,
            message_id integer,
            asked_at real not null
        ) strict;
    """)


@MIGRATIONS()
def m025_evening_reports(db: Database) -> None:
    db.executescript("""
        create table evening_reports (           -- of supervisors and admins
            person integer primary key references agents,
            is_wanted integer not null default 1 check (is_wanted in (0, 1)),
            last_day text                        -- in Dhaka, such as 2026-11-30
        ) strict;
    """)


@MIGRATIONS()
def m026_announcements(db: Database) -> None:
    db.executescript("""
        create table announcements (             -- until they are counted
            number integer primary key autoincrement,
            maker integer not null,
            text text not null,
            asked_at real not null,
            confirmed_at real
        ) strict;
        create index announcements_of_maker on announcements (maker);
        create index announcements_by_age on announcements (asked_at);
        create table announcement_receivers (
            announcement integer not null references announcements on delete cascade,
            person integer not null,
            is_reached integer not null default 0 check (is_reached in (0, 1)),
            primary key (announcement, person)
        ) strict, without rowid;
    """)


@MIGRATIONS()
def m027_owed_at(db: Database) -> None:
    # What was owed before counts as owed now.
    for table in ("errands", "outbox"):
        db.execute(f"alter table {table} add column owed_at real not null default 0")
        db.execute(f"update {table} set owed_at = unixepoch()")
    db.execute("create index errands_owed on errands (task, owed_at)")


@MIGRATIONS()
def m028_forwardable_messages(db: Database) -> None:
    db.executescript("""
        alter table shown add column is_forwardable integer not null default 0
            check (is_forwardable in (0, 1));
    """)


@MIGRATIONS()
def m029_confirmations(db: Database) -> None:
    db.executescript("""
        create table confirmations (             -- questions that a typed yes or no answers
            person integer primary key,          -- who was asked
            yes text not null,                   -- what the buttons carry
            no text not null,
            message_id integer,
            asked_at real not null
        ) strict;
    """)


@MIGRATIONS()
def m030_searches(db: Database) -> None:
    db.executescript("""
        create table searches (                  -- the newest of each person, to turn its pages
            person integer primary key,
            number integer not null,
            found text not null,                 -- references
            total integer not null
        ) strict;
    """)


@MIGRATIONS()
def m031_common_subset(db: Database) -> None:
    # PostgreSQL reads no JSON that is encrypted, has no `sqlite_sequence` and takes no hint which
    # index to use; so columns, a count and the order of the indexes say the same in both.
    db.executescript("""
        alter table applications add column begun_on text not null default '';  -- day in Dhaka
        alter table applications add column sent_with text;  -- digest of the service's token
        update applications set begun_on = date(created_at + 21600, 'unixepoch'),
            sent_with = document ->> '$.submission.token';
        drop index applications_of_agent;
        create index applications_of_agent on applications
            (agent_id, created_at desc, id, phase, decision, is_erased, begun_on);
        drop index applications_by_mobile;
        create index applications_by_mobile on applications
            (mobile_hash, agent_id, created_at desc);
        drop index applications_to_search;
        create index applications_to_search on applications
            (agent_id, found_by, created_at, id) where found_by <> '';
        drop index applications_pending;
        create index applications_pending on applications
            (phase, submitted_at, id, account, mobile_number, national_id_key, is_erased)
            where phase = 'pending' and not is_erased;
        alter table set_aside_updates add column kind text not null default '';
        create table audit_end (                 -- the number of the last row ever; one row
            number integer not null
        ) strict;
        insert into audit_end (number) select coalesce(max(seq), 0) from sqlite_sequence
            where name = 'audit';
        create trigger audit_is_counted after insert on audit
            begin update audit_end set number = max(number, new.number); end;
    """)
    for number, document in db.execute("select number, document from set_aside_updates").fetchall():
        kind = origin_of(document).kind
        db.execute("update set_aside_updates set kind = ? where number = ?", (kind, number))


@MIGRATIONS()
def m032_outbox_kinds(db: Database) -> None:
    db.executescript("""
        alter table outbox add column kind text not null default '';  -- the type of the document
        update outbox set kind = coalesce(document ->> 'type', '');
    """)


@MIGRATIONS()
def m033_keyed_digests(db: Database) -> None:
    # Whoever sees a digest without a key can try out what was typed: numbers are few enough.
    found = db.execute("select key from hash_key").fetchone()
    hashes = KeyedHashes(found[0])
    for number, digest in db.execute("select id, digest from handled_updates").fetchall():
        db.execute(
            "update handled_updates set digest = ? where id = ? and digest = ?",
            (hashes.of("update", digest), number, digest),
        )
    db.execute("delete from hints")


@MIGRATIONS()
def m034_begun_by(db: Database) -> None:
    db.executescript("""
        alter table errands drop column unfinished;
        alter table errands add column begun_by text not null default '';
    """)


@MIGRATIONS()
def m035_masked_messages(db: Database) -> None:
    db.executescript("""
        create index chat_messages_masked on chat_messages (sent_at) where is_masked;
    """)


@MIGRATIONS()
def m036_kept_news(db: Database) -> None:
    # It was due in ten years, which a wrong clock may show.
    db.execute("update outbox set is_head = 0 where lane between 'held:' and 'held:~'")


@MIGRATIONS()
def m037_answers_only(db: Database) -> None:
    # No reply corrects what answers no question of the form, and nothing forgot these labels.
    db.execute("""
        delete from shown where substr(label, 1, instr(label, ':') - 1)
            in ('answer-review', 'answer-reading', 'answer-found', 'answer-send_again',
                'answer-nothing')
    """)


def _reasons(verdict: dict[str, Any]) -> list[str]:
    """Why a verdict of that time was not passed."""
    if verdict["decision"] != "failed":
        return ["invalid"] if verdict["decision"] == "invalid" else []
    scores = [each for each in verdict.get("scores", []) if each["points"] is not None]
    scores.sort(key=lambda each: float(each["points"]))
    found = [str(each["field"]) for each in scores if each.get("differs")]
    found += ["card-photo"] if verdict.get("card_photo_matches") is False else []
    found += ["selfie"] if verdict.get("selfie_matches") is False else []
    return found or ["unexplained"]
