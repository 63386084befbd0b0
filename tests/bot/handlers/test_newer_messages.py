"""A typed yes means the newest message, never a form's question further up."""

from datetime import timedelta

import pytest

from bot.chat.incoming import Content
from bot.chat.outgoing import Send
from bot.outbox import Outbox
from conversations import replies
from conversations.application import Phase
from conversations.events import StraySent, TextEdited, TextSent
from conversations.questions import CANCEL, REVIEW
from storage.agents import Agent, Role, Standing
from tests.support.forms import AGENT, FAILED, NOW, decided, pending, photo, reply, until
from tests.support.office import OTHER_AGENT, Office, texts


def phase(office: Office) -> Phase:
    """The phase of the newest application."""
    (newest,) = office.store.caseloads.of_agent(AGENT, limit=1)
    return newest.phase


def news(office: Office, text: str) -> None:
    """As an announcement comes, or the result of another customer."""
    with office.store.transaction():
        Outbox(office.store).owe_news(AGENT, Send(text=text), office.now)
    office.delivers()


@pytest.mark.parametrize("said", ["ok sir", "জি স্যার", "👍", "thik ache"])
def test_an_ok_below_news_shows_the_question_again(office: Office, said: str) -> None:
    office.holds(until(REVIEW))
    news(office, "📢 Salma: Tomorrow we meet at nine.")

    shown = office.hears(said)

    assert phase(office) is Phase.REVIEWING
    assert "Submit" in str(shown)
    office.hears("yes")
    assert phase(office) is Phase.SUBMITTING


@pytest.mark.parametrize("said", ["ok", "জি"])
@pytest.mark.parametrize(
    "command",
    ["/help", "/unknown", "/log", "/log Asad", "/drafts", "/language", "/status 01712345678"],
)
def test_an_ok_below_what_a_command_shows_shows_the_question_again(
    office: Office, command: str, said: str
) -> None:
    office.holds(until(REVIEW))
    office.hears(command)

    shown = office.hears(said)

    assert phase(office) is Phase.REVIEWING
    assert "Submit" in str(shown)
    office.hears("yes")
    assert phase(office) is Phase.SUBMITTING


@pytest.mark.parametrize("button", ["open.dane2345", "receipt.en-dane2345"])
def test_an_ok_below_what_a_button_of_an_older_list_shows_submits_nothing(
    office: Office, button: str
) -> None:
    office.holds(decided(), name="dane2345", is_active=False)
    form = office.holds(until(REVIEW))
    office.sees_press(f"~{button}")

    office.hears("ok")

    assert office.form == form


def test_a_yes_to_cancel_below_news_shows_that_question_again(office: Office) -> None:
    form = office.holds(until(REVIEW))
    office.hears("/cancel")
    news(office, "📢 Salma: Tomorrow we meet at nine.")

    assert "Erase" in str(office.hears("yes"))
    assert office.form.asking == CANCEL

    office.hears("yes")
    assert office.store.applications.find(form.id) is None


def test_an_ok_that_was_sent_before_the_news_is_for_the_question(office: Office) -> None:
    office.holds(until(REVIEW))
    office.message_id += 1
    said = TextSent(text="ok", message_id=office.message_id)
    news(office, "📢 Salma: Tomorrow we meet at nine.")

    office.takes(said)

    assert phase(office) is Phase.SUBMITTING


def test_the_same_is_no_answer_to_news(office: Office) -> None:
    office.holds(until("permanent_address"))
    news(office, "📢 Salma: Tomorrow we meet at nine.")

    office.hears("same")

    assert "permanent_address" in office.form.answers


def test_a_reply_to_the_question_is_for_it_whatever_came_since(office: Office) -> None:
    office.holds(until(REVIEW))
    question = office.message_id
    news(office, "📢 Salma: Tomorrow we meet at nine.")

    office.takes(TextSent(text="yes", message_id=office.message_id + 1, replies_to=question))

    assert phase(office) is Phase.SUBMITTING


