"""Work that stays undone is the one finding that is not ok."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from conversations.application import Application
from storage.agents import Role
from tests.bot.doctor.conftest import Installation, is_doubtful
from tests.support.forms import closed, denied, pending, submitted
from tests.support.running import ADMIN

WEEK = timedelta(days=7)


async def test_a_bot_without_admins_is_doubtful(installation: Installation) -> None:
    with installation.store() as store, store.transaction():
        store.agents.appoint(ADMIN, Role.AGENT, "", datetime.now(UTC))

    ill = await installation.illness()

    assert is_doubtful(ill, "admins")
    assert "ADMINS" in ill.cure
    assert "python -m bot agents appoint ID --role admin" in ill.cure


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
        ("elsewhere", "EKYC_URL"),
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
