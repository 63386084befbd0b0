"""python -m bot agents, while the bot has the database open."""

import contextlib
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from storage import Store, open_database
from storage.agents import Agent, Role, Standing
from tests.support import forms
from tests.support.commands import Operator
from tests.support.forms import NOW
from tests.support.running import DATABASE_KEY


@pytest.fixture
def staffed(store: Store) -> Store:
    with store.transaction():
        for person, name in ((2001, "Rahim"), (2002, "Karim")):
            agent = Agent(id=person, name=name, role=Role.AGENT, language="en")
            store.agents.enrol(agent, NOW)
        store.applications.save(forms.until("gender"))
        store.agents.activate(2001, "abcd2345")
    return store


def standing(store: Store, person: int) -> Standing:
    found = store.agents.find(person)
    assert found
    return found.standing


def test_everybody_is_listed_with_work_and_refusals(operator: Operator, staffed: Store) -> None:
    assert operator.runs("agents").output.splitlines() == [
        "2002\tKarim\tagent\tactive\t-\t0 applications\t0 refusals",
        "2001\tRahim\tagent\tactive\t-\t1 application\t0 refusals",
    ]


def test_a_person_is_suspended_restored_and_removed(operator: Operator, staffed: Store) -> None:
    for command, becomes in (
        ("suspend", Standing.SUSPENDED),
        ("restore", Standing.ACTIVE),
        ("remove", Standing.REMOVED),
    ):
        assert operator.runs("agents", command, "2001").exit_code == 0
        assert standing(staffed, 2001) is becomes
    actions = [each.action for each in staffed.audit.entries(subject="2001")]
    assert actions == ["suspended", "restored", "removed"]
    found = staffed.agents.find(2001)
    assert found
    assert found.active_application is None


def test_a_person_gets_a_role_and_a_team(operator: Operator, staffed: Store) -> None:
    operator.runs("agents", "appoint", "2001", "--role", "supervisor", "--team", "Khulna")

    found = staffed.agents.find(2001)
    assert found
    assert (found.role, found.team) == (Role.SUPERVISOR, "Khulna")
    (entry,) = staffed.audit.entries(subject="2001")
    assert entry.details == {"old": "agent", "new": "supervisor Khulna"}


def test_work_is_handed_over(operator: Operator, staffed: Store) -> None:
    operator.runs("agents", "remove", "2001")
    before = staffed.applications.find("abcd2345")
    assert before

    result = operator.runs("agents", "hand-over", "2001", "2002")

    assert result.output == "Handed over: 1 application.\n"
    after = staffed.applications.find("abcd2345")
    assert after == replace(before, agent=2002, sources={}, version=before.version + 1)
    assert staffed.caseloads.count_of_agent(2001) == 0


def test_a_large_hand_over_leaves_room_for_the_running_bot(
    operator: Operator, staffed: Store
) -> None:
    kept = replace(forms.decided(), agent=2001)
    with staffed.transaction():
        for number in range(300):
            staffed.applications.save(replace(kept, id=f"form{number:04d}"))
    seen: list[int] = []
    done = threading.Event()

    def serve() -> None:
        """What the bot does meanwhile, on a connection of its own."""
        database = open_database(operator.environment["DATABASE"], DATABASE_KEY)
        with contextlib.closing(Store(database)) as bot:
            while not done.is_set():
                with bot.transaction():
                    seen.append(bot.caseloads.count_of_agent(2002))

    serving = threading.Thread(target=serve)
    serving.start()
    try:
        result = operator.runs("agents", "hand-over", "2001", "2002")
    finally:
        done.set()
        serving.join()

    assert result.output == "Handed over: 301 applications.\n"
    assert staffed.caseloads.count_of_agent(2002) == 301
    assert len({count for count in seen if 0 < count < 301}) > 2


def test_a_hand_over_ends_when_its_receiver_is_suspended_meanwhile(
    operator: Operator, staffed: Store, tmp_path: Path
) -> None:
    kept = replace(forms.decided(), agent=2001)
    with staffed.transaction():
        for number in range(30):
            staffed.applications.save(replace(kept, id=f"form{number:04d}"))
    database = open_database(tmp_path / "bot.db", DATABASE_KEY)
    database.run(
        "create trigger meanwhile after update on applications begin"
        " update agents set standing = 'suspended' where id = new.agent_id; end"
    )
    database.close()

    result = operator.runs("agents", "hand-over", "2001", "2002")

    given = staffed.caseloads.count_of_agent(2002)
    assert 0 < given < 31
    assert result.exit_code == 2
    assert f"the first keeps {31 - given}." in result.output


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("suspend", "9"), "Nobody with the Telegram id 9 is known"),
        (("hand-over", "2001", "2001"), "must be another person"),
        (("hand-over", "2001", "9"), "Nobody with the Telegram id 9"),
    ],
)
def test_an_impossible_request_is_refused_with_exit_code_2(
    operator: Operator, staffed: Store, words: tuple[str, ...], complaint: str
) -> None:
    result = operator.runs("agents", *words)

    assert result.exit_code == 2
    assert complaint in result.output


class TestTeams:
    def test_a_supervisor_manages_the_agents_of_the_team_only(self) -> None:
        north = Agent(id=1, name="N", role=Role.SUPERVISOR, language="en", team="north")
        agent = Agent(id=2, name="A", role=Role.AGENT, language="en", team="north")

        assert north.may_manage(agent)
        assert not north.may_manage(replace(agent, team="south"))
        assert not north.may_manage(replace(agent, role=Role.SUPERVISOR))
        assert not north.may_manage(north)
        assert not agent.may_manage(agent)

    def test_an_admin_manages_everybody_else(self) -> None:
        admin = Agent(id=1, name="A", role=Role.ADMIN, language="en")

        assert admin.may_manage(Agent(id=2, name="B", role=Role.ADMIN, language="en", team="x"))
        assert not admin.may_manage(admin)


class TestTokens:
    def test_a_token_is_kept_and_shown_nowhere(self, operator: Operator, staffed: Store) -> None:
        result = operator.runs("agents", "token", "--agent", "2001", NEW_EKYC_TOKEN="own-token")

        assert result.output == "agent:2001 uses a token of its own now.\n"
        rahim = staffed.agents.find(2001)
        assert rahim
        assert staffed.service_tokens.holder_for(rahim) == "agent:2001"
        assert staffed.service_tokens.find("agent:2001") == "own-token"
        assert "own-token" not in str(staffed.audit.entries())

    def test_a_team_shares_one_and_an_own_one_comes_first(
        self, operator: Operator, staffed: Store
    ) -> None:
        operator.runs("agents", "token", "--team", "north", NEW_EKYC_TOKEN="team-token")
        agent = Agent(id=2001, name="R", role=Role.AGENT, language="en", team="north")
        tokens = staffed.service_tokens
        assert tokens.holder_for(agent) == "team:north"
        operator.runs("agents", "token", "--agent", "2001", NEW_EKYC_TOKEN="own-token")
        assert tokens.holder_for(agent) == "agent:2001"
        for holder in (("--agent", "2001"), ("--team", "north")):
            operator.runs("agents", "token", *holder, "--take-back")

        assert tokens.holder_for(agent) == ""

    def test_a_malformed_token_is_refused(self, operator: Operator, staffed: Store) -> None:
        wrong = operator.runs("agents", "token", "--agent", "2001", NEW_EKYC_TOKEN="two words")

        assert wrong.exit_code == 2
        assert staffed.service_tokens.find("agent:2001") is None
        assert operator.runs("agents", "token").exit_code == 2
