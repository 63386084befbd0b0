"""What the doctor asks of both services, and what it makes of odd answers."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.doctor.examination import examine
from bot.doctor.finding import Finding, State
from bot.doctor.limits import Limits
from tests.support.clocks import ManualTimer
from tests.support.running import Trial
from tests.support.scripted_service import Answer as ServiceAnswer
from tests.support.scripted_service import page, says, scripted_service
from tests.support.scripted_telegram import TOKEN, Answer, ok, refused, scripted_telegram

NO_WEBHOOK = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}


async def examined(
    folder: Path, *, telegram_url: str, ekyc_url: str = "http://127.0.0.1:9"
) -> dict[str, Finding]:
    """The findings, by name."""
    settings = Trial(telegram_url, ekyc_url, folder).settings(TELEGRAM_BOT_TOKEN=TOKEN)
    found = await examine(settings, Limits(), lambda: datetime.now(UTC), ManualTimer())
    return {each.name: each for each in found}


async def test_it_polls_nothing_and_asks_the_service_for_one_row(tmp_path: Path) -> None:
    async with scripted_telegram() as telegram, scripted_service() as service:
        telegram.says("getWebhookInfo", ok(NO_WEBHOOK))
        telegram.says("getMyCommands", ok([]))
        await examined(tmp_path, telegram_url=telegram.url, ekyc_url=service.url)

        asked = [method for method, _ in telegram.asked]
        assert sorted(asked) == ["getMe", "getMyCommands", "getMyCommands", "getWebhookInfo"]
        assert service.asked == ["log"]


@pytest.mark.parametrize(
    ("answer", "state", "cure"),
    [
        (page(404, "<h1>No such page</h1>"), State.BROKEN, "EKYC_URL"),
        (page(302, ""), State.BROKEN, "EKYC_URL"),
        (page(200, "<h1>Welcome to our portal</h1>"), State.BROKEN, "EKYC_URL"),
        (says({"detail": "Invalid token."}, 401), State.BROKEN, "EKYC_TOKEN"),
        (says({"detail": "Not for this address."}, 403), State.BROKEN, "EKYC_TOKEN"),
        (page(502, "<h1>Bad Gateway</h1>"), State.BROKEN, "wait for the service"),
        (says({}, 429, **{"Retry-After": "60"}), State.WARNING, "Wait"),
        (says({"status": "failed", "message": "No page."}, 400), State.WARNING, "Ask Giga Tech"),
    ],
)
async def test_each_answer_of_the_service_has_its_cure(
    tmp_path: Path, answer: ServiceAnswer, state: State, cure: str
) -> None:
    async with scripted_service() as service:
        service.says("log", answer)
        found = await examined(tmp_path, telegram_url="http://127.0.0.1:9", ekyc_url=service.url)

    assert found["ekyc"].state is state
    assert cure in found["ekyc"].cure


@pytest.mark.parametrize(
    ("answer", "name", "state"),
    [
        (refused(404, "Not Found: method not found"), "menu", State.OK),
        (refused(429, "Too Many Requests", retry_after=9), "telegram", State.BROKEN),
        (ok({**NO_WEBHOOK, "url": "https://[broken/hook"}), "webhook", State.BROKEN),
    ],
)
async def test_an_odd_answer_of_telegram_is_a_finding_too(
    tmp_path: Path, answer: Answer, name: str, state: State
) -> None:
    async with scripted_telegram() as telegram:
        telegram.says("getWebhookInfo", answer)
        telegram.says("getMyCommands", ok([]))
        found = await examined(tmp_path, telegram_url=telegram.url)

    assert found[name].state is state
