"""What an operator's tools see of a registration, and of trouble; nothing in it is personal."""

import re
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.person import Person
from tests.support.clocks import eventually
from tests.support.customers import ASADUZZAMAN, comes_to
from tests.support.processes import free_ports, machine_in
from tests.support.running import ADMIN, RunningBot, Trial, trial_on
from tests.support.scraping import Scraper


@pytest.fixture
def scraper() -> Scraper:
    (port,) = free_ports(1)
    return Scraper(port)


@pytest.fixture
async def bot(trial: Trial, scraper: Scraper) -> AsyncIterator[RunningBot]:
    async with RunningBot(trial, HEALTH=f"127.0.0.1:{scraper.port}") as running:
        yield running


@pytest.mark.one_engine  # the sizes of its files
async def test_a_registration_is_seen_from_all_sides(rahim: Person, scraper: Scraper) -> None:
    await comes_to(rahim, "receipt", ASADUZZAMAN)
    await rahim.sees("Passed: Md. Asaduzzaman Miah")

    seen = await scraper.scrapes()

    assert seen.value("onboarding_updates_total", kind="message", outcome="handled") >= 5
    assert seen.value("onboarding_updates_total", kind="callback_query", outcome="handled") >= 5
    assert seen.value("onboarding_updates_total", outcome="set_aside") == 0
    assert seen.value("onboarding_reply_seconds_count") >= 10
    assert seen.value("onboarding_reply_seconds_bucket", le="10.0") == seen.value(
        "onboarding_reply_seconds_count"
    )
    for method in ("getMe", "getUpdates", "sendMessage", "answerCallbackQuery", "getFile", "file"):
        assert seen.value("onboarding_telegram_call_seconds_count", method=method, result="ok") > 0
    for call in ("reading", "submission"):
        assert seen.value("onboarding_ekyc_call_seconds_count", call=call, result="ok") == 1
    assert seen.value("onboarding_ekyc_call_seconds_count", call="log", result="ok") >= 1
    assert seen.value("onboarding_picture_seconds_count", work="examine", result="ok") == 3
    assert seen.value("onboarding_verdicts_total", decision="passed") == 1
    assert seen.value("onboarding_verdicts_total") == 1
    assert seen.value("onboarding_ekyc_breaker_open") == 0
    assert seen.value("onboarding_event_loop_delay_seconds_count") > 0
    assert seen.value("onboarding_loop_idle_seconds", loop="polling") < 60
    assert seen.value("onboarding_database_bytes", file="log") > 50_000
    assert seen.value("onboarding_disk_free_bytes") > 0
    assert seen.value("onboarding_build_info") == 1
    assert seen.value("process_resident_memory_bytes") > 10_000_000


@pytest.mark.one_engine
async def test_no_label_and_no_value_is_a_person_a_chat_or_a_customer(
    rahim: Person, bot: RunningBot, scraper: Scraper
) -> None:
    await comes_to(rahim, "receipt", ASADUZZAMAN)
    await rahim.sees("Passed: Md. Asaduzzaman Miah")
    await rahim.forges("Md. Asaduzzaman Miah 0001980100147")

    seen = await scraper.scrapes()

    (application,) = (one.id for one in bot.store.caseloads.some_of_agent(2001, limit=9))
    for personal in (str(ADMIN), "2001", "Rahim", "Asaduzzaman", "1712345678", application):
        assert personal not in re.sub(r"(?m) [0-9.e+]+$", "", seen.page)
    labels = {label for sample in seen.samples for label in sample.labels}
    assert labels == {
        "kind",
        "outcome",
        "answer",
        "method",
        "result",
        "call",
        "work",
        "decision",
        "loop",
        "task",
        "file",
        "le",
        "version",
        "python",
    }


async def test_an_outage_shows_in_breakers_calls_and_errands(
    rahim: Person, trial: Trial, scraper: Scraper
) -> None:
    await trial.fault("ekyc", kind="bad_gateway", calls=["step_one"], times="always")
    await rahim.says("/new")
    await rahim.taps("Yes, agrees")
    await rahim.sees("front")
    await rahim.sends_album(ASADUZZAMAN.front, ASADUZZAMAN.back)

    async def is_noticed() -> bool:
        seen = await scraper.scrapes()
        failed = seen.value("onboarding_ekyc_call_seconds_count", result="unavailable")
        return failed >= 1 and seen.value("onboarding_errands", task="read_card") == 1

    await eventually(is_noticed)


async def test_a_refused_token_opens_the_breaker_that_is_named_after_it(
    rahim: Person, trial: Trial, scraper: Scraper
) -> None:
    await trial.fault("ekyc", kind="unauthorized", calls=["step_one"], times="always")
    await rahim.says("/new")
    await rahim.taps("Yes, agrees")
    await rahim.sees("front")
    await rahim.sends_album(ASADUZZAMAN.front, ASADUZZAMAN.back)

    async def is_open() -> bool:
        seen = await scraper.scrapes()
        return seen.value("onboarding_ekyc_breaker_open", call="token") == 1

    await eventually(is_open)


async def test_it_is_alive_before_telegram_is_reached_and_ready_afterwards(
    tmp_path: Path, scraper: Scraper
) -> None:
    async with trial_on(tmp_path) as trial:
        await trial.fault("telegram", method="getMe", kind="bad_gateway", times=2)
        async with RunningBot(trial, HEALTH=f"127.0.0.1:{scraper.port}"):

            async def is_alive() -> bool:
                return (await scraper.asks("/live")).status == 200

            await eventually(is_alive)
            waiting = await scraper.asks("/ready")
            assert (waiting.status, waiting.problems) == (
                503,
                ["Telegram has not been reached yet"],
            )

            async def is_ready() -> bool:
                return (await scraper.asks("/ready")).status == 200

            await eventually(is_ready)


async def test_an_address_in_use_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"
        async with machine_in(tmp_path) as machine:
            process = machine.bot(HEALTH=address)

            assert await process.ends() == 2
            assert f"HEALTH={address} cannot be used" in process.log
            assert "Traceback" not in process.log
