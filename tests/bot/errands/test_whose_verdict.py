"""Three stories of customers who were told another record's result, and how they must end."""

from dataclasses import replace

import pytest

from bot.ekyc import State
from conversations import events
from conversations.application import Application, Phase
from conversations.errands import Task
from conversations.questions import FOUND
from conversations.verdict import Decision
from storage.agents import Agent, Role
from tests.support.errands import PHOTO, Rounds, Workshop
from tests.support.forms import AGENT, NOW, after, press, submitted
from tests.support.scripted_service import Answer, cut, page, says
from tests.support.stateful_service import Picks, StatefulService

FAMILY_PHONE, OWN_CARD, SISTERS_CARD = "01712345678", "0001980100147", "0001999000000"
KARIM = 2002
MINUTE = 60.0


@pytest.fixture
def shop(shop: Workshop) -> Workshop:
    shop.gives_out(*[PHOTO] * 9)
    karim = Agent(id=KARIM, name="Karim", role=Role.AGENT, language="en")
    shop.store.agents.enrol(karim, NOW)
    return shop


def registers(shop: Workshop, reference: str, card: str, agent: int = AGENT) -> Application:
    """An application that is complete and owed to the service."""
    form = submitted()
    assert form.submission
    submission = replace(form.submission, ticket=f"ticket of {reference}", pressed_at=shop.clock())
    form = replace(
        form,
        id=reference,
        agent=agent,
        answers={**form.answers, "nid_number": card, "mobile_number": FAMILY_PHONE},
        submission=submission,
    )
    shop.owes(form, Task.SUBMIT)
    return form


def kept(shop: Workshop, application: Application) -> Application:
    found = shop.store.applications.find(application.id)
    assert found
    return found


async def goes_on(shop: Workshop, minutes: float = 30) -> None:
    """Let the bot carry out what is due, and again after that time."""
    rounds = Rounds(shop)
    for _ in range(2):
        for task in (Task.SUBMIT, Task.LOOK_UP, Task.ASK_VERDICT):
            await rounds.goes(task)
        shop.clock.passes(minutes * MINUTE)
    await rounds.goes(Task.ASK_VERDICT)


def of_others(shop: Workshop, service: StatefulService, count: int) -> None:
    for number in range(count):
        service.holds("passed", "3268483744", f"018{number:08}")


@pytest.mark.parametrize("picks", ["oldest", "newest"])
@pytest.mark.parametrize("sisters", [State.INVALID, State.PASSED, State.FAILED])
@pytest.mark.parametrize("newer", [0, 300])
async def test_two_agents_register_a_family_under_one_phone_and_each_hears_of_his_own_customer(
    shop: Workshop, picks: Picks, sisters: State, newer: int
) -> None:
    service = StatefulService(shop.service, picks)
    service.holds("passed", "3268483744", "01900000000", "20/11/2026")
    sister = registers(shop, "sister22", SISTERS_CARD, KARIM)
    await goes_on(shop)
    brother = registers(shop, "brother2", OWN_CARD)
    await goes_on(shop)
    of_others(shop, service, newer)
    service.decides(SISTERS_CARD, sisters)
    await goes_on(shop)
    assert kept(shop, brother).phase is Phase.PENDING  # nothing is announced about him yet
    service.decides(OWN_CARD, "passed")
    await goes_on(shop, minutes=24 * 60)

    told = kept(shop, brother).verdict
    assert told
    assert (told.decision, kept(shop, brother).corrected) == (Decision.PASSED, ())
    told = kept(shop, sister).verdict
    assert told
    assert (told.decision, kept(shop, sister).corrected) == (Decision(sisters.value), ())


@pytest.mark.parametrize("picks", ["oldest", "newest"])
@pytest.mark.parametrize("date", ["20/11/2026", "23/11/2026"])
async def test_a_customer_who_passed_elsewhere_and_fails_here_is_not_told_to_have_passed(
    shop: Workshop, picks: Picks, date: str
) -> None:
    service = StatefulService(shop.service, picks)
    service.holds("passed", OWN_CARD, FAMILY_PHONE, date)
    form = registers(shop, "elsewhr2", OWN_CARD)
    await goes_on(shop)
    asked = kept(shop, form)
    assert asked.asking == FOUND
    assert "step 2" not in shop.service.asked
    insists(shop, asked)
    await goes_on(shop)
    assert kept(shop, form).phase is Phase.PENDING

    service.decides(OWN_CARD, "failed")
    await goes_on(shop)

    told = kept(shop, form).verdict
    assert told
    assert (told.decision, kept(shop, form).corrected) == (Decision.FAILED, ())


