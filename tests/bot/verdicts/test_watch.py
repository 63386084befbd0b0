"""Verdicts of many applications are noticed in few requests."""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from bot.ekyc import EkycClient
from bot.ekyc.polite import DENIED_WAIT
from bot.verdicts.log import VerificationLog
from bot.verdicts.watch import Watch, hasten
from conversations.application import Application, Phase
from conversations.errands import Errand, Task
from tests.support.clocks import TimerOf
from tests.support.errands import Workshop, workshop_in
from tests.support.forms import pending
from tests.support.scripted_service import DENIED, Answer, page, row, says

INTERVAL = timedelta(seconds=30)
SECRET = "Asaduzzaman"
OTHER_NID = "0001999000000"


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop_in(tmp_path) as running:
        yield running


@pytest.fixture
def watch(shop: Workshop) -> Watch:
    return Watch(shop.store, lambda _: shop.log, interval=INTERVAL, clock=shop.clock)


@cache
def form() -> Application:
    return pending()


def waits(shop: Workshop, number: int = 0) -> Application:
    """An application that is pending under that mobile number, asked for in an hour next."""
    mobile = f"017{number:08}"
    application = replace(
        form(), id=f"number{number}", answers={**form().answers, "mobile_number": mobile}
    )
    shop.store.applications.save(application)
    ask = Errand(task=Task.ASK_VERDICT, ticket="t", delay=timedelta(hours=1))
    shop.store.errands.owe(application.id, ask, shop.clock())
    return application


def due_now(shop: Workshop) -> list[str]:
    """The applications whose status will be asked for at once."""
    errands = shop.store.errands.look(shop.clock(), {Task.ASK_VERDICT: 999}).due
    return [errand.application_id for errand in errands]


def gap(shop: Workshop, watch: Watch) -> timedelta:
    due_at = watch.due_at()
    assert due_at
    return due_at - shop.clock()


async def test_of_two_hundred_that_wait_only_the_changed_are_asked_for(
    shop: Workshop, watch: Watch
) -> None:
    waiting = [waits(shop, number) for number in range(200)]
    shop.service.log_rows = [
        row("passed" if number % 50 == 0 else "pending", mobile=f"017{number:08}")
        for number in range(200)
    ]

    await watch.sweep()

    assert due_now(shop) == ["number0", "number50", "number100", "number150"]
    assert len(waiting) == 200
    assert len(shop.service.asked) == 2  # one page, and one to see that it was all


@pytest.mark.parametrize("verdict", ["passed", "failed", "invalid"])
async def test_every_final_word_is_a_change(shop: Workshop, watch: Watch, verdict: str) -> None:
    waits(shop)
    shop.service.log_rows = [row(verdict, mobile="01700000000")]

    await watch.sweep()

    assert due_now(shop) == ["number0"]


@pytest.mark.parametrize(
    "other",
    [
        row("passed", nid=OTHER_NID, mobile="01700000000"),
        row("passed", mobile="01800000000"),
        row("pending", nid=OTHER_NID, mobile="01700000000"),
        row("pending", mobile="01800000000"),
    ],
)
async def test_rows_about_other_customers_change_nothing(
    shop: Workshop, watch: Watch, other: dict[str, str]
) -> None:
    waits(shop)
    shop.service.log_rows = [other, row("pending", mobile="01700000000")]

    await watch.sweep()

    assert due_now(shop) == []


async def test_a_word_that_no_document_knows_is_open(shop: Workshop, watch: Watch) -> None:
    waits(shop)
    shop.service.log_rows = [row("in progress", mobile="01700000000")]

    await watch.sweep()

    assert due_now(shop) == []


def open_rows(numbers: Iterable[int]) -> list[dict[str, str]]:
    return [row("pending", mobile=f"017{number:08}") for number in numbers]


