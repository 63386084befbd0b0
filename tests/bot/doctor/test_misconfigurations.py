"""Each misconfiguration is provoked for real, and is the one finding that is not ok."""

import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import sqlite_utils
from sqlcipher3 import dbapi2 as sqlcipher

from bot.doctor.database import examine_database, judge_backup, judge_room
from bot.doctor.finding import Finding, State
from bot.doctor.limits import MEGABYTE, Limits
from conversations.application import Application
from storage import open_database
from storage.agents import Role
from storage.migrations import MIGRATIONS
from tests.bot.doctor.conftest import Installation, unwell
from tests.support.clocks import eventually
from tests.support.forms import closed, denied, pending, submitted
from tests.support.rights import ordinary_user
from tests.support.running import ADMIN, BOT_TOKEN, DATABASE_KEY
from tests.support.tls import HOST, Host, host_in, needs_openssl, proxy_to

WEEK = timedelta(days=7)


def is_broken(finding: Finding, name: str) -> bool:
    return (finding.name, finding.state) == (name, State.BROKEN)


def is_doubtful(finding: Finding, name: str) -> bool:
    return (finding.name, finding.state) == (name, State.WARNING)


async def test_where_all_is_well_every_line_is_ok(installation: Installation) -> None:
    found = await installation.examined()

    assert unwell(found) == []
    assert not any(each.cure for each in found)


# -- settings -------------------------------------------------------------------------------------


async def test_a_key_that_can_be_guessed(installation: Installation) -> None:
    installation.path.unlink()
    open_database(installation.path, "short").close()

    found = await installation.examined(DATABASE_KEY="short")

    (key,) = [each for each in found if each.name == "key"]
    assert is_doubtful(key, "key")
    assert "rekey" in key.cure


# -- Telegram -------------------------------------------------------------------------------------


async def test_a_wrong_token(installation: Installation) -> None:
    ill = await installation.illness(
        TELEGRAM_BOT_TOKEN="123456789:AAFwrongwrongwrongwrongwrongwrong0"
    )

    assert is_broken(ill, "telegram")
    assert "@BotFather" in ill.cure
    assert "wrongwrong" not in str(ill)


async def test_a_webhook_whose_path_is_a_secret(installation: Installation) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        address = f"{installation.trial.telegram_url}/bot{BOT_TOKEN}/setWebhook"
        await http.post(address, json={"url": "https://127.0.0.1:9/a-secret-path"})

    ill = await installation.illness()

    assert is_broken(ill, "webhook")
    assert "127.0.0.1" in ill.words
    assert "secret-path" not in str(ill)
    assert "revoke the token" in ill.cure


WEBHOOK = "https://127.0.0.1:9/a-secret-path"


