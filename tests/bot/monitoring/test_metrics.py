"""What is counted, and that it stays small."""

from datetime import timedelta

from prometheus_client import generate_latest

from bot.ekyc import polite
from bot.monitoring import metrics as counted
from bot.monitoring.metrics import Metrics
from bot.telegram import updates
from tests.support.forms import AGENT, NOW
from tests.support.scraping import Scrape

LATER = NOW + timedelta(seconds=1)


def seen(metrics: Metrics) -> Scrape:
    return Scrape(generate_latest(metrics.registry).decode())


def replies(metrics: Metrics) -> float:
    return seen(metrics).value("onboarding_reply_seconds_count")


def test_the_first_message_owed_by_an_update_is_its_reply() -> None:
    metrics = Metrics()
    metrics.update_taken("message", "handled", AGENT, NOW)

    metrics.message_sent(AGENT, NOW)
    metrics.message_sent(AGENT, NOW)

    assert replies(metrics) == 1


def test_news_and_other_peoples_messages_are_no_reply() -> None:
    metrics = Metrics()
    metrics.update_taken("message", "handled", AGENT, NOW)

    metrics.message_sent(AGENT, LATER)
    metrics.message_sent(AGENT + 1, NOW)

    assert replies(metrics) == 0


def test_only_updates_that_were_decided_await_a_reply() -> None:
    metrics = Metrics()
    for outcome in ("ignored", "repeated", "queued", "set_aside"):
        metrics.update_taken("message", outcome, AGENT, NOW)

    metrics.message_sent(AGENT, NOW)

    assert replies(metrics) == 0


def test_updates_without_a_reply_are_forgotten_with_the_oldest() -> None:
    metrics = Metrics()
    for chat in range(10_001):
        metrics.update_taken("message", "handled", chat, NOW)

    metrics.message_sent(0, NOW)
    assert replies(metrics) == 0
    metrics.message_sent(1, NOW)
    assert replies(metrics) == 1


def test_every_outcome_and_decision_is_there_from_the_start() -> None:
    page = seen(Metrics())

    assert {
        sample.labels["decision"]
        for sample in page.samples
        if sample.name == "onboarding_verdicts_total"
    } == {"passed", "failed", "invalid"}
    assert page.value("onboarding_updates_total") == 0
    assert "_created" not in page.page


def test_the_fixed_values_are_those_of_the_rooms_that_tell_them() -> None:
    assert (*updates.KINDS, "other") == counted.KINDS
    assert (*polite.CALLS, "token") == counted.CALLS
