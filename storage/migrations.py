"""The schema, as steps that are never edited once released; times are seconds since 1970 UTC."""

import json
import secrets
from typing import Any

from sqlite_utils import Database, Migrations

from conversations.bangla import comparison_key
from storage.keyed_hashes import KeyedHashes
from storage.raw_updates import origin_of

MIGRATIONS = Migrations("onboarding")


@MIGRATIONS()
def m001_people(db: Database) -> None:
    db.executescript("""
        create table agents (
            id integer primary key,              -- the Telegram account
            name text not null,
            role text not null check (role in ('agent', 'supervisor', 'admin')),
            language text not null check (language in ('en', 'bn')),
            is_reachable integer not null default 1 check (is_reachable in (0, 1)),
            active_application text references applications on delete set null,
            enrolled_at real not null
        ) strict;
        create table invites (
            code_digest text primary key,        -- the code itself is only in the link
            name text not null,
            role text not null check (role in ('agent', 'supervisor', 'admin')),
            created_at real not null,
            expires_at real not null,
            used_by integer,
            used_at real
        ) strict;
        create table strangers (
            id integer primary key,
            refused_at real not null
        ) strict;
    """)


@MIGRATIONS()
def m002_applications(db: Database) -> None:
    db.executescript("""
        create table applications (
            id text primary key,
            agent_id integer not null references agents,
            phase text not null check (phase in
                ('filling', 'reviewing', 'submitting', 'checking', 'pending', 'decided')),
            decision text check (decision in ('passed', 'failed', 'invalid')),
            mobile_number text,
            national_id_key text,                -- the digits by which persons are compared
            created_at real not null,
            changed_at real not null,
            submitted_at real,
            document text not null               -- the whole application as JSON
        ) strict;
        create index applications_of_agent on applications (agent_id, created_at desc);
        create index applications_by_mobile on applications (mobile_number);
        create index applications_pending on applications (submitted_at) where phase = 'pending';
    """)


@MIGRATIONS()
def m003_what_is_owed(db: Database) -> None:
    db.executescript("""
        create table errands (
            id integer primary key autoincrement,
            application_id text not null references applications on delete cascade,
            task text not null,
            ticket text not null,
            subject text not null default '',
            due_at real not null,
            attempts integer not null default 0,
            started_at real,                     -- set before anything that must not be repeated
            warned integer not null default 0,   -- the gravest notice given about it
            unique (application_id, task, ticket, subject)
        ) strict;
        create index errands_due on errands (task, due_at);
        create table outbox (
            id integer primary key autoincrement,
            lane text not null,                  -- messages of one lane go out in order
            chat_id integer not null,
            label text,                          -- what later messages may refer to
            document text not null,
            due_at real not null,
            attempts integer not null default 0,
            expires_at real
        ) strict;
        create index outbox_lanes on outbox (lane, id);
        create index outbox_labels on outbox (label) where label is not null;
        create index outbox_expiring on outbox (expires_at) where expires_at is not null;
        create table shown (                     -- messages that may be edited or replaced
            label text primary key,
            chat_id integer not null,
            message_id integer not null
        ) strict;
        create table schedules (
            name text primary key,
            due_at real not null
        ) strict;
    """)


@MIGRATIONS()
def m004_updates(db: Database) -> None:
    db.executescript("""
        create table handled_updates (
            id integer not null,
            digest text not null,                -- numbers start anew, contents do not
            handled_at real not null,
            primary key (id, digest)
        ) strict, without rowid;
        create index handled_updates_by_age on handled_updates (handled_at);
        create table set_aside_updates (         -- could not be handled; kept for the operator
            number integer primary key autoincrement,
            id integer not null,
            set_aside_at real not null,
            error text not null,
            document text not null
        ) strict;
    """)


@MIGRATIONS()
def m005_troubles(db: Database) -> None:
    db.executescript("""
        create table troubles (                  -- of which the admins have been told
            name text primary key,
            told_at real not null
        ) strict;
    """)