async def somebody_leaves(shop: Workshop, watch: Watch) -> None:
    """Somebody else leaves the list, and then has a verdict: the list is brought up to date."""
    other = waits(shop, 99)
    shop.service.log_rows = open_rows([0, 99])
    await watch.sweep()
    shop.service.log_rows = open_rows([0])
    await watch.sweep()
    shop.store.applications.save(replace(other, phase=Phase.DECIDED))
    shop.store.errands.finish(shop.owed(other, Task.ASK_VERDICT).id)


async def test_a_list_that_nobody_has_left_spares_no_question(shop: Workshop, watch: Watch) -> None:
    waits(shop)
    shop.service.log_rows = open_rows([0])
    await watch.sweep()
    fresh = waits(shop, 1)
    shop.service.log_rows = open_rows([0, 1])

    watch.expect(shop.clock(), fresh)

    shop.clock.passes(7200)
    assert "number1" in due_now(shop)


async def test_a_fresh_one_is_asked_for_first_after_the_interval(shop: Workshop) -> None:
    hasty = Watch(shop.store, lambda _: shop.log, interval=timedelta(seconds=2), clock=shop.clock)
    fresh = waits(shop)

    hasty.expect(shop.clock(), fresh)

    assert due_now(shop) == []
    shop.clock.passes(2)
    assert due_now(shop) == [fresh.id]


async def test_a_list_that_somebody_leaves_only_after_the_status_call_does_not_count_as_moving(
    shop: Workshop, watch: Watch
) -> None:
    told = waits(shop)
    shop.service.log_rows = open_rows([0])
    await watch.sweep()
    shop.store.applications.save(replace(told, phase=Phase.DECIDED))
    waits(shop, 1)
    shop.service.log_rows = open_rows([1])

    await watch.sweep()

    assert not shop.log.pending.is_moving


async def test_a_missing_application_is_asked_for_once_until_it_is_seen_again(
    shop: Workshop, watch: Watch
) -> None:
    missing, listed = waits(shop, 0), waits(shop, 1)
    shop.service.log_rows = open_rows([1])
    await watch.sweep()
    assert due_now(shop) == [missing.id]
    asked = shop.owed(missing, Task.ASK_VERDICT)
    shop.store.errands.postpone(asked, shop.clock(), timedelta(hours=1))

    await watch.sweep()
    assert due_now(shop) == []
    shop.service.log_rows = open_rows([0, 1])
    await watch.sweep()
    shop.service.log_rows = open_rows([1])
    await watch.sweep()

    assert due_now(shop) == [missing.id]
    assert listed.id != missing.id


async def test_one_that_another_account_did_not_know_is_asked_for_in_the_right_one(
    shop: Workshop, watch: Watch
) -> None:
    """The operator had set a wrong token for a while, and the verdict came meanwhile."""
    missing = waits(shop)
    await watch.sweep()
    asked = shop.owed(missing, Task.ASK_VERDICT)
    shop.store.errands.postpone(asked, shop.clock(), timedelta(hours=1))

    shop.client.use_token("the-right-one")
    await watch.sweep()

    assert due_now(shop) == [missing.id]


async def test_one_that_is_submitted_again_is_as_good_as_new(shop: Workshop, watch: Watch) -> None:
    missing = waits(shop, 0)
    shop.service.log_rows = open_rows([1])
    await watch.sweep()
    shop.clock.passes(20)
    assert missing.submission
    again = replace(missing.submission, pressed_at=shop.clock())
    shop.store.applications.save(replace(missing, submission=again))
    asked = shop.owed(missing, Task.ASK_VERDICT)
    shop.store.errands.postpone(asked, shop.clock(), timedelta(hours=1))

    await watch.sweep()

    assert due_now(shop) == [missing.id]


@pytest.mark.parametrize("order", [1, -1], ids=["newest first", "oldest first"])
async def test_the_order_of_the_list_does_not_matter(
    shop: Workshop, watch: Watch, order: int
) -> None:
    for number in range(120):
        waits(shop, number)
    shop.service.log_rows = open_rows(range(120))[::order]
    await watch.sweep()
    shop.service.log_rows = open_rows(number for number in range(120) if number != 60)[::order]

    await watch.sweep()

    assert due_now(shop) == ["number60"]