async def sets_webhook(installation: Installation, url: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        address = f"{installation.trial.telegram_url}/bot{BOT_TOKEN}/setWebhook"
        await http.post(address, json={"url": url})


async def test_a_webhook_that_telegram_was_never_given(installation: Installation) -> None:
    ill = await installation.illness(WEBHOOK_URL=WEBHOOK, WEBHOOK_SECRET="s3cret_-")

    assert is_broken(ill, "webhook")
    assert "Start the bot" in ill.cure


async def test_a_webhook_that_is_another_than_the_settings_say(installation: Installation) -> None:
    await sets_webhook(installation, "https://localhost:9/another-secret-path")

    ill = await installation.illness(WEBHOOK_URL=WEBHOOK, WEBHOOK_SECRET="s3cret_-")

    assert is_broken(ill, "webhook")
    assert "localhost" in ill.words
    assert "secret-path" not in str(ill)
    assert "replaces" in ill.cure


async def test_a_webhook_behind_which_nobody_answers(installation: Installation) -> None:
    await sets_webhook(installation, WEBHOOK)
    assert unwell(await installation.examined(WEBHOOK_URL=WEBHOOK, WEBHOOK_SECRET="s3cret_-")) == []

    async with installation.trial.person("Rahim", 2001) as rahim:
        await rahim.says("/help")
    await tells_of_failure(installation)
    ill = await installation.illness(WEBHOOK_URL=WEBHOOK, WEBHOOK_SECRET="s3cret_-")

    assert is_broken(ill, "webhook")
    assert "Connection failed" in ill.words
    assert "certificate" in ill.cure
    assert "secret-path" not in str(ill)


async def test_a_webhook_that_failed_an_hour_ago_is_well(installation: Installation) -> None:
    await sets_webhook(installation, WEBHOOK)
    async with installation.trial.person("Rahim", 2001) as rahim:
        await rahim.says("/help")
    await tells_of_failure(installation)

    found = await installation.examined(
        ahead=timedelta(minutes=61), WEBHOOK_URL=WEBHOOK, WEBHOOK_SECRET="s3cret_-"
    )

    assert [each.state for each in found if each.name == "webhook"] == [State.OK]


async def tells_of_failure(installation: Installation) -> None:
    """Wait until Telegram has noted that a post failed."""
    address = f"{installation.trial.telegram_url}/bot{BOT_TOKEN}/getWebhookInfo"
    async with httpx.AsyncClient(trust_env=False) as http:

        async def has_failed() -> bool:
            return "last_error_date" in (await http.get(address)).json()["result"]

        await eventually(has_failed)


async def test_a_menu_of_another_version(installation: Installation) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        address = f"{installation.trial.telegram_url}/bot{BOT_TOKEN}/deleteMyCommands"
        scope = {"type": "all_private_chats"}
        await http.post(address, json={"scope": scope, "language_code": "bn"})

    ill = await installation.illness()

    assert is_doubtful(ill, "menu")
    assert ill.words.endswith("in Bangla.")
    assert "Restart" in ill.cure


async def test_updates_that_nobody_takes(installation: Installation) -> None:
    async with installation.trial.person("Rahim", 2001) as rahim:
        for _ in range(101):
            await rahim.says("/help")

    ill = await installation.illness()

    assert is_doubtful(ill, "queue")
    assert ill.words.startswith("101 updates")
    assert "Start the bot" in ill.cure


async def test_nobody_at_the_address_of_telegram(installation: Installation) -> None:
    found = await installation.examined(TELEGRAM_API_URL="http://127.0.0.1:9")

    (ill,) = [each for each in found if each.state is State.BROKEN]
    assert is_broken(ill, "telegram")
    assert "TELEGRAM_API_URL" in ill.cure


# -- the eKYC service -----------------------------------------------------------------------------


async def test_a_wrong_token_of_the_service(installation: Installation) -> None:
    ill = await installation.illness(EKYC_TOKEN="not-the-token-of-anybody")

    assert is_broken(ill, "ekyc")
    assert ill.cure.startswith("Correct EKYC_TOKEN")
    assert "not-the-token" not in str(ill)


async def test_an_address_where_something_else_answers(installation: Installation) -> None:
    ill = await installation.illness(EKYC_URL=f"{installation.trial.telegram_url}/portal")

    assert is_broken(ill, "ekyc")
    assert ill.cure.startswith("Correct EKYC_URL")


async def test_an_address_where_nothing_answers(installation: Installation) -> None:
    ill = await installation.illness(EKYC_URL="http://127.0.0.1:9")

    assert is_broken(ill, "ekyc")
    assert "EKYC_URL" in ill.cure


# -- the way there --------------------------------------------------------------------------------


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[Host]:
    async with host_in(tmp_path) as listening:
        yield listening


@needs_openssl
async def test_a_certificate_of_an_unknown_authority(
    installation: Installation, host: Host
) -> None:
    ill = await installation.illness(EKYC_URL=host.url)
    assert is_broken(ill, "ekyc")
    assert "SSL_CERT_FILE" in ill.cure

    found = await installation.examined(EKYC_URL=host.url, TELEGRAM_API_URL=host.url)
    wires = [each.cure for each in found if each.name in {"telegram", "ekyc"}]
    assert [("SSL_CERT_FILE" in cure) for cure in wires] == [True, True]
    assert host.heard == b""  # no token left

    cured = await installation.examined(EKYC_URL=host.url, SSL_CERT_FILE=str(host.certificate))
    assert all(each.state is State.OK for each in cured)


@needs_openssl
async def test_authorities_that_have_expired(installation: Installation, host: Host) -> None:
    found = await installation.examined(ahead=WEEK, SSL_CERT_FILE=str(host.certificate))

    (ill,) = [each for each in found if each.name == "certificates"]
    assert is_broken(ill, "certificates")
    assert "expired" in ill.words


async def test_a_proxy_that_is_not_there(installation: Installation) -> None:
    found = await installation.examined(
        HTTPS_PROXY="http://rahim:secret@127.0.0.1:9", EKYC_URL=f"https://{HOST}"
    )

    proxy, ekyc = unwell(found)
    assert is_broken(proxy, "proxy")
    assert "127.0.0.1:9" in proxy.words
    assert "HTTPS_PROXY" in proxy.cure
    assert is_broken(ekyc, "ekyc")
    assert "secret" not in str(found)


@needs_openssl
async def test_a_proxy_that_refuses(installation: Installation, host: Host) -> None:
    async with proxy_to(host) as proxy:
        proxy.refusal = b"407 Proxy Authentication Required"
        ill = await installation.illness(HTTPS_PROXY=proxy.url, EKYC_URL=f"https://{HOST}")

    assert is_broken(ill, "ekyc")
    assert "407" in ill.words
    assert "HTTPS_PROXY" in ill.cure


# -- the clock ------------------------------------------------------------------------------------


@pytest.mark.parametrize("minutes", [-5, 5])
async def test_a_clock_that_is_five_minutes_off(installation: Installation, minutes: int) -> None:
    found = await installation.examined(ahead=timedelta(minutes=minutes))

    (ill,) = unwell(found)
    assert is_broken(ill, "clock")
    assert ("ahead" in ill.words) is (minutes > 0)
    assert "timedatectl" in ill.cure


# -- the database ---------------------------------------------------------------------------------


async def test_a_wrong_key(installation: Installation) -> None:
    before = installation.path.read_bytes()

    ill = await installation.illness(DATABASE_KEY="ab" * 32)

    assert is_broken(ill, "database")
    assert ill.words.startswith("DATABASE_KEY does not open")
    assert ill.cure.startswith("Use the key with which it was created")
    assert installation.path.read_bytes() == before


async def test_a_database_that_is_not_there_is_not_made(installation: Installation) -> None:
    path = installation.trial.folder / "elsewhere" / "bot.db"

    ill = await installation.illness(DATABASE=str(path))

    assert is_doubtful(ill, "database")
    assert "DATABASE" in ill.cure
    assert not path.parent.exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("folder", "is no file"),
        ("pipe", "is no file"),
        ("/dev/null", "is no file"),
        ("nowhere", "leads nowhere"),
        ("circle", "cannot be reached"),
        ("file/bot.db", "cannot be reached: Not a directory"),
        ("x" * 300, "cannot be reached: File name too long"),
    ],
)
def test_a_name_that_leads_to_no_file(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "nowhere").symlink_to("gone")
    (tmp_path / "circle").symlink_to("circle")

    _, database = examine_database(tmp_path / name, DATABASE_KEY, datetime.now(UTC), Limits())

    assert (database.name, database.state) == ("database", State.BROKEN)
    assert words in database.words


