"""What the page promises of a trouble comes true, over real HTTP."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from bot.sandbox.person import Person
from bot.trial.chairs import admitted
from bot.trial.example import Customer, register
from bot.trial.processes import Trial, trial_in

pytestmark = pytest.mark.asyncio(loop_scope="module")

RAHIMA = Customer(number=1, gender="female", mobile_number="01812345678")
BIMAL = Customer(number=6, mobile_number="01612345678")
MAHBUB = Customer(number=4, mobile_number="01512345678")
TANZILA = Customer(number=7, gender="female", mobile_number="01912345678")

VERDICT_SECONDS = 30.0  # two on an idle machine; with the usual settings half a minute


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def trial(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Trial]:
    folder: Path = tmp_path_factory.mktemp("trial")
    async with trial_in(folder, reader="specimens", language="en", log_level="ERROR") as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def people(trial: Trial) -> AsyncIterator[Sequence[Person]]:
    async with admitted(trial, "en") as everybody:
        yield everybody


async def lets_happen(trial: Trial, kind: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        reply = await http.post(f"{trial.telegram_url}/desk/troubles", json={"kind": kind})
    assert reply.is_success, reply.text


async def begins(agent: Person, customer: Customer) -> None:
    await agent.says("/new")
    await agent.taps("Yes, agrees")
    await agent.sees("Front of the NID card")
    await agent.sends_album(customer.front, customer.back)


async def test_a_lost_reply_is_looked_up_and_nothing_is_sent_twice(
    trial: Trial, people: Sequence[Person]
) -> None:
    rahim, *_ = people
    await lets_happen(trial, "reply_lost")
    await register(rahim, RAHIMA)
    await rahim.sees("Passed: RAHIMA KHATUN")
    async with httpx.AsyncClient(trust_env=False) as http:
        held = (await http.get(f"{trial.ekyc_url}/control/applications")).json()
    assert [(each["posts"], each["accepted"]) for each in held["applications"]] == [(1, 1)]


async def test_a_corrected_verdict_is_told_after_the_first(
    trial: Trial, people: Sequence[Person]
) -> None:
    """The correction leaves a slow computer the time to tell of the verdict before."""
    rahim, *_ = people
    await lets_happen(trial, "verdict_corrected")
    await register(rahim, BIMAL)
    await rahim.sees("Passed: BIMAL CHANDRA DAS", timeout=VERDICT_SECONDS)
    await rahim.sees("Correction of an earlier result:", timeout=VERDICT_SECONDS)
    await rahim.sees("Failed: BIMAL CHANDRA DAS")


async def test_a_customer_may_be_missing_from_the_register(
    trial: Trial, people: Sequence[Person]
) -> None:
    rahim, *_ = people
    await lets_happen(trial, "not_in_register")
    await register(rahim, TANZILA)
    await rahim.sees("Not found in the register: TANZILA AKTER SHIMU", timeout=VERDICT_SECONDS)


async def test_a_badly_read_card_has_marks_and_is_asked_about(
    trial: Trial, people: Sequence[Person]
) -> None:
    _, karima, _ = people
    await lets_happen(trial, "card_badly_read")
    await begins(karima, MAHBUB)
    await karima.sees("The card has been read.")
    await karima.taps("Male")
    await karima.taps("Go to the marked fields")
    await karima.sees("as on the card")


async def test_a_slow_card_keeps_nobody_waiting(trial: Trial, people: Sequence[Person]) -> None:
    rahim, *_ = people
    await lets_happen(trial, "slow")
    await begins(rahim, MAHBUB)
    await rahim.taps("Male")
    await rahim.taps("Same address")
    await rahim.does_not_see("The card has been read.", within=2)


async def test_a_refused_token_is_told_to_the_admins(
    trial: Trial, people: Sequence[Person]
) -> None:
    *_, salma = people
    async with Person(trial.telegram_url, 1009, "Boss") as boss:
        await boss.opens(await trial.invite("Boss", "admin"))
        await boss.sees("You look after everybody")
        await lets_happen(trial, "token_refused")
        await begins(salma, RAHIMA)
        await boss.sees("The eKYC service refuses the token")
        await salma.sees("The service does not let the bot in at present")