@pytest.mark.parametrize("picks", ["oldest", "newest"])
@pytest.mark.parametrize("outcome", ["passed", "failed", "invalid"])
@pytest.mark.parametrize(
    "about_nobody",
    [says({"status": "invalid"}), page(404, "<h1>Not Found</h1>"), says({"status": None}, 404)],
)
async def test_a_service_that_knows_nobody_in_other_words_takes_the_customer_and_tells_the_verdict(
    shop: Workshop, picks: Picks, outcome: str, about_nobody: Answer
) -> None:
    service = StatefulService(shop.service, picks, about_nobody=about_nobody)
    form = registers(shop, "newcomer", OWN_CARD)
    await goes_on(shop)
    assert len(service.records) == 1
    assert kept(shop, form).phase is Phase.PENDING

    service.decides(OWN_CARD, outcome)
    await goes_on(shop)

    told = kept(shop, form).verdict
    assert told
    assert told.decision == Decision(outcome)


@pytest.mark.parametrize("before", ["passed", "failed"])
@pytest.mark.parametrize("outcome", ["passed", "failed", "invalid"])
async def test_a_record_that_the_log_shows_and_the_status_denies_is_asked_about_and_never_told(
    shop: Workshop, before: str, outcome: str
) -> None:
    service = StatefulService(shop.service, "newest", shows_elsewhere=False)
    service.holds(before, OWN_CARD, FAMILY_PHONE, "20/11/2026")
    form = registers(shop, "elsewhr2", OWN_CARD)
    await goes_on(shop)
    asked = kept(shop, form)
    assert asked.asking == FOUND
    assert "step 2" not in shop.service.asked
    insists(shop, asked)
    await Rounds(shop).goes(Task.SUBMIT)
    service.is_slow_to_list()
    await goes_on(shop)
    assert kept(shop, form).phase is Phase.PENDING

    service.decides(OWN_CARD, outcome)
    await goes_on(shop)

    told = kept(shop, form).verdict
    assert told
    assert (told.decision, kept(shop, form).corrected) == (Decision(outcome), ())


@pytest.mark.parametrize("at_once", [True, False])
async def test_one_customer_with_two_agents_is_sent_once_and_the_second_agent_is_asked(
    shop: Workshop, *, at_once: bool
) -> None:
    service = StatefulService(shop.service, "newest")
    first = registers(shop, "karims22", OWN_CARD, KARIM)
    if not at_once:
        await goes_on(shop)
    second = registers(shop, "rahims22", OWN_CARD)

    await goes_on(shop)

    both = [kept(shop, first), kept(shop, second)]
    assert len(service.records) == 1
    assert sorted(form.asking == FOUND for form in both) == [False, True]
    asked = next(form for form in both if form.asking == FOUND)
    insists(shop, asked)
    await goes_on(shop)
    assert len(service.records) == 2


@pytest.mark.parametrize(("ended", "is_asked"), [("passed", True), ("failed", False)])
async def test_a_customer_who_failed_with_one_agent_may_be_sent_by_another_without_a_question(
    shop: Workshop, ended: str, *, is_asked: bool
) -> None:
    service = StatefulService(shop.service, "newest")
    registers(shop, "karims22", OWN_CARD, KARIM)
    await goes_on(shop)
    service.decides(OWN_CARD, ended)
    await goes_on(shop)

    second = registers(shop, "rahims22", OWN_CARD)
    await goes_on(shop)

    assert (kept(shop, second).asking == FOUND) is is_asked
    assert len(service.records) == (1 if is_asked else 2)


def insists(shop: Workshop, asked: Application) -> None:
    """The agent submits although the service already holds a record."""
    again = after(asked, press(events.SubmittedAnyway), now=shop.clock())
    shop.owes(again, Task.SUBMIT)


async def test_after_a_restore_of_an_older_database_the_customer_is_not_registered_twice(
    shop: Workshop,
) -> None:
    service = StatefulService(shop.service, "newest")
    form = registers(shop, "restored", OWN_CARD)
    await goes_on(shop)
    assert len(service.records) == 1
    shop.store.applications.erase(form.id)
    restored = registers(shop, "restored", OWN_CARD)  # as the copy has it: still to be sent

    await goes_on(shop)

    assert kept(shop, restored).asking == FOUND
    assert len(service.records) == 1


@pytest.mark.parametrize("picks", ["oldest", "newest"])
async def test_after_send_again_an_old_result_is_not_told_as_the_new_one(
    shop: Workshop, picks: Picks
) -> None:
    service = StatefulService(shop.service, picks)
    service.holds("passed", OWN_CARD, FAMILY_PHONE, "20/11/2026")
    accepts = shop.service.answers["step 2"]
    form = registers(shop, "again222", OWN_CARD)
    await goes_on(shop)
    shop.service.says("step 2", cut)  # it never arrives
    insists(shop, kept(shop, form))
    for _ in range(5):
        await goes_on(shop, minutes=6)
    denied = kept(shop, form)
    assert denied.phase is Phase.CHECKING
    assert denied.asking == "send_again"
    shop.service.answers["step 2"] = accepts
    again = after(denied, press(events.SubmittedAgain), now=shop.clock())
    shop.owes(again, Task.SUBMIT)
    await goes_on(shop)
    assert kept(shop, form).phase is Phase.PENDING

    service.decides(OWN_CARD, "failed")
    await goes_on(shop)

    told = kept(shop, form).verdict
    assert told
    assert told.decision is Decision.FAILED
    assert shop.service.asked.count("step 2") == 2
