"""An export is made on delivery, for somebody who may have it at that time."""

from datetime import timedelta

import pytest

from bot.chat.outgoing import Export
from bot.reports.export import Exports
from storage.agents import Agent, Role, Standing
from tests.support.forms import decided
from tests.support.office import Office

RAHIMA = 2005


def exported(
    role: Role, standing: Standing = Standing.ACTIVE, team: str = "", *, full: bool
) -> bytes | None:
    """What becomes of an export that was requested earlier."""
    office = Office()
    office.holds(decided())
    person = Agent(id=RAHIMA, name="Rahima", role=role, language="en", standing=standing, team=team)
    office.store.agents.enrol(person, office.now)
    exports = Exports(office.store, lambda: office.now + timedelta(minutes=1))
    document = exports.document(RAHIMA, Export(format="csv", days=31, is_masked=not full))
    assert len(office.store.audit.entries(actions=("exported",))) == int(document is not None)
    return document.content if document else None


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize(
    ("role", "standing"),
    [
        (Role.SUPERVISOR, Standing.SUSPENDED),
        (Role.SUPERVISOR, Standing.REMOVED),
        (Role.ADMIN, Standing.SUSPENDED),
        (Role.AGENT, Standing.ACTIVE),
    ],
)
def test_somebody_no_longer_allowed_gets_nothing(
    role: Role, standing: Standing, *, full: bool
) -> None:
    assert exported(role, standing, full=full) is None


def test_a_supervisor_gets_masked_values_only() -> None:
    masked = exported(Role.SUPERVISOR, full=False)

    assert masked
    assert "M••• A••• M•••".encode() in masked
    assert b"Asaduzzaman" not in masked
    assert exported(Role.SUPERVISOR, full=True) is None


def test_a_supervisor_of_another_team_gets_the_headings() -> None:
    rows = exported(Role.SUPERVISOR, team="south", full=False)

    assert rows
    assert rows.count(b"\n") == 1


def test_an_admin_gets_full_values_where_that_is_asked_for() -> None:
    full = exported(Role.ADMIN, full=True)

    assert full
    assert b"Md. Asaduzzaman Miah" in full
