"""The newest message, if it offers to continue a draft, takes words as it takes its buttons."""

import pytest

from conversations.application import Phase
from conversations.events import TextSent
from conversations.questions import REVIEW
from tests.support.forms import AGENT, until
from tests.support.office import Office, texts


def number_of_applications(office: Office) -> int:
    return len(office.store.caseloads.of_agent(AGENT, limit=9))


@pytest.mark.parametrize("command", ["/start", "/new"])
@pytest.mark.parametrize(
    "said", ["continue", "Continue it", "চালিয়ে যান", "chaliye jan", "yes", "জি"]
)
def test_a_word_continues_the_draft(office: Office, command: str, said: str) -> None:
    office.holds(until("nominee"))
    office.hears(command)

    shown = texts(office.hears(said))

    assert "nominee" in shown[-1]
    assert "nominee" not in office.form.answers
    assert number_of_applications(office) == 1


@pytest.mark.parametrize("command", ["/start", "/new"])
@pytest.mark.parametrize("said", ["new", "New customer", "নতুন", "নতুন শুরু করব", "notun"])
def test_a_word_starts_a_new_application(office: Office, command: str, said: str) -> None:
    form = office.holds(until("nominee"))
    office.hears(command)

    office.hears(said)

    assert number_of_applications(office) == 2
    assert office.form.id != form.id
    kept = office.store.applications.find(form.id)
    assert kept is not None
    assert "nominee" not in kept.answers


@pytest.mark.parametrize("said", ["continue", "চালিয়ে যান", "yes"])
def test_the_draft_of_the_hint_is_continued_too(office: Office, said: str) -> None:
    form = office.holds(until("nominee"), is_active=False)
    assert "Continue it" in texts(office.hears("Rahima Khatun"))[-1]

    office.hears(said)

    agent = office.store.agents.find(AGENT)
    assert agent is not None
    assert agent.active_application == form.id


def test_words_after_the_next_question_answer_that(office: Office) -> None:
    form = office.holds(until(REVIEW))
    office.hears("/start")
    office.hears("continue")

    office.hears("yes")

    sent = office.store.applications.find(form.id)
    assert sent is not None
    assert sent.phase is Phase.SUBMITTING


def test_words_that_were_sent_before_the_offer_are_not_for_it(office: Office) -> None:
    office.holds(until("nominee"))
    office.message_id += 1
    said = TextSent(text="new", message_id=office.message_id)
    office.hears("/start")

    office.takes(said)

    assert number_of_applications(office) == 1


def test_a_reply_to_the_question_is_no_answer_to_the_offer(office: Office) -> None:
    office.holds(until("nominee"))
    question = office.message_id
    office.hears("/start")

    office.takes(TextSent(text="new", message_id=office.message_id + 1, replies_to=question))

    assert number_of_applications(office) == 1


def test_an_offer_that_was_never_made_takes_no_word(office: Office) -> None:
    office.holds(until("nominee"))

    office.hears("new")

    assert number_of_applications(office) == 1
