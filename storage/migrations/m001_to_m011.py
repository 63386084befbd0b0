"""Steps 1 to 11: people, applications, what is owed, the audit, retention."""

import secrets

from sqlite_utils import Database

from storage.keyed_hashes import KeyedHashes
from storage.migrations.order import MIGRATIONS


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
