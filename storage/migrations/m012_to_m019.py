"""Steps 12 to 19: search, and an index for every list."""

import json

from sqlite_utils import Database

from conversations.bangla import comparison_key
from storage.migrations.order import MIGRATIONS


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


def _found_by(document: str) -> str:
    """The search text of an application as stored at that version."""
    application = json.loads(document)
    reading = application.get("reading") or {}
    values = {**reading.get("fields", {}), **application.get("answers", {})}
    names = (values.get(name) for name in ("name_english", "name_bangla"))
    numbers = (values.get(name) for name in ("mobile_number", "nid_number"))
    lines = [*(comparison_key(name) for name in names if name), *filter(None, numbers)]
    return "".join(f"{line}\n" for line in lines)