@MIGRATIONS()
def m006_audit(db: Database) -> None:
    db.executescript("""
        create table audit (                     -- rows are only added; `bot audit verify`
            number integer primary key autoincrement,
            at real not null,
            actor text not null,                 -- a Telegram id, or bot, service, operator
            action text not null,
            subject text not null,               -- an application or a person; '' for neither
            details text not null,               -- JSON without personal data
            seal text not null
        ) strict;
        create index audit_of_actor on audit (actor, at);
        create index audit_of_subject on audit (subject, number);
        create trigger audit_is_not_changed before update on audit
            begin select raise(abort, 'the audit is only added to'); end;
        create trigger audit_is_not_shortened before delete on audit
            begin select raise(abort, 'the audit is only added to'); end;
        create table hash_key (key text not null) strict;
        alter table applications add column mobile_hash text;
        alter table applications add column national_id_hash text;
        create index applications_by_national_id_hash on applications (national_id_hash);
        create index applications_by_mobile_hash on applications (mobile_hash);
    """)
    db.execute("insert into hash_key (key) values (?)", (secrets.token_hex(32),))
    hashes = KeyedHashes(db.execute("select key from hash_key").fetchone()[0])
    kept = db.execute("select id, mobile_number, national_id_key from applications").fetchall()
    for application_id, mobile_number, national_id_key in kept:
        db.execute(
            "update applications set mobile_hash = ?, national_id_hash = ? where id = ?",
            (
                hashes.of("mobile_number", mobile_number),
                hashes.of("national_id", national_id_key),
                application_id,
            ),
        )


@MIGRATIONS()
def m007_standing(db: Database) -> None:
    db.executescript("""
        alter table agents add column standing text not null default 'active'
            check (standing in ('active', 'suspended', 'removed'));
        alter table agents add column standing_since real not null default 0;
        alter table agents add column team text not null default '';
        alter table invites add column team text not null default '';
        create table refusals (                  -- how often somebody tried what they may not
            person integer not null,
            kind text not null,
            hour integer not null,               -- hours since 1970
            times integer not null,
            primary key (person, kind, hour)
        ) strict, without rowid;
    """)


@MIGRATIONS()
def m008_retention(db: Database) -> None:
    db.executescript("""
        alter table applications add column is_erased integer not null default 0
            check (is_erased in (0, 1));         -- only a masked record is left
        create index applications_by_age on applications (phase, changed_at) where not is_erased;
        alter table outbox add column subjects text not null default '';
        create table chat_messages (             -- what is to be deleted from chats one day
            application_id text not null,        -- stays when the application is erased
            chat_id integer not null,
            message_id integer not null,
            sent_at real not null,
            is_masked integer not null check (is_masked in (0, 1)),
            primary key (chat_id, message_id, application_id)
        ) strict, without rowid;
        create index chat_messages_of_application on chat_messages (application_id);
    """)


@MIGRATIONS()
def m009_service_tokens(db: Database) -> None:
    db.executescript("""
        create table service_tokens (            -- of agents and teams with one of their own
            holder text primary key,
            token text not null
        ) strict;
    """)


@MIGRATIONS()
def m010_examples(db: Database) -> None:
    db.executescript("""
        create table examples_shown (            -- of good photos, once to each person
            agent_id integer not null references agents,
            slot text not null,
            primary key (agent_id, slot)
        ) strict, without rowid;
    """)


@MIGRATIONS()
def m011_own_numbers(db: Database) -> None:
    db.executescript("""
        alter table agents add column own_number_hash text;
    """)


@MIGRATIONS()
def m012_audit_is_not_replaced(db: Database) -> None:
    # "insert or replace" changes a row without firing the triggers on update and delete.
    db.executescript("""
        create trigger audit_is_not_replaced before insert on audit
            when exists (select 1 from audit where number = new.number)
            begin select raise(abort, 'the audit is only added to'); end;
    """)


@MIGRATIONS()
def m013_closed(db: Database) -> None:
    # The documented way to change a CHECK that no row contradicts (sqlite.org/lang_altertable.html,
    # section 7); copying the table would delete the errands that refer to its rows.
    version = db.execute("pragma schema_version").fetchone()[0]
    db.execute("pragma writable_schema = on")
    db.execute(
        "update sqlite_schema set sql = replace(sql, ?, ?) where name = 'applications'",
        ("'pending', 'decided')", "'pending', 'decided', 'closed')"),
    )
    db.execute(f"pragma schema_version = {version + 1}")
    db.execute("pragma writable_schema = off")


@MIGRATIONS()
def m014_inviters(db: Database) -> None:
    db.executescript("""
        alter table invites add column made_by integer;  -- null for the operator
    """)


@MIGRATIONS()
def m015_lists_of_agents(db: Database) -> None:
    # In the list's order and with every column its filters use, so that earlier pages are skipped
    # without reading their applications.
    db.executescript("""
        drop index applications_of_agent;
        create index applications_of_agent on applications
            (agent_id, created_at desc, id, phase, decision, is_erased);
        drop index applications_by_mobile;
        create index applications_by_mobile on applications
            (mobile_number, agent_id, created_at desc);
    """)


