"""In a run of messages that the bot cannot use, only the first is answered."""

from datetime import timedelta

import pytest

from bot.chat.incoming import Content, Incoming
from bot.chat.outgoing import Send
from conversations.application import Application
from conversations.events import StraySent, TextEdited
from conversations.questions import REVIEW
from tests.support.forms import AGENT, begun, types, until
from tests.support.office import Office, texts

STRAYS: list[Content] = [
    StraySent(kind="sticker"),
    StraySent(kind="voice"),
    StraySent(kind="other"),
]


@pytest.mark.parametrize("stray", [*STRAYS, types("hello"), TextEdited(text="hello", message_id=7)])
def test_a_hundred_and_fifty_strays_while_nothing_is_open_get_one_hint_and_help_is_next(
    office: Office, stray: Content
) -> None:
    sent = [message for _ in range(150) for message in office.takes(stray)]

    assert len(sent) == 1
    assert len(office.hears("/help")) == 1


@pytest.mark.parametrize(
    "form", [begun(), until("front"), until("nominee"), until("mobile_number")]
)
@pytest.mark.parametrize("stray", STRAYS)
def test_a_hundred_and_fifty_strays_at_a_question_get_one_hint(
    office: Office, form: Application, stray: Content
) -> None:
    office.holds(form)
    sent = [message for _ in range(150) for message in office.takes(stray)]

    assert len(texts(sent)) == 1


def test_another_kind_of_stray_gets_its_own_hint(office: Office) -> None:
    office.holds(until("nominee"))
    sent = [message for _ in range(9) for stray in STRAYS for message in office.takes(stray)]

    assert len(texts(sent)) > len(STRAYS)


def test_a_hint_is_given_again_after_a_quarter_of_a_minute(office: Office) -> None:
    office.holds(until("nominee"))
    office.takes(STRAYS[0])
    office.waits(timedelta(seconds=14))
    assert office.takes(STRAYS[0]) == []
    office.waits(timedelta(seconds=1))

    assert len(office.takes(STRAYS[0])) == 1


@pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(days=1), timedelta(days=100)])
def test_a_clock_that_jumps_silences_no_hint_for_long(office: Office, jump: timedelta) -> None:
    office.holds(until("nominee"))
    office.waits(jump)
    office.takes(STRAYS[0])
    office.waits(-jump)

    assert len(office.takes(STRAYS[0])) == 1


def test_a_hint_is_given_again_when_something_else_was_said_since(office: Office) -> None:
    office.holds(until("nominee"))
    office.takes(STRAYS[0])
    office.hears("/help")

    (hint,) = office.takes(STRAYS[0])
    assert isinstance(hint, Send)


def test_a_wrong_answer_is_answered_every_time(office: Office) -> None:
    office.holds(until("mobile_number"))

    assert all(len(texts(office.takes(types("01712", number)))) == 1 for number in range(5))


@pytest.mark.parametrize("stop", ["card", REVIEW])
def test_of_several_wrong_answers_where_the_question_fills_the_screen_the_last_is_answered(
    office: Office, stop: str
) -> None:
    office.holds(until(stop))
    typed = [types(words, number) for number, words in enumerate(["farmer", "Ambia Khatun", "x"])]
    office.takes_batch(
        *(Incoming(sender=AGENT, chat=AGENT, language_code="en", content=each) for each in typed)
    )

    problem, asked = texts(office.delivers())
    assert problem == "⚠ Please tap one of the buttons."
    assert asked.endswith("Tap a number to change it.")


@pytest.mark.parametrize("command", ["/nonsense", "/export"])
def test_commands_that_an_agent_does_not_have_get_one_hint_and_help_is_still_answered(
    office: Office, command: str
) -> None:
    sent = [message for _ in range(150) for message in office.hears(command)]

    assert len(sent) == 1
    assert [len(office.hears("/help")) for _ in range(2)] == [1, 1]
