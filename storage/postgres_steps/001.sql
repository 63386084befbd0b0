-- The tables of storage/migrations/, with the same names and columns; a test compares them.
-- Times are seconds since 1970 UTC, in double precision: `real` has four bytes here and would round
-- them to two minutes. Columns that statements order, or compare by < and >, are declared
-- collate "C", as SQLite compares, so that the database itself may have any collation.

-- What the bot has sealed (storage/sealing.py); a text that it forgot to seal is refused.
create domain sealed as text check (value = '' or value like 'v1.%');

create table sealing_keys (                      -- data keys, wrapped by DATABASE_KEY
    number bigint not null,
    salt text collate "C" not null,              -- of the master key that opens it
    wrapped text not null,
    primary key (number, salt)
);

create table agents (
    id bigint primary key,                       -- the Telegram account
    name sealed not null,
    role text not null check (role in ('agent', 'supervisor', 'admin')),
    language text not null check (language in ('en', 'bn')),
    is_reachable boolean not null default true,
    active_application text collate "C",         -- references applications, see below
    enrolled_at double precision not null,
    standing text not null default 'active' check (standing in ('active', 'suspended', 'removed')),
    standing_since double precision not null default 0,
    team text collate "C" not null default '',
    own_number_hash text,
    seen_at double precision
);
create index agents_at_application on agents (active_application);

create table invites (
    code_digest text collate "C" primary key,    -- the code itself is only in the link
    name sealed not null,
    role text not null check (role in ('agent', 'supervisor', 'admin')),
    created_at double precision not null,
    expires_at double precision not null,
    used_by bigint,
    used_at double precision,
    team text collate "C" not null default '',
    made_by bigint                               -- null for the operator
);
create index invites_by_age on invites (expires_at);
create index invites_open on invites (expires_at, code_digest) where used_at is null;

create table strangers (
    id bigint primary key,
    refused_at double precision not null
);
create index strangers_by_age on strangers (refused_at);

create table applications (
    id text collate "C" primary key,
    agent_id bigint not null references agents,
    phase text collate "C" not null check (phase in
        ('filling', 'reviewing', 'submitting', 'checking', 'pending', 'decided', 'closed')),
    decision text collate "C" check (decision in ('passed', 'failed', 'invalid')),
    mobile_number sealed,
    national_id_key sealed,                      -- the digits by which persons are compared
    created_at double precision not null,
    changed_at double precision not null,
    submitted_at double precision,
    document sealed not null,                    -- the whole application as JSON
    mobile_hash text,
    national_id_hash text,
    is_erased boolean not null default false,    -- only a masked record is left
    found_by sealed not null default '',
    account text not null default '',
    begun_on text collate "C" not null default '',  -- day in Dhaka
    sent_with text                               -- digest of the service's token
);
alter table agents add foreign key (active_application)
    references applications on delete set null;
create index applications_of_agent on applications (agent_id, created_at desc, id)
    include (phase, decision, is_erased, begun_on);
create index applications_drafts on applications (agent_id, changed_at desc, id)
    where phase in ('filling', 'reviewing');
create index applications_unfinished on applications (agent_id, changed_at, id)
    where phase not in ('decided', 'closed') and not is_erased;
create index applications_by_age on applications (phase, changed_at, id) where not is_erased;
create index applications_pending on applications (submitted_at, id)
    where phase = 'pending' and not is_erased;
create index applications_by_mobile on applications (mobile_hash, agent_id, created_at desc);
create index applications_by_mobile_hash on applications (mobile_hash, created_at desc);
create index applications_by_national_id_hash on applications (national_id_hash, created_at desc);
-- None by `found_by`: a search reads the agent's own rows.

create table attempts (                          -- each with a verdict, however it went on
    application_id text collate "C" not null references applications on delete cascade,
    number bigint not null,                      -- from 1
    agent_id bigint not null,
    begun_at double precision not null,          -- the application
    decision text collate "C" not null check (decision in ('passed', 'failed', 'invalid')),
    reasons text not null,                       -- words between blanks
    primary key (application_id, number)
);
create index attempts_of_agent on attempts (agent_id, begun_at) include (number, decision, reasons);

create table errands (
    id bigint generated always as identity primary key,
    application_id text collate "C" not null references applications on delete cascade,
    task text not null,
    ticket text not null,
    subject text not null default '',
    due_at double precision not null,
    delay double precision not null default 86400,
    owed_at double precision not null default 0,
    attempts bigint not null default 0,
    started_at double precision,                 -- set before anything that must not be repeated
    warned bigint not null default 0,            -- the gravest notice given about it
    begun_by text not null default '',           -- processes that may have died of it
    unique (application_id, task, ticket, subject)
);
create index errands_due on errands (task, due_at, id);
create index errands_owed on errands (task, owed_at);

create table outbox (
    id bigint generated always as identity primary key,
    lane text collate "C" not null,              -- messages of one lane go out in order
    chat_id bigint not null,
    label text collate "C",                      -- what later messages may refer to
    kind text not null default '',
    document sealed not null,
    due_at double precision not null,
    delay double precision not null default 86400,
    owed_at double precision not null default 0,
    attempts bigint not null default 0,
    expires_at double precision,
    subjects text not null default '',
    is_head boolean not null default false       -- the first message of its lane
);
create index outbox_lanes on outbox (lane, id);
create index outbox_labels on outbox (label) where label is not null;
create index outbox_expiring on outbox (expires_at) where expires_at is not null;
create index outbox_heads on outbox (due_at, id) where is_head and expires_at is null;
create index outbox_hurried_heads on outbox (due_at, id) where is_head and expires_at is not null;