async def test_a_database_without_encryption(installation: Installation) -> None:
    path = installation.trial.folder / "plain.db"
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("create table someone (name text)")

    ill = await installation.illness(DATABASE=str(path))

    assert is_broken(ill, "database")
    assert ill.cure.startswith("Name another file in DATABASE")


async def test_a_database_of_an_older_version_is_not_migrated(installation: Installation) -> None:
    path = installation.trial.folder / "older.db"
    older_database(path)

    ill = await installation.illness(DATABASE=str(path))
    again = await installation.illness(DATABASE=str(path))

    assert is_doubtful(ill, "schema")
    assert "Take a copy" in ill.cure
    assert again == ill


def older_database(path: Path) -> None:
    with closing(sqlcipher.connect(str(path), isolation_level=None)) as connection:
        connection.execute(f"pragma key = \"x'{DATABASE_KEY}'\"")
        MIGRATIONS.apply(sqlite_utils.Database(connection), stop_before="m024_open_invitations")


async def test_a_database_of_a_newer_version(installation: Installation) -> None:
    with closing(open_database(installation.path, DATABASE_KEY)) as database:
        database.run(
            "insert into _sqlite_migrations (migration_set, name, applied_at)"
            " values ('onboarding', 'm999_of_the_future', '2030-01-01')"
        )

    ill = await installation.illness()

    assert is_broken(ill, "schema")
    assert "Install that version" in ill.cure


def test_a_folder_that_may_only_be_read() -> None:
    with ordinary_user() as folder:
        path = folder / "bot.db"
        open_database(path, DATABASE_KEY).close()
        folder.chmod(0o500)
        found = list(examine_database(path, DATABASE_KEY, datetime.now(UTC), Limits()))
        folder.chmod(0o700)

    (ill,) = unwell(found)
    assert is_broken(ill, "database")
    assert "chown" in ill.cure


def test_a_file_that_may_only_be_read() -> None:
    with ordinary_user() as folder:
        path = folder / "bot.db"
        open_database(path, DATABASE_KEY).close()
        path.chmod(0o400)
        found = list(examine_database(path, DATABASE_KEY, datetime.now(UTC), Limits()))

    ill = next(each for each in found if each.name == "writing")
    assert is_broken(ill, "writing")
    assert "chmod 600" in ill.cure


async def test_another_program_that_keeps_the_database_locked(installation: Installation) -> None:
    with installation.store() as store, store.transaction():
        ill = await installation.illness()

    assert is_broken(ill, "writing")
    assert ill.cure.startswith("End the program")


