"""The desk of a trial: people are let in by the real bot, and the eKYC service really fails."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from bot.sandbox.person import Person
from bot.trial.desk import TROUBLES
from bot.trial.processes import Trial, trial_in
from storage.agents import Role

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def trial(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Trial]:
    folder: Path = tmp_path_factory.mktemp("trial")
    async with trial_in(folder, reader="off", language="en", log_level="ERROR") as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def desk(trial: Trial) -> AsyncIterator[httpx.AsyncClient]:
    url = f"{trial.telegram_url}/desk"
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as http:
        yield http


async def faults(trial: Trial) -> list[dict[str, object]]:
    """What the eKYC service says is still to go wrong."""
    async with httpx.AsyncClient(trust_env=False) as http:
        found: list[dict[str, object]] = (
            await http.get(f"{trial.ekyc_url}/control/faults")
        ).json()["faults"]
    return found


async def test_it_offers_all_roles_and_troubles(desk: httpx.AsyncClient) -> None:
    offer = await desk.get(str(desk.base_url).rstrip("/"))
    assert offer.json() == {"roles": list(Role), "troubles": list(TROUBLES)}


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("agent", "You can register customers now."),
        ("supervisor", "You look after the agents of your team"),
        ("admin", "You look after everybody"),
    ],
)
async def test_an_invitation_lets_one_person_in_as_what_it_says(
    trial: Trial, desk: httpx.AsyncClient, role: str, sees: str
) -> None:
    asked = {"name": "--Nusrat Jahan", "role": role}  # a name is never read as an option
    link = (await desk.post("/invitations", json=asked)).json()["link"]
    user_id = 2000 + len(role)
    async with (
        Person(trial.telegram_url, user_id, "Nusrat") as nusrat,
        Person(trial.telegram_url, user_id + 100, "Jamal") as jamal,
    ):
        await nusrat.opens(link)
        await nusrat.sees("Welcome, Nusrat Jahan.")
        await nusrat.sees(sees)
        await jamal.opens(link)
        await jamal.sees("This invitation is no longer valid.")


@pytest.mark.parametrize("kind", TROUBLES)
async def test_a_trouble_is_asked_of_the_service_and_can_be_ended(
    trial: Trial, desk: httpx.AsyncClient, kind: str
) -> None:
    (pending,) = (await desk.post("/troubles", json={"kind": kind})).json()["troubles"]
    assert pending["kind"] == kind
    assert (pending["ends_in"] is None) == (kind != "down_for_a_minute")
    (fault,) = await faults(trial)
    assert fault["kind"] == TROUBLES[kind]["kind"]
    assert (await desk.get("/troubles")).json()["troubles"][0]["kind"] == kind

    assert (await desk.delete("/troubles")).json() == {"troubles": []}
    assert await faults(trial) == []


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/invitations", {"name": "Nusrat", "role": "owner"}),
        ("/invitations", {"name": " ", "role": "agent"}),
        ("/invitations", {"name": "N" * 65, "role": "agent"}),
        ("/invitations", {"name": "Nusrat"}),
        ("/invitations", ["Nusrat", "agent"]),
        ("/troubles", {"kind": "clear"}),
        ("/troubles", {"kind": ["slow"]}),
        ("/troubles", "slow"),
    ],
)
async def test_anything_else_is_refused(
    trial: Trial, desk: httpx.AsyncClient, path: str, asked: object
) -> None:
    reply = await desk.post(path, json=asked)
    assert reply.status_code == 400
    assert reply.json()["description"]
    assert (await desk.post(path, content="{")).status_code == 400
    assert await faults(trial) == []


async def test_pages_of_other_hosts_cannot_use_it(desk: httpx.AsyncClient) -> None:
    reply = await desk.post(
        "/troubles", json={"kind": "slow"}, headers={"Origin": "https://example.com"}
    )
    assert reply.status_code == 403