async def test_the_end_of_a_list_is_proved_once_where_longer_pages_were_served(
    shop: Workshop, watch: Watch
) -> None:
    waits(shop)
    shop.service.log_rows = open_rows(range(3))
    await watch.sweep()
    shop.service.log_rows = open_rows(range(2))
    shop.service.asked.clear()

    await watch.sweep()

    assert shop.service.asked == ["log"]


async def test_one_that_is_submitted_while_the_list_tells_of_all_needs_no_question_of_its_own(
    shop: Workshop, watch: Watch
) -> None:
    waits(shop)
    await somebody_leaves(shop, watch)
    shop.service.log_rows = open_rows([0])
    await watch.sweep()
    fresh = waits(shop, 1)
    shop.service.log_rows = open_rows([0, 1])

    watch.expect(shop.clock(), fresh)

    shop.clock.passes(7200)
    assert due_now(shop) == ["number0"]
    await watch.sweep()
    shop.clock.passes(16 * 3600)
    assert due_now(shop) == ["number0"]
    shop.service.log_rows = open_rows([0])
    await watch.sweep()
    assert sorted(due_now(shop)) == ["number0", "number1"]


@pytest.mark.parametrize("answer", [says({"rows": []}), says({}, 400)])
async def test_once_the_list_is_unreadable_all_are_asked_for_by_the_schedule(
    shop: Workshop, watch: Watch, answer: Answer
) -> None:
    waits(shop)
    shop.service.log_rows = open_rows([0, 1])
    await watch.sweep()
    fresh = waits(shop, 1)
    watch.expect(shop.clock(), fresh)
    shop.service.says("log", answer)

    await watch.sweep()

    shop.clock.passes(60)
    assert sorted(due_now(shop)) == ["number0", "number1"]


async def test_where_the_list_stays_unreadable_all_are_asked_for_by_the_schedule(
    shop: Workshop, watch: Watch
) -> None:
    waits(shop)
    shop.service.log_rows = open_rows([0, 1])
    await watch.sweep()
    fresh = waits(shop, 1)
    watch.expect(shop.clock(), fresh)
    shop.service.says("log", page(502, ""))
    shop.clock.passes(60)
    await watch.sweep()
    shop.clock.passes(20 * 60)

    await watch.sweep()

    shop.clock.passes(20 * 60)
    assert "number1" in due_now(shop)


async def test_where_every_row_comes_whatever_was_asked_for_the_decided_ones_are_told(
    shop: Workshop, watch: Watch
) -> None:
    waits(shop, 0)
    waits(shop, 1)
    rows = [row("passed", mobile="01700000000"), *open_rows([1])]
    shop.service.says("log", says(rows))

    await watch.sweep()

    assert due_now(shop) == ["number0"]


async def test_while_nothing_waits_nobody_is_asked(shop: Workshop, watch: Watch) -> None:
    shop.store.schedules.put("sweep", shop.clock())

    await watch.sweep()

    assert watch.due_at() is None
    assert shop.service.asked == []


async def test_a_fresh_submission_brings_the_next_look_forward(
    shop: Workshop, watch: Watch
) -> None:
    watch.expect(shop.clock())
    assert gap(shop, watch) == INTERVAL
    shop.store.schedules.put("sweep", shop.clock(), timedelta(minutes=9))
    watch.expect(shop.clock())
    assert gap(shop, watch) == INTERVAL
    shop.clock.passes(20)

    watch.expect(shop.clock())

    assert gap(shop, watch) == INTERVAL - timedelta(seconds=20)


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0, 73), (120, 147), (600, 329), (3600, 600), (9 * 86_400, 600)]
)
async def test_old_applications_are_looked_at_more_seldom(
    shop: Workshop, watch: Watch, seconds: int, expected: int
) -> None:
    waits(shop)
    shop.service.log_rows = open_rows([0, 1])
    await watch.sweep()  # after this one a page of one row is known to be the last
    shop.service.log_rows = open_rows([0])
    shop.clock.passes(seconds)

    await watch.sweep()

    assert expected * 0.79 < gap(shop, watch).total_seconds() < expected * 1.21