@MIGRATIONS()
def m016_waiting_updates(db: Database) -> None:
    db.executescript("""
        create table waiting_updates (           -- of senders who sent many at once
            number integer primary key,
            sender integer not null,
            document text not null
        ) strict;
        create index waiting_updates_of_sender on waiting_updates (sender);
    """)


@MIGRATIONS()
def m017_search(db: Database) -> None:
    db.executescript("""
        alter table applications add column found_by text not null default '';
        create index applications_to_search on applications
            (agent_id, found_by, created_at, id);
    """)
    db.register_function(_found_by, deterministic=True)
    db.execute("update applications set found_by = _found_by(document)")


@MIGRATIONS()
def m018_times_and_heads(db: Database) -> None:
    # Rows owed before have no delay; nothing is postponed for longer than a day.
    db.executescript("""
        alter table errands add column delay real not null default 86400;
        alter table schedules add column delay real not null default 86400;
        alter table outbox add column delay real not null default 86400;
        alter table outbox add column is_head integer not null default 0
            check (is_head in (0, 1));           -- the first message of its lane
        update outbox set is_head = 1 where id in (select min(id) from outbox group by lane);
        create index outbox_heads on outbox ((expires_at is not null), due_at, id, lane)
            where is_head;
        create trigger outbox_head_goes after delete on outbox when old.is_head
            begin
                update outbox set is_head = 1
                where id = (select min(id) from outbox where lane = old.lane);
            end;
        create table outbox_subjects (           -- of which applications unsent messages tell
            application_id text not null,
            message_id integer not null references outbox on delete cascade,
            primary key (application_id, message_id)
        ) strict, without rowid;
        create index outbox_subjects_of_message on outbox_subjects (message_id);
        create index shown_in_chat on shown (chat_id);
    """)
    for number, subjects in db.execute("select id, subjects from outbox").fetchall():
        for subject in set(subjects.split()):
            db.execute("insert into outbox_subjects values (?, ?)", (subject, number))


@MIGRATIONS()
def m019_plans(db: Database) -> None:
    # Every list is read in the order of an index, however many rows there are.
    db.executescript("""
        alter table applications add column account text not null default '';
        update applications set account = coalesce(document ->> 'account', '');
        drop index applications_pending;
        create index applications_pending on applications
            (submitted_at, id, account, mobile_number, national_id_key, created_at, is_erased)
            where phase = 'pending' and not is_erased;
        drop index applications_by_age;
        create index applications_by_age on applications (phase, changed_at, id)
            where not is_erased;
        create index applications_drafts on applications (agent_id, changed_at desc, id)
            where phase in ('filling', 'reviewing');
        create index applications_unfinished on applications (agent_id, changed_at, id)
            where phase not in ('decided', 'closed') and not is_erased;
        drop index applications_by_national_id_hash;
        create index applications_by_national_id_hash on applications
            (national_id_hash, created_at desc);
        drop index applications_by_mobile_hash;
        create index applications_by_mobile_hash on applications
            (mobile_hash, created_at desc, national_id_hash);
        create index agents_at_application on agents (active_application);
        create index chat_messages_by_age on chat_messages (sent_at, application_id)
            where not is_masked;
        alter table set_aside_updates add column sender integer not null default 0;
        update set_aside_updates set sender = coalesce(
            json_extract(document, '$.message.from.id'),
            json_extract(document, '$.edited_message.from.id'),
            json_extract(document, '$.callback_query.from.id'), 0);
        create index set_aside_updates_of_sender on set_aside_updates (sender, set_aside_at);
        create index set_aside_updates_by_age on set_aside_updates (set_aside_at);
        create index refusals_by_age on refusals (hour);
        create index strangers_by_age on strangers (refused_at);
        create index invites_by_age on invites (expires_at);
        create table last_seen (                 -- when the clock was last believed; one row
            at real not null
        ) strict;
        delete from shown where substr(label, instr(label, ':') + 1) not in
            (select id from applications where not is_erased);
    """)


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


def _found_by(document: str) -> str:
    """The search text of an application as stored at that version."""
    application = json.loads(document)
    reading = application.get("reading") or {}
    values = {**reading.get("fields", {}), **application.get("answers", {})}
    names = (values.get(name) for name in ("name_english", "name_bangla"))
    numbers = (values.get(name) for name in ("mobile_number", "nid_number"))
    lines = [*(comparison_key(name) for name in names if name), *filter(None, numbers)]
    return "".join(f"{line}\n" for line in lines)
