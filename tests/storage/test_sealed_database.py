"""On PostgreSQL the database holds no name, number or secret that its administrator could read."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from storage import DatabaseUnusable, Store, open_database
from storage.agents import Agent, Role
from storage.database import Database, SealBroken
from storage.invitations import Invitation
from storage.postgres_opening import migrate_postgres
from storage.sealed_columns import SEALED
from tests.support.forms import AGENT, NOW, READ, decided, pending
from tests.support.owed import in_lane
from tests.support.postgres import needs_postgres
from tests.support.postgres_databases import PostgresDatabases
from tests.support.running import DATABASE_KEY

pytestmark = [needs_postgres, pytest.mark.one_engine]

SECRETS = [*READ.values(), "Rahim Uddin", "Karim Mia", "Eid is on Friday", "token-of-a-team"]
RAW_UPDATE = '{"update_id": 7, "message": {"text": "%s\\u0000", "from": {"id": 2001}}}'


@pytest.fixture
def address(postgres_databases: PostgresDatabases) -> Iterator[str]:
    with postgres_databases.lent() as address:
        yield address


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    database = open_database(address, DATABASE_KEY)
    yield database
    database.close()


@pytest.fixture
def store(database: Database) -> Store:
    """One row at least in each table with a sealed column."""
    store = Store(database)
    update = RAW_UPDATE % READ["nid_number"]
    with store.transaction():
        agent = Agent(id=AGENT, name="Rahim Uddin", role=Role.AGENT, language="en")
        store.agents.enrol(agent, NOW)
        store.applications.save(decided())
        store.applications.save(replace(pending(), id="draft678"))
        store.outbox.owe(AGENT, READ["name_english"], NOW, subjects=("abcd2345",))
        store.inbox.let_wait(AGENT, update)
        store.inbox.set_aside(7, update, "KeyError", NOW)
        expires_at = NOW + timedelta(days=1)
        invitation = Invitation(name="Karim Mia", role=Role.AGENT, expires_at=expires_at)
        store.invitations.add("code", invitation, NOW)
        store.announcements.draft(AGENT, "Eid is on Friday", NOW)
        store.service_tokens.give("team:", "token-of-a-team")
    return store


def everything(database: Database) -> str:
    """All rows of all tables as text."""
    tables = database.rows("select quote_ident(tablename) from pg_tables where schemaname='public'")
    rows = [
        row
        for (table,) in tables
        for row in database.rows(f"select t::text from {table} t")  # noqa: S608 - of the schema
    ]
    return "\n".join(str(row[0]) for row in rows)


def test_no_secret_is_in_any_table(database: Database, store: Store) -> None:
    there = everything(database)

    assert [secret for secret in SECRETS if secret in there] == []
    for table in SEALED:
        for column in table.columns:
            found = database.rows(f"select {column} from {table.table}")  # noqa: S608 - see above
            assert any(str(text).startswith("v1.1.") for (text,) in found), (table.table, column)


def test_the_bot_reads_it_all(store: Store) -> None:
    update = RAW_UPDATE % READ["nid_number"]

    found = store.applications.find("abcd2345")
    assert found
    assert found.answers == decided().answers
    assert store.caseloads.search(AGENT, [READ["nid_number"]]) == ["abcd2345", "draft678"]
    assert store.caseloads.search(AGENT, ["nobody"]) == []
    assert [
        each.id for each in store.caseloads.by_mobile(AGENT, decided().answers["mobile_number"])
    ]
    assert [each.id for each in store.customers.of_same_person(replace(decided(), id="another2"))]
    (awaiting,) = store.submissions.awaiting_verdict(limit=9)
    assert awaiting.national_id_key
    assert awaiting.mobile_number == pending().answers["mobile_number"]
    assert [each.document for each in store.outbox.about("abcd2345")] == [READ["name_english"]]
    assert [each.name for each in store.agents.everybody()] == ["Rahim Uddin"]
    (invited,) = store.invitations.open(NOW, limit=9)
    assert invited.invitation.name == "Karim Mia"
    announcement = store.announcements.find(1)
    assert announcement
    assert announcement.text == "Eid is on Friday"
    assert store.service_tokens.find("team:") == "token-of-a-team"
    assert store.inbox.take_waiting(9, most=9) == [update]
    with store.transaction():
        assert store.inbox.retry(1)
    assert store.inbox.take_waiting(9, most=9) == [update]


def test_a_text_with_nul_is_kept(store: Store) -> None:
    store.inbox.let_wait(AGENT, "a\0b")

    assert store.inbox.take_waiting(9, most=9)[-1] == "a\0b"


def test_a_document_that_somebody_moved_to_another_row_is_not_believed(
    database: Database, store: Store
) -> None:
    database.run(
        "update applications set document = (select document from applications where id = ?)",
        ("abcd2345",),
    )

    with pytest.raises(SealBroken, match=r"applications\.document"):
        store.applications.find("draft678")


def test_a_message_that_does_not_open_is_empty_and_holds_up_no_other(
    database: Database, store: Store
) -> None:
    store.outbox.owe(AGENT + 1, "to somebody else", NOW)
    database.run("update outbox set document = (select max(document) from outbox)")

    owed = [each.document for chat in (AGENT, AGENT + 1) for each in in_lane(store, str(chat))]

    assert sorted(owed) in (["", READ["name_english"]], ["", "to somebody else"])


def test_a_text_that_was_not_sealed_is_refused_by_the_schema(database: Database) -> None:
    with pytest.raises(Exception, match="CheckViolation"):
        database.run("insert into service_tokens (holder, token) values ('team:', 'in clear')")


def test_the_schema_knows_the_same_sealed_columns(database: Database) -> None:
    found = database.rows(
        "select table_name, column_name from information_schema.columns"
        " where domain_name = 'sealed' and table_schema = 'public'"
    )

    assert set(found) == {(table.table, name) for table in SEALED for name in table.columns}


@pytest.mark.parametrize("key", ["ab" * 32, "a passphrase", DATABASE_KEY[:-1]])
def test_a_wrong_key_is_refused_and_writes_nothing(
    address: str, database: Database, key: str
) -> None:
    before = everything(database)

    with pytest.raises(DatabaseUnusable, match="DATABASE_KEY does not open"):
        open_database(address, key)
    with pytest.raises(DatabaseUnusable, match="DATABASE_KEY does not open"):
        migrate_postgres(address, key)

    assert everything(database) == before


def test_an_empty_key_is_refused(address: str) -> None:
    with pytest.raises(DatabaseUnusable, match="DATABASE_KEY is empty"):
        open_database(address, "")
