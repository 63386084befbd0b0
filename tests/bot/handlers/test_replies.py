"""How handlers answer: a sentence, a page, a notice on the button."""

from datetime import timedelta

import pytest

from bot.chat.incoming import ButtonPressed
from bot.chat.outgoing import AnswerPress, Edit, Send, apart
from bot.handlers.replies import Replies
from bot.handlers.request import Request
from bot.outbox import Outbox
from bot.screens.menu import menu_row
from bot.texts import plain, say
from conversations.application import Application
from tests.support.forms import until
from tests.support.office import Office

PAGE = Send(text="a page", keyboard=[], about=[])


@pytest.fixture
def replies(office: Office) -> Replies:
    return Replies(Outbox(office.store))


@pytest.mark.parametrize(
    ("draft", "keyboard"), [(None, [menu_row("en")]), (until("gender"), [])], ids=["rest", "form"]
)
def test_a_sentence_has_the_menu_only_while_nothing_is_asked(
    office: Office, replies: Replies, draft: Application | None, keyboard: list[object]
) -> None:
    if draft:
        office.holds(draft)

    with office.store.transaction():
        replies.tell(office.agent, "nothing-to-cancel", office.now)

    (said,) = office.delivers()
    assert isinstance(said, Send)
    assert said.text == say("en", "nothing-to-cancel")
    assert [list(row) for row in said.keyboard] == keyboard


def test_a_hint_is_said_once_in_a_minute_and_a_sentence_each_time(
    office: Office, replies: Replies
) -> None:
    with office.store.transaction():
        for _ in range(3):
            replies.hint(office.agent, "nothing-open", office.now)
    assert len(office.delivers()) == 1

    with office.store.transaction():
        replies.hint(office.agent, "nothing-open", office.now + timedelta(minutes=1))
        for _ in range(3):
            replies.tell(office.agent, "nothing-open", office.now)
    office.waits(timedelta(minutes=1))
    assert len(office.delivers()) == 4


@pytest.mark.parametrize(
    ("press", "edited"),
    [
        (ButtonPressed("~log.all-0", "query", 55), 55),
        (ButtonPressed("~log.all-0", "query", None), None),  # Telegram no longer shows its message
        (None, None),
    ],
    ids=["a button", "a button of a hidden message", "a command"],
)
def test_a_page_is_shown_in_the_message_of_its_button_if_there_is_one(
    office: Office, replies: Replies, press: ButtonPressed | None, edited: int | None
) -> None:
    request = Request(agent=office.agent, press=press, now=office.now)

    with office.store.transaction():
        replies.show(request, PAGE)

    (shown,) = office.delivers()
    if edited is None:
        assert shown == apart(PAGE)
    else:
        assert isinstance(shown, Edit)
        assert (shown.message_id, shown.text) == (edited, "a page")


@pytest.mark.parametrize("key", ["", "not-yours"])
def test_a_press_is_answered_with_the_notice_if_there_is_one(
    office: Office, replies: Replies, key: str
) -> None:
    with office.store.transaction():
        replies.answer(office.agent, ButtonPressed("~x.", "query", 7), office.now, key)

    text = plain("en", key) if key else ""
    assert office.delivers() == [AnswerPress(query_id="query", text=text)]
