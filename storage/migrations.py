"""The schema, as steps that are never edited once released; times are seconds since 1970 UTC."""

from sqlite_utils import Database, Migrations

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