async def test_the_age_is_that_of_the_submission_and_not_of_our_last_question(
    shop: Workshop, watch: Watch
) -> None:
    application = waits(shop)
    shop.clock.passes(3600)
    shop.store.applications.save(replace(application, changed_at=shop.clock()))

    await watch.sweep()

    assert gap(shop, watch) > timedelta(minutes=7)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [(page(502, ""), timedelta(minutes=1)), (DENIED, DENIED_WAIT)],
)
async def test_an_outage_is_waited_out(
    shop: Workshop, watch: Watch, answer: Answer, expected: timedelta
) -> None:
    waits(shop)
    shop.service.says("log", answer)

    await watch.sweep()

    assert gap(shop, watch) == expected
    assert due_now(shop) == []


async def test_an_unreadable_log_is_read_again_as_usual(shop: Workshop, watch: Watch) -> None:
    waits(shop)
    shop.service.says("log", says({"rows": []}))

    await watch.sweep()

    assert gap(shop, watch) < 4 * INTERVAL
    assert not shop.log.is_understood


class LogReadMeanwhile(VerificationLog):
    """Something happens while the list is read."""

    happens: Callable[[], None]

    async def read_pending(self, expected: int) -> None:
        try:
            await super().read_pending(expected)
        finally:
            self.happens()


def watch_read_meanwhile(shop: Workshop, client: EkycClient) -> tuple[Watch, LogReadMeanwhile]:
    log = LogReadMeanwhile(client, TimerOf(shop.clock))
    return Watch(shop.store, lambda _: log, interval=INTERVAL, clock=shop.clock), log


async def test_one_that_is_submitted_while_the_list_is_read_waits_no_longer_than_others(
    shop: Workshop, client: EkycClient
) -> None:
    watch, log = watch_read_meanwhile(shop, client)
    waits(shop)
    shop.clock.passes(24 * 3600)  # the next look at this one would be ten minutes away
    shop.service.log_rows = open_rows([0])
    shop.store.schedules.put("sweep", shop.clock())
    log.happens = lambda: watch.expect(shop.clock(), waits(shop, 1))

    await watch.sweep()

    assert gap(shop, watch) <= 2 * INTERVAL


async def test_a_sweep_that_fails_while_an_outage_ends_is_repeated_at_once(
    shop: Workshop, client: EkycClient
) -> None:
    watch, log = watch_read_meanwhile(shop, client)
    waits(shop)
    shop.service.says("log", page(502, ""))
    shop.store.schedules.put("sweep", shop.clock())
    log.happens = lambda: hasten(shop.store, shop.clock())

    await watch.sweep()

    assert gap(shop, watch) <= timedelta(0)


class LogWithABug(VerificationLog):
    async def read_pending(self, expected: int) -> None:
        await super().read_pending(expected)
        raise KeyError(SECRET)


async def test_a_bug_in_the_looking_is_reported_and_ends_nothing(
    shop: Workshop, client: EkycClient, caplog: pytest.LogCaptureFixture
) -> None:
    waits(shop)
    log = LogWithABug(client, TimerOf(shop.clock))
    watch = Watch(shop.store, lambda _: log, interval=INTERVAL, clock=shop.clock)

    await watch.sweep()

    assert gap(shop, watch) == timedelta(minutes=1)
    assert "KeyError" in caplog.text
    assert SECRET not in caplog.text


@pytest.fixture
def client(shop: Workshop) -> EkycClient:
    return shop.client
