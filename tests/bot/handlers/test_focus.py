"""One application is the current one, and moving to another is said."""

from datetime import timedelta

import pytest

from bot.chat.outgoing import AnswerPress, Send
from bot.handlers.focus import Focus
from bot.handlers.guard import Guard
from bot.handlers.replies import Replies
from bot.handlers.request import Gone, NotAllowed
from bot.outbox import Outbox
from bot.reports.tally import beginning
from conversations import events
from storage.agents import Agent
from storage.service_tokens import holder_of_agent
from tests.support.forms import AGENT, begun, decided, photo, types, until
from tests.support.office import OTHER_AGENT, Office, only, texts


def focus_of(office: Office, *, attempts_per_hour: int = 9) -> Focus:
    store, outbox = office.store, Outbox(office.store)
    guard = Guard(store, attempts_per_hour=attempts_per_hour)
    return Focus(store, office.clerk, outbox, Replies(outbox), guard)


def test_new_uses_a_form_without_consent_again_even_behind_another_draft(office: Office) -> None:
    office.holds(begun(), name="empty234")
    office.holds(until("gender"), name="real2345")
    office.sees_press("~new.")

    assert office.form.id == "empty234"
    assert office.store.caseloads.count_of_agent(AGENT) == 2


def test_a_current_button_of_another_draft_turns_to_it(office: Office) -> None:
    form = office.holds(until("profession"), name="first234", is_active=False)
    office.holds(until("front"))
    sent = office.sees_press(f"first234.{form.version}.pick.profession.farmer")

    assert office.form.id == "first234"
    assert texts(sent)[0] == "Now working on Md. Asaduzzaman Miah."
    assert texts(sent)[-1].startswith("👤 <b>Md. Asaduzzaman Miah</b>")


def test_the_only_draft_need_not_be_named(office: Office) -> None:
    form = office.holds(until("profession"))
    sent = office.sees_press(f"{form.id}.{form.version}.pick.profession.farmer")

    assert not any("👤" in text for text in texts(sent))


def test_a_second_tap_on_another_draft_does_not(office: Office) -> None:
    form = office.holds(until("profession"), name="first234", is_active=False)
    office.holds(until("front"))
    sent = office.sees_press(f"first234.{form.version - 1}.back")

    assert office.form.id == "abcd2345"
    assert sent == [AnswerPress(query_id="query", text="Already done; the next step is below.")]


def test_whatever_is_sent_without_an_open_form_leads_to_a_draft_or_says_so(
    office: Office,
) -> None:
    for content in (types("hello"), photo(), events.StraySent(kind="voice")):
        message = only(Send, office.takes(content))
        assert message.text == "No application is open."
        assert message.keyboard
        office.waits(timedelta(minutes=1))  # or it would be one hint in a run of the same
    office.holds(until("gender"), is_active=False)

    said = only(Send, office.takes(photo())).text
    assert "is not finished" in said
    assert said.endswith("then send again what you just sent; it was not taken.")


def test_no_application_is_current_at_first_and_then_the_one_begun(office: Office) -> None:
    focus = focus_of(office)
    assert focus.on(office.agent) is None

    with office.store.transaction():
        focus.begin(office.agent, office.now)

    assert focus.on(office.agent) == office.form


def test_only_an_own_application_is_given_and_another_ones_is_named_in_the_refusal(
    office: Office,
) -> None:
    focus, form = focus_of(office), office.holds(decided(), is_active=False)
    other = office.store.agents.find(OTHER_AGENT)
    assert other

    assert focus.own(office.agent, form.id) == form
    with pytest.raises(NotAllowed) as refusal:
        focus.own(other, form.id)
    assert refusal.value.application == form
    with pytest.raises(Gone):
        focus.own(office.agent, "nosuch23")


@pytest.mark.parametrize(
    ("current", "said"),
    [(None, []), ("abcd2345", ["Now working on Md. Asaduzzaman Miah."]), ("first234", [])],
)
def test_turning_to_a_draft_is_said_only_where_another_was_current(
    office: Office, current: str | None, said: list[str]
) -> None:
    draft = office.holds(until("profession"), name="first234", is_active=False)
    office.holds(until("front"), is_active=False)
    office.store.agents.activate(AGENT, current)

    with office.store.transaction():
        agent: Agent = focus_of(office).turn_to(office.agent, draft, office.now)

    assert agent.active_application == "first234"
    assert agent == office.agent
    assert texts(office.delivers()) == said


def test_one_form_too_many_in_an_hour_is_not_begun_and_that_is_said(office: Office) -> None:
    focus = focus_of(office, attempts_per_hour=1)
    with office.store.transaction():
        focus.begin(office.agent, office.now)
    first = office.holds(until("gender"), name=office.form.id)
    office.delivers()

    with office.store.transaction():
        focus.begin(office.agent, office.now)

    assert office.form == first
    assert office.store.caseloads.count_of_agent(AGENT) == 1
    alert, told = texts(office.delivers())
    assert "has reached the hourly limit" in alert
    assert "Too many attempts within an hour" in told


def test_an_empty_form_is_used_again_however_often_it_is_begun(office: Office) -> None:
    office.holds(begun())
    focus = focus_of(office)

    for _ in range(3):
        with office.store.transaction():
            focus.begin(office.agent, office.now)

    assert office.store.caseloads.count_of_agent(AGENT) == 1


@pytest.mark.parametrize("command", ["/new", "/start"])
def test_an_empty_form_that_is_used_again_asks_for_the_consent_that_it_shows(
    office: Office, command: str
) -> None:
    """The organisation's text has changed since the form was begun."""
    office.holds(begun())
    office.hears(command)

    said = texts(office.sees_tap("consent"))

    assert "The text has changed" not in str(said)
    assert office.form.consent


def test_an_empty_form_that_is_used_again_is_begun_now() -> None:
    office = Office()
    office.hears("/new")
    form = office.form
    office.waits(timedelta(days=3))
    with office.store.transaction():
        office.store.service_tokens.give(holder_of_agent(AGENT), "token-of-the-agent")

    office.hears("/new")

    assert (office.form.id, office.form.created_at) == (form.id, office.now)
    assert office.form.account == holder_of_agent(AGENT)
    (today,) = office.store.figures.by_day({AGENT}, beginning(office.now))
    assert today.count == 1