async def test_a_disk_that_is_nearly_full(installation: Installation) -> None:
    ill = await installation.illness(limits=Limits(least_free=10**15))

    assert is_doubtful(ill, "disk")
    assert "Free some room" in ill.cure


@pytest.mark.parametrize(
    ("free", "size", "state"),
    [
        (50, 1, State.BROKEN),
        (500, 1, State.WARNING),
        (2000, 1500, State.WARNING),  # no room for a copy
        (2000, 500, State.OK),
    ],
)
def test_how_much_room_there_must_be(free: int, size: int, state: State) -> None:
    assert judge_room(free * MEGABYTE, size * MEGABYTE, Limits()).state is state


async def test_a_write_ahead_log_that_is_never_emptied(installation: Installation) -> None:
    reader, writer = (open_database(installation.path, DATABASE_KEY) for _ in range(2))
    with closing(reader), closing(writer):
        with reader.snapshot():
            reader.rows("select * from agents")
            writer.run("create table ballast as select zeroblob(70000000) as weight")
        ill = await installation.illness()

    assert is_doubtful(ill, "log")
    assert "restart the bot" in ill.cure


async def test_an_installation_without_a_backup(installation: Installation) -> None:
    with closing(open_database(installation.trial.folder / "fresh.db", DATABASE_KEY)):
        found = await installation.examined(DATABASE=str(installation.trial.folder / "fresh.db"))

    (ill,) = [each for each in found if each.name == "backup"]
    assert is_doubtful(ill, "backup")
    assert "python -m bot backup" in ill.cure


async def test_a_backup_of_last_week(installation: Installation) -> None:
    with installation.store() as store:
        (copied,) = store.audit.entries(actions=("backed-up",))

    finding = judge_backup(copied.at, copied.at + WEEK, Limits())

    assert is_doubtful(finding, "backup")
    assert judge_backup(copied.at, copied.at + WEEK, Limits(oldest_backup=WEEK)).state is State.OK


# -- the work -------------------------------------------------------------------------------------


async def test_nobody_who_is_told(installation: Installation) -> None:
    with installation.store() as store, store.transaction():
        store.agents.appoint(ADMIN, Role.AGENT, "")

    ill = await installation.illness()

    assert is_doubtful(ill, "admins")
    assert "ADMINS" in ill.cure


async def test_an_admin_who_has_blocked_the_bot(installation: Installation) -> None:
    with installation.store() as store, store.transaction():
        store.agents.mark_reachable(ADMIN, is_reachable=False)

    ill = await installation.illness()

    assert is_doubtful(ill, "admins")
    assert "presses Start" in ill.cure
    assert str(ADMIN) not in str(ill)


async def test_a_bot_that_does_not_run(installation: Installation) -> None:
    with installation.store() as store, store.transaction():
        store.last_seen.note(datetime.now(UTC) - WEEK)

    ill = await installation.illness()

    assert is_doubtful(ill, "bot")
    assert "python -m bot run" in ill.cure


@pytest.mark.parametrize("application", [submitted(), denied(), pending()])
async def test_an_application_that_is_stalled(
    installation: Installation, application: Application
) -> None:
    since = datetime.now(UTC) - WEEK
    with installation.store() as store, store.transaction():
        store.applications.save(replace(application, changed_at=since))

    ill = await installation.illness()

    assert is_doubtful(ill, "stalled")
    assert f"1 {application.phase}" in ill.words
    assert "/report" in ill.cure
    assert "0171" not in str(ill)


async def test_an_application_that_was_closed_without_a_verdict(installation: Installation) -> None:
    with installation.store() as store, store.transaction():
        store.applications.save(closed())

    ill = await installation.illness()

    assert is_doubtful(ill, "unresolved")
    assert "Ask the eKYC service" in ill.cure


async def test_an_update_that_was_set_aside(installation: Installation) -> None:
    with installation.store() as store, store.transaction():
        store.inbox.set_aside(7, '{"update_id": 7}', "KeyError", datetime.now(UTC))

    ill = await installation.illness()

    assert is_doubtful(ill, "updates")
    assert "python -m bot updates list" in ill.cure


@pytest.mark.parametrize(
    ("trouble", "cure"),
    [
        ("denied team:north", "agents token"),
        ("untrusted", "SSL_CERT_FILE"),
        ("clock", "timedatectl"),
    ],
)
async def test_a_trouble_that_lasts(installation: Installation, trouble: str, cure: str) -> None:
    with installation.store() as store, store.transaction():
        store.troubles.note(trouble, datetime.now(UTC))

    ill = await installation.illness()

    assert is_doubtful(ill, "trouble")
    assert cure in ill.cure