def test_an_ok_to_the_result_of_another_customer_submits_nobody(office: Office) -> None:
    office.holds(until(REVIEW))
    other = office.holds(pending(), name="dane2345", is_active=False)
    told = office.learns(reply(other, replies.VerdictFound, verdict=FAILED), other)
    assert any("Failed:" in each for each in texts(told))

    office.hears("ok")

    assert phase(office) is Phase.REVIEWING


@pytest.mark.parametrize("command", ["/start", "/new"])
def test_a_yes_to_the_offer_to_continue_submits_nothing(office: Office, command: str) -> None:
    office.holds(until(REVIEW))
    assert "Continue it" in texts(office.hears(command))[-1]

    office.hears("yes")

    assert phase(office) is Phase.REVIEWING


def test_nor_does_it_erase_what_was_asked_about_before(office: Office) -> None:
    form = office.holds(until("profession"))
    office.hears("/cancel")
    office.hears("/start")

    office.hears("yes")

    assert office.store.applications.find(form.id)


def test_a_yes_that_comes_too_late_for_an_erasure_gives_no_consent(office: Office) -> None:
    office.hears("/new")
    done = office.holds(decided(), name="dane2345", is_active=False)
    office.hears(f"/erase {done.id}")
    office.waits(timedelta(minutes=16))

    office.hears("yes")

    assert office.form.consent is None


def test_an_ok_to_an_announcement_erases_nothing(office: Office) -> None:
    done = office.holds(decided(), name="dane2345", is_active=False)
    office.hears(f"/erase {done.id}")
    news(office, "📢 Salma: Tomorrow we meet at nine.")

    office.hears("ok")

    found = office.store.applications.find(done.id)
    assert found
    assert found.remains is None


def opens_card(office: Office) -> int:
    """The agent, a supervisor now, looks at a colleague; returns the message with the card."""
    boss = Agent(id=AGENT, name="Salma", role=Role.SUPERVISOR, language="en")
    office.store.agents.enrol(boss, NOW)
    office.hears("/agents")
    card = office.message_id
    office.sees_press(f"~person.{OTHER_AGENT}-0", message_id=card)
    return card


def test_a_yes_to_what_an_older_message_asks_now_submits_nothing(office: Office) -> None:
    card = opens_card(office)
    office.holds(until(REVIEW))
    assert "Remove Karim?" in str(office.sees_press(f"~remove.{OTHER_AGENT}-0", message_id=card))

    office.hears("yes")

    assert phase(office) is Phase.REVIEWING


def test_an_ok_to_an_announcement_removes_nobody_whom_a_button_asked_about(office: Office) -> None:
    card = opens_card(office)
    assert "Remove Karim?" in str(office.sees_press(f"~remove.{OTHER_AGENT}-0", message_id=card))
    news(office, "📢 Boss: Tomorrow we meet at nine.")

    office.hears("ok")

    karim = office.store.agents.find(OTHER_AGENT)
    assert karim
    assert karim.standing is Standing.ACTIVE


# -- is this 25/10/1981? ----------------------------------------------------------------------


def is_asked_for_the_year(office: Office) -> None:
    office.holds(until("card"))
    office.sees_tap("edit", "date_of_birth")
    assert "Is this 25/10/1981?" in texts(office.hears("25/10/81"))[-1]


@pytest.mark.parametrize(
    "crossing",
    [StraySent(kind="sticker"), photo("selfie"), TextEdited(text="?", message_id=1)],
)
def test_the_newest_question_says_which_date_a_yes_would_mean(
    office: Office, crossing: Content
) -> None:
    is_asked_for_the_year(office)
    assert "Is this 25/10/1981?" in texts(office.takes(crossing))[-1]

    office.hears("yes")

    assert office.form.answers["date_of_birth"] == "1981-10-25"


def test_a_yes_to_the_date_below_news_shows_it_again(office: Office) -> None:
    is_asked_for_the_year(office)
    news(office, "📢 Salma: Tomorrow we meet at nine.")

    assert "Is this 25/10/1981?" in texts(office.hears("yes"))[-1]
    assert "date_of_birth" not in office.form.answers

    office.hears("yes")
    assert office.form.answers["date_of_birth"] == "1981-10-25"