create function outbox_head_goes() returns trigger language plpgsql as $$
begin
    update outbox set is_head = true
    where id = (select min(id) from outbox where lane = old.lane);
    return null;
end $$;
create trigger outbox_head_goes after delete on outbox for each row when (old.is_head)
    execute function outbox_head_goes();

create table outbox_subjects (                   -- of which applications unsent messages tell
    application_id text collate "C" not null,
    message_id bigint not null references outbox on delete cascade,
    primary key (application_id, message_id)
);
create index outbox_subjects_of_message on outbox_subjects (message_id);

create table shown (                             -- messages that may be edited or replaced
    label text collate "C" primary key,
    chat_id bigint not null,
    message_id bigint not null,
    is_forwardable boolean not null default false
);
create index shown_in_chat on shown (chat_id);

create table hints (                             -- the last word of the bot, where it was a hint
    chat_id bigint primary key,
    digest text not null,
    owed_at double precision not null
);

create table chat_messages (                     -- what is to be deleted from chats one day
    application_id text collate "C" not null,    -- stays when the application is erased
    chat_id bigint not null,
    message_id bigint not null,
    sent_at double precision not null,
    is_masked boolean not null,
    primary key (chat_id, message_id, application_id)
);
create index chat_messages_of_application on chat_messages (application_id);
create index chat_messages_by_age on chat_messages (sent_at, application_id, chat_id)
    where not is_masked;

create table schedules (
    name text primary key,
    due_at double precision not null,
    delay double precision not null default 86400
);

create table handled_updates (
    id bigint not null,
    digest text not null,                        -- numbers restart, contents do not
    handled_at double precision not null,
    primary key (id, digest)
);
create index handled_updates_by_age on handled_updates (handled_at);

create table waiting_updates (                   -- of senders who sent many at once
    number bigint generated always as identity primary key,
    sender bigint not null,
    document sealed not null
);
create index waiting_updates_of_sender on waiting_updates (sender, number);

create table set_aside_updates (                 -- could not be handled; kept for the operator
    number bigint generated always as identity primary key,
    id bigint not null,
    set_aside_at double precision not null,
    error text not null,
    kind text not null default '',
    sender bigint not null default 0,
    document sealed not null
);
create index set_aside_updates_of_sender on set_aside_updates (sender, set_aside_at);
create index set_aside_updates_by_age on set_aside_updates (set_aside_at);

create table troubles (                          -- of which the admins have been told
    name text primary key,
    told_at double precision not null
);

create table last_seen (                         -- when the clock was last believed; one row
    at double precision not null
);

create table audit (                             -- rows are only added; `bot audit verify`
    number bigint primary key,
    at double precision not null,
    actor text not null,                         -- a Telegram id, or bot, service, operator
    action text not null,
    subject text not null,                       -- an application or a person; '' for neither
    details text not null,                       -- JSON without personal data
    seal text not null
);
create index audit_of_actor on audit (actor, at);
create index audit_of_subject on audit (subject, number);

create table audit_end (                         -- the number of the last row ever; one row
    number bigint not null
);
insert into audit_end (number) values (0);

create function audit_is_only_added_to() returns trigger language plpgsql as $$
begin
    raise exception 'the audit is only added to' using errcode = 'integrity_constraint_violation';
end $$;
create trigger audit_is_not_changed before update or delete or truncate on audit
    execute function audit_is_only_added_to();

create function audit_is_counted() returns trigger language plpgsql as $$
begin
    update audit_end set number = new.number where number = new.number - 1;
    if not found then
        raise exception 'the audit is only added to' using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end $$;
create trigger audit_is_counted after insert on audit for each row
    execute function audit_is_counted();

create table hash_key (key sealed not null);

create table refusals (                          -- how often somebody tried what they may not
    person bigint not null,
    kind text not null,
    hour bigint not null,                        -- hours since 1970
    times bigint not null,
    primary key (person, kind, hour)
);
create index refusals_by_age on refusals (hour);

create table service_tokens (                    -- of agents and teams with one of their own
    holder text primary key,
    token sealed not null
);

create table examples_shown (                    -- of good photos, once to each person
    agent_id bigint not null references agents,
    slot text not null,
    primary key (agent_id, slot)
);

create table name_questions (                    -- whose name was asked for, to invite them
    person bigint primary key,                   -- who was asked
    role text not null check (role in ('agent', 'supervisor', 'admin')),
    team text not null,
    message_id bigint,
    asked_at double precision not null
);

create table confirmations (                     -- questions that a typed yes or no answers
    person bigint primary key,                   -- who was asked
    yes text not null,                           -- what the buttons carry
    no text not null,
    message_id bigint,
    asked_at double precision not null
);

create table searches (                          -- the newest of each person, to turn its pages
    person bigint primary key,
    number bigint not null,
    found text not null,                         -- references
    total bigint not null
);

create table evening_reports (                   -- of supervisors and admins
    person bigint primary key references agents,
    is_wanted boolean not null default true,
    last_day text collate "C"                    -- in Dhaka, such as 2026-11-30
);

create table announcements (                     -- until they are counted
    number bigint generated always as identity primary key,
    maker bigint not null,
    text sealed not null,
    asked_at double precision not null,
    confirmed_at double precision
);
create index announcements_of_maker on announcements (maker);
create index announcements_by_age on announcements (asked_at);

create table announcement_receivers (
    announcement bigint not null references announcements on delete cascade,
    person bigint not null,
    is_reached boolean not null default false,
    primary key (announcement, person)
);
