"""An errand's reply is saved together with its end, and the right people are told."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.applications.clerk import Clerk
from bot.applications.erasure import Erasure
from bot.chat.incoming import ButtonPressed
from conversations.application import Application, Phase
from conversations.errands import DENIED, Errand, Task
from conversations.events import Event
from conversations.questions import NOTHING, SEND_AGAIN
from storage.agents import Agent
from tests.support.clocks import ManualTimer, until
from tests.support.errands import PHOTO, Rounds, Workshop
from tests.support.forms import denied, pending, submitted
from tests.support.running import ADMIN
from tests.support.scripted_service import ACCEPTED, PENDING, status

DAY = 86_400.0


async def test_an_application_without_a_verdict_for_a_month_is_closed_in_everybodys_sight(
    shop: Workshop,
) -> None:
    application = pending()
    shop.owes(application, Task.ASK_VERDICT)
    shop.service.says("status", PENDING)
    rounds = Rounds(shop)
    for _ in range(35):
        await rounds.goes()
        shop.clock.passes(1.2 * DAY)

    kept = shop.store.applications.find(application.id)
    assert kept
    assert kept.phase is Phase.CLOSED
    due = shop.store.errands.due_at(application.id, Task.ASK_VERDICT)
    assert due
    assert shop.clock() < due < shop.clock() + timedelta(days=7)
    notes = shop.told()
    assert [("No result yet" in note, "closed as unresolved" in note) for note in notes] == [
        (True, False),
        (True, False),
        (False, True),
    ]

    shop.service.says("status", status("passed"))
    shop.clock.passes(20 * DAY)
    await rounds.goes()

    kept = shop.store.applications.find(application.id)
    assert kept
    assert kept.phase is Phase.DECIDED  # late, and a verdict like any other


async def test_the_admins_hear_of_the_close_by_its_reference(shop: Workshop) -> None:
    application = pending()
    shop.owes(application, Task.ASK_VERDICT)
    shop.service.says("status", PENDING)
    shop.clock.passes(30 * DAY)

    await Rounds(shop).goes()

    (note,) = shop.told(ADMIN)
    assert "closed as unresolved" in note
    assert application.id.upper() in note
    assert "Asaduzzaman" not in note
    actions = [each.action for each in shop.store.audit.entries(subject=application.id)]
    assert actions == ["closed-unresolved"]


# -- what came back cannot be taken -------------------------------------------------------------


class StumblingClerk(Clerk):
    """Fails to draw one application, like a bug."""

    stumbles_over = ""

    def take(
        self,
        application: Application,
        event: Event,
        agent: Agent,
        now: datetime,
        pressed: ButtonPressed | None = None,
    ) -> Application | None:
        after = super().take(application, event, agent, now, pressed)
        if application.id == self.stumbles_over:
            raise ValueError(application.customer)
        return after


async def test_a_reply_that_cannot_be_applied_stops_no_other_and_its_errand_stays_owed(
    shop: Workshop, caplog: pytest.LogCaptureFixture
) -> None:
    bad = pending()
    other_number = {**bad.answers, "mobile_number": "01812345678"}
    good = replace(pending(), id="good2345", answers=other_number)
    shop.owes(bad, Task.ASK_VERDICT)
    shop.owes(good, Task.ASK_VERDICT)
    shop.service.says("status", status("passed"))
    clerk = StumblingClerk(shop.store)
    clerk.stumbles_over = bad.id

    await Rounds(shop, clerk).goes()

    first, second = (shop.store.applications.find(each.id) for each in (bad, good))
    assert first == bad  # all that the reply had done is undone
    assert second
    assert second.phase is Phase.DECIDED
    due_at = shop.store.errands.due_at(bad.id, Task.ASK_VERDICT)
    assert due_at
    assert due_at > shop.clock()
    assert "internal error" in "".join(shop.told(ADMIN))
    assert "Asaduzzaman" not in caplog.text

    clerk.stumbles_over = ""
    shop.clock.passes(600)
    await Rounds(shop, clerk).goes()

    again = shop.store.applications.find(bad.id)
    assert again
    assert again.phase is Phase.DECIDED


async def test_a_submission_whose_reply_cannot_be_applied_is_looked_up_and_not_repeated(
    shop: Workshop,
) -> None:
    application = submitted()
    shop.owes(application, Task.SUBMIT)
    shop.gives_out(PHOTO)
    shop.service.says("step 2", ACCEPTED)
    clerk = StumblingClerk(shop.store)
    clerk.stumbles_over = application.id
    await Rounds(shop, clerk).goes(Task.SUBMIT)
    clerk.stumbles_over = ""
    shop.clock.passes(600)

    await Rounds(shop, clerk).goes(Task.SUBMIT)

    kept = shop.store.applications.find(application.id)
    assert kept
    assert kept.phase is Phase.CHECKING
    assert shop.service.asked.count("step 2") == 1


async def test_what_is_erased_while_it_is_sent_is_recorded_and_the_admins_are_told(
    shop: Workshop,
) -> None:
    application = submitted()
    shop.owes(application, Task.SUBMIT)
    shop.gives_out(PHOTO)

    def erased(request: Request) -> Response:
        with shop.store.transaction():
            Erasure(shop.store).erase(
                application, actor="2001", why="consent-withdrawn", now=shop.clock()
            )
        return ACCEPTED(request)

    shop.service.says("step 2", erased)

    await Rounds(shop).goes(Task.SUBMIT)

    actions = [each.action for each in shop.store.audit.entries(subject=application.id)]
    assert sorted(actions) == ["erased", "sent-and-erased"]
    (note,) = shop.told(ADMIN)
    assert application.id.upper() in note
    assert "delete it" in note


async def test_a_record_that_shows_up_late_ends_the_question_and_its_verdict_is_told(
    shop: Workshop,
) -> None:
    application = denied()
    errand = Errand(task=Task.LOOK_UP, ticket=ticket_of(application), subject=DENIED)
    shop.store.applications.save(application)
    shop.store.errands.owe(application.id, errand, shop.clock())
    rounds = Rounds(shop)
    await rounds.goes(Task.LOOK_UP)
    asked = shop.store.applications.find(application.id)
    assert asked
    assert asked.asking == SEND_AGAIN
    shop.clock.passes(2 * 3600)
    shop.service.says("status", status("passed"))

    await rounds.goes(Task.LOOK_UP)
    shop.clock.passes(60)
    await rounds.goes(Task.ASK_VERDICT)

    kept = shop.store.applications.find(application.id)
    assert kept
    assert (kept.phase, kept.asking) == (Phase.DECIDED, NOTHING)


async def test_while_it_is_only_looked_for_seldom_another_of_the_person_may_be_sent(
    shop: Workshop,
) -> None:
    first = denied()
    errand = Errand(task=Task.LOOK_UP, ticket=ticket_of(first), subject=DENIED)
    shop.store.applications.save(first)
    shop.store.errands.owe(first.id, errand, shop.clock())

    assert not shop.store.submissions.is_being_sent(replace(submitted(), id="another2"))


def ticket_of(application: Application) -> str:
    assert application.submission
    return application.submission.ticket


async def test_with_nothing_to_do_the_database_is_asked_once_a_minute(shop: Workshop) -> None:
    timer = ManualTimer()
    async with Rounds(shop, timer=timer).running():
        await until(lambda: timer.sleeps() == [60])
        shop.trips.clear()

        timer.passes(59)
        await until(lambda: timer.sleeps() == [1])
        assert shop.trips.total() == 0

        timer.passes(1)
        await until(lambda: timer.sleeps() == [60])
        assert shop.trips.total() == 1
