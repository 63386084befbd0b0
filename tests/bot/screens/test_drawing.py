"""Effects become messages; a press is answered first, and exactly once."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pytest

from bot.chat.incoming import ButtonPressed
from bot.chat.outgoing import (
    AnswerPress,
    AnyOutgoing,
    Edit,
    Preview,
    Refresh,
    Replace,
    Send,
)
from bot.chat.places import Place, Shown
from bot.sandbox.telegram.markup import utf16_length
from bot.screens.drawing import draw
from bot.screens.view import View
from conversations import effects, events, replies
from conversations.application import Application
from conversations.effects import Ask, Effect, Redraw, Settle, ShowProgress, Tell
from conversations.languages import LANGUAGES
from conversations.questions import NOTHING, READING
from tests.support.forms import (
    after,
    being_read,
    decided,
    delayed,
    every_point,
    in_doubt,
    pending,
    photo,
    press,
    refused,
    reply,
    submitted,
    unread,
    until,
)
from tests.support.plain_words import parse

POINTS = every_point()
PRESSED = ButtonPressed("", "query", 7)
HIDDEN = ButtonPressed("", "query", None)

EFFECTS: list[Effect] = [
    Ask(),
    Ask(problem="stray-sticker"),
    Ask(problem="invalid-mobile-length", values={"count": 3}, about="mobile_number"),
    Ask(problem="submission-refused", values={"reason": "photo-gone"}),
    Tell(text="old-button"),
    Redraw(),
    Settle(),
    Settle(question="gender"),
    Settle(question="consent"),
    Settle(text="cancelled"),
    Settle(question="reading", text="card-read"),
    ShowProgress(text="reading-card", is_new=True),
    ShowProgress(text="card-read"),
]


def messages(
    application: Application,
    *shown: Effect,
    language: str = "en",
    pressed: ButtonPressed | None = None,
    is_active: bool = True,
    prompt_id: int | None = None,
    taken: Sequence[str] = (),
    problems: Sequence[tuple[str, str]] = (),
    armed: int | None = None,
    is_answer: bool = False,
    is_reply: bool = False,
) -> list[AnyOutgoing]:
    view = View(
        language=language,
        pressed=pressed,
        prompt_id=prompt_id,
        is_active=is_active,
        taken=taken,
        problems=problems,
        armed=armed,
        is_answer=is_answer,
        is_reply=is_reply,
    )
    return [one.message for one in draw(shown, application, view)]


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_effect_can_be_drawn_everywhere(point: str, language: str) -> None:
    for effect, pressed, is_active in product(EFFECTS, (None, PRESSED, HIDDEN), (True, False)):
        for message in messages(
            POINTS[point], effect, language=language, pressed=pressed, is_active=is_active
        ):
            text = getattr(message, "text", "")
            if isinstance(message, AnswerPress):
                assert len(text) <= 200
            elif text:
                plain, _ = parse(text)
                assert 0 < utf16_length(plain) <= 4096
                assert "{" not in plain


def test_a_press_is_answered_first_and_once_with_all_that_is_told() -> None:
    drawn = messages(
        until("gender"),
        Settle(),
        Tell(text="old-button"),
        Ask(),
        Tell(text="nothing-before"),
        pressed=PRESSED,
    )

    answers = [message for message in drawn if isinstance(message, AnswerPress)]
    assert answers == [drawn[0]]
    assert answers[0].text == (
        "This button is from an earlier step. Here is the current one. "
        "There is nothing before this step."
    )


def test_a_press_without_words_is_answered_all_the_same() -> None:
    assert messages(until("gender"), pressed=PRESSED) == [AnswerPress(query_id="query")]


def test_without_a_press_what_is_told_is_a_message() -> None:
    (told,) = messages(until("gender"), Tell(text="edit-ignored"))

    assert isinstance(told, Send)


def test_a_typed_answer_is_shown_above_the_next_question() -> None:
    (asked,) = messages(until("profession"), Settle(question="mobile_number"), Ask())

    assert isinstance(asked, Send)
    assert asked.taken == ("✓ Mobile number: 01712-345678",)
    assert asked.text.split("\n")[0] == asked.taken[0]


def test_a_question_answered_in_words_loses_the_options_that_look_open() -> None:
    (asked,) = messages(until("nominee"), Settle(question="profession"), Ask(), prompt_id=7)

    assert isinstance(asked, Send)
    assert asked.taken == ("✓ Profession: Business",)
    assert asked.disarms == 7


def test_a_question_without_options_keeps_its_way_back() -> None:
    (asked,) = messages(until("profession"), Settle(question="mobile_number"), Ask(), prompt_id=7)

    assert isinstance(asked, Send)
    assert asked.disarms is None


def test_answers_above_an_unsent_question_move_to_the_one_that_replaces_it() -> None:
    (asked,) = messages(
        until("nominee"),
        Settle(question="profession"),
        Ask(),
        taken=("✓ Mobile number: 1",),
        armed=7,
    )
    (again,) = messages(until("nominee"), Redraw(), taken=("✓ Mobile number: 1",), armed=7)

    assert isinstance(asked, Send)
    assert asked.taken == ("✓ Mobile number: 1", "✓ Profession: Business")
    assert isinstance(again, Send)
    assert again.taken == ("✓ Mobile number: 1",)
    assert asked.disarms == again.disarms == 7


def test_the_review_has_no_room_for_answers_above_it() -> None:
    told, review = messages(until("review"), Ask(), taken=("✓ Nominee: <A> & B",), armed=7)

    assert told == Send(text="✓ Nominee: <A> & B", disarms=7)
    assert isinstance(review, Send)
    assert review.taken == ()


def test_answers_above_a_question_stay_when_it_is_answered_by_a_button() -> None:
    seen = ButtonPressed("", "query", 7, text="✓ Mobile number: <1> & 2\nStep 8\n✓ not one")
    _, settled = messages(until("nominee"), Settle(question="profession"), pressed=seen)

    assert settled == Edit(
        message_id=7, text="✓ Mobile number: &lt;1&gt; &amp; 2\n✓ Profession: Business"
    )


def test_a_message_that_telegram_hides_cannot_be_changed() -> None:
    assert messages(until("gender"), Settle(), pressed=HIDDEN) == [AnswerPress(query_id="query")]


# -- the card ---------------------------------------------------------------------------------


def test_the_cut_out_card_goes_before_what_was_read() -> None:
    preview, prompt = messages(until("card"), Ask())

    assert preview == Preview(application_id=until("card").id)
    assert isinstance(prompt, Send)


def test_after_a_wrong_answer_the_card_is_not_shown_again() -> None:
    problem, prompt = messages(until("card"), Ask(problem="choose-a-button"))

    assert isinstance(problem, Send)
    assert isinstance(prompt, Send)
    assert "⚠ Please tap one of the buttons." in problem.text
    assert "⚠" not in prompt.text


@pytest.mark.parametrize("text", ["reading-card", "reading-delayed", "card-unreadable"])
def test_the_line_about_the_reading_offers_to_swap_while_that_helps(text: str) -> None:
    form = being_read()
    (line,) = messages(form, ShowProgress(text=text))

    assert isinstance(line, Replace)
    ((button,),) = line.keyboard
    assert button.text == "Swap front and back"
    assert button.data.endswith(f".swap.{form.pictures['front'].ticket}")


def test_the_line_offers_no_swap_where_the_photos_are_not_to_blame() -> None:
    form = being_read()
    misread = after(form, unread(form, replies.MISUNDERSTOOD))
    (line,) = messages(misread, ShowProgress(text="card-misunderstood"))

    assert isinstance(line, Replace)
    assert not line.keyboard


def test_the_line_is_a_new_message_where_a_new_reading_begins() -> None:
    (line,) = messages(being_read(), ShowProgress(text="reading-card", is_new=True))

    assert isinstance(line, Send)


def test_a_card_that_was_read_is_not_swapped_from_the_line() -> None:
    (line,) = messages(until("card"), ShowProgress(text="card-read"))

    assert isinstance(line, Replace)
    assert not line.keyboard


def test_with_one_picture_there_is_nothing_to_swap() -> None:
    form = after(until("front"), photo("a"), photo("b"))
    (line,) = messages(after(form, refused(form, "front")), ShowProgress(text="reading-waits"))

    assert isinstance(line, Replace)
    assert not line.keyboard


# -- problems ---------------------------------------------------------------------------------


def test_a_problem_with_another_field_names_it() -> None:
    (prompt,) = messages(until("gender"), Ask(problem="picture-truncated", about="back"))

    assert isinstance(prompt, Send)
    assert prompt.text.startswith("⚠ <b>Back of the NID card</b>: This picture arrived incomplete")


def test_a_problem_with_the_current_field_does_not() -> None:
    (prompt,) = messages(until("front"), Ask(problem="picture-truncated", about="front"))

    assert isinstance(prompt, Send)
    assert prompt.text.startswith("⚠ This picture arrived incomplete")


def test_what_is_wrong_with_both_sides_is_said_of_each() -> None:
    refused = Ask(problem="picture-of-person", about="front", others={"back": "picture-wrong-side"})
    (prompt,) = messages(until("front"), refused)

    assert isinstance(prompt, Send)
    assert prompt.text.startswith("⚠ This shows a person")
    assert "\n⚠ <b>Back of the NID card</b>: This looks like the other side" in prompt.text


EDITED = ("mobile_number", "A mobile number has 11 digits.")


@pytest.mark.parametrize("shown", [Ask(), Redraw()])
def test_problems_above_an_unsent_question_move_to_the_one_that_replaces_it(
    shown: Ask | Redraw,
) -> None:
    (asked,) = messages(until("nominee"), shown, problems=[EDITED])

    assert isinstance(asked, Send)
    assert asked.text.startswith("⚠ A mobile number has 11 digits.\n\n")
    assert asked.problems == (EDITED,)


def test_they_stay_below_the_answers_that_were_taken() -> None:
    settled = Settle(question="profession")
    (asked,) = messages(until("nominee"), settled, Ask(), problems=[EDITED])

    assert isinstance(asked, Send)
    assert asked.text.startswith("✓ Profession: Business\n⚠ A mobile number has 11 digits.\n\n")
    assert asked.problems == (EDITED,)


@pytest.mark.parametrize("again", [Ask(problem="stray-sticker"), Ask(problem="stray-voice")])
def test_each_problem_is_said_once(again: Ask) -> None:
    form = until("nominee")
    (first,) = messages(form, Ask(problem="stray-sticker"))
    assert isinstance(first, Send)
    (second,) = messages(form, again, problems=first.problems)

    assert isinstance(second, Send)
    assert second.text.count("⚠") == len(second.problems) == (1 if second == first else 2)


@pytest.mark.parametrize(
    "shown",
    [
        Settle(question="mobile_number"),
        Tell(text="edit-taken", values={"field": "mobile_number"}),
        Ask(problem="invalid-mobile-length", values={"count": 3}, about="mobile_number"),
    ],
)
def test_what_was_corrected_or_refused_again_is_no_longer_said_to_be_wrong(shown: Effect) -> None:
    *_, asked = messages(until("nominee"), shown, Ask(), problems=[EDITED])

    assert isinstance(asked, Send)
    assert EDITED[1] not in asked.text


def test_nor_is_a_photo_that_was_taken_again() -> None:
    form = after(until("front"), photo())
    (asked,) = messages(form, Ask(), problems=[("front", "Too dark."), ("back", "Blurred.")])

    assert isinstance(asked, Send)
    assert asked.problems == (("back", "Blurred."),)


def test_a_photo_that_is_to_be_replaced_is_not_taken_again_yet() -> None:
    form = after(until("back"), press(events.WentBack))
    (asked,) = messages(form, Ask(), problems=[("front", "Too dark.")])

    assert isinstance(asked, Send)
    assert asked.problems == (("front", "Too dark."),)


def test_above_the_review_they_are_a_message_that_nothing_replaces() -> None:
    hint = Ask(problem="choose-a-button")
    view = View(language="en", problems=[EDITED], is_answer=True)
    kept, problem, review = draw([hint], until("review"), view)

    assert kept == Shown(Send(text="⚠ A mobile number has 11 digits."))
    assert (problem.place, review.place) == (Place.PROBLEM, Place.PROMPT)
    assert isinstance(review.message, Send)
    assert review.message.problems == ()


def test_a_wrong_answer_is_forgotten_once_something_else_is_heard_or_asked() -> None:
    (asked,) = messages(until("nominee"), Ask(problem="choose-a-button"), is_answer=True)
    assert isinstance(asked, Send)
    assert asked.text.startswith("⚠ Please tap")

    refused = Ask(problem="picture-truncated", about="front")
    for stop, is_reply, is_said in [
        ("nominee", True, True),
        ("nominee", False, False),
        ("selfie", True, False),
    ]:
        (again,) = messages(until(stop), refused, problems=asked.problems, is_reply=is_reply)
        assert isinstance(again, Send)
        assert ("Please tap" in again.text) is is_said


@pytest.mark.parametrize("problem", ["", "stray-sticker", "invalid-date-century"])
def test_a_question_says_each_time_which_date_a_yes_would_mean(problem: str) -> None:
    form = replace(
        after(until("card"), press(events.EditChosen, question="date_of_birth")),
        proposed={"date_of_birth": "25/10/1981"},
    )
    shown = Ask(problem=problem, values={"dates": "25/10/1981"})
    *_, asked = messages(form, shown, is_answer=problem.startswith("invalid"))

    assert isinstance(asked, Send)
    assert asked.text.count("⚠ Is this 25/10/1981?") == 1
    assert asked.text.count("⚠") == (2 if problem == "stray-sticker" else 1)


# -- another customer is talked about ---------------------------------------------------------


def test_a_draft_that_is_not_current_only_offers_to_come_back() -> None:
    form = until("front")
    shown = Ask(problem="picture-truncated", about="front")
    (waiting,) = messages(form, shown, is_active=False)

    assert isinstance(waiting, Send)
    assert "This picture arrived incomplete" in waiting.text
    assert "is waiting for you." in waiting.text
    ((button,),) = waiting.keyboard
    assert button.data == f"~continue.{form.id}"


def test_a_submitted_application_is_shown_whichever_is_current() -> None:
    (state,) = messages(pending(), Ask(), is_active=False)

    assert isinstance(state, Send)
    assert "Accepted." in state.text


def test_an_application_on_its_way_is_redrawn_in_place() -> None:
    (state,) = messages(delayed(), Redraw(), is_active=False)

    assert isinstance(state, Replace)
    assert "The receipt will arrive here." in state.text


def test_a_draft_that_is_not_the_current_one_is_redrawn_only_where_it_is_shown() -> None:
    form = being_read(READING)
    form = after(form, replies.CardDelayed(ticket=form.reading_ticket or ""))
    (shown,) = draw((Redraw(),), form, View(language="en", prompt_id=7, is_active=False))

    assert isinstance(shown.message, Edit)
    assert (shown.message.message_id, shown.place) == (7, None)
    assert "5678" in shown.message.text
    assert draw((Redraw(),), form, View(language="en", is_active=False)) == []
    (redrawn,) = draw((Redraw(),), form, View(language="en", prompt_id=7))
    assert redrawn.place is Place.PROMPT


def test_a_screen_that_is_over_says_only_what_became_of_it() -> None:
    sent = Settle(question=NOTHING, text="was-sent")
    (shown,) = draw((sent,), pending(), View(language="bn", prompt_id=7))

    assert shown.message == Edit(message_id=7, text="✓ পাঠানো হয়েছে: মো. আসাদুজ্জামান মিয়া")
    assert draw((sent,), pending(), View(language="bn")) == []


def test_a_detail_without_an_answer_of_the_service_is_corrected_later() -> None:
    silent = pending()
    silent = after(silent, reply(silent, replies.StillPending, is_unanswered=True))
    answered = after(silent, reply(silent, replies.StillPending))
    for form, is_provisional in ((silent, True), (answered, False)):
        (fresh,) = messages(form, effects.RefreshDetail())
        assert isinstance(fresh, Refresh)
        assert fresh.is_provisional == is_provisional
        assert ("cannot be asked just now" in fresh.text) == is_provisional


# -- the receipt ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [submitted(), delayed(), in_doubt()])
def test_the_screen_that_becomes_the_receipt_may_be_forwarded_and_stays(form: Application) -> None:
    (sent,) = messages(form, Ask())
    (redrawn,) = messages(form, Redraw())

    for message in (sent, redrawn):
        assert isinstance(message, Send | Replace)
        assert (message.is_forwardable, message.is_masked) == (True, True)
    (question,) = messages(until("gender"), Ask())
    assert isinstance(question, Send)
    assert (question.is_forwardable, question.is_masked) == (False, False)


def test_the_receipt_takes_the_place_of_that_screen_unless_it_is_late() -> None:
    (at_once,) = draw((effects.ShowReceipt(),), pending(), View(language="en"))
    (late,) = draw((effects.ShowReceipt(is_new=True),), pending(), View(language="en"))

    assert (at_once.instead_of, late.instead_of) == (Place.PROMPT, None)
    assert at_once.message == late.message


def test_the_verdict_takes_the_menu_from_the_receipt() -> None:
    verdict, receipt = messages(decided(), effects.ShowVerdict())

    assert isinstance(verdict, Send)
    assert isinstance(receipt, Refresh)
    menu = verdict.keyboard[-1]
    assert [button.data for button in menu] == ["~new.", "~log.0"]
    assert menu not in receipt.keyboard
    assert len(receipt.keyboard) == 2


# -- labels -----------------------------------------------------------------------------------


def test_what_later_messages_refer_to_has_a_place_and_nothing_else_has() -> None:
    form = decided()
    drawn = draw(
        (
            Ask(),
            ShowProgress(text="card-read"),
            effects.RefreshDetail(),
            effects.ShowReceipt(),
            effects.ShowVerdict(),
            Tell(text="old-button"),
        ),
        form,
        View(language="en"),
    )

    assert [one.place for one in drawn] == [
        None,  # its receipt keeps its buttons, whatever is shown of it
        Place.PROGRESS,
        Place.DETAIL,
        Place.RECEIPT,
        None,
        Place.RECEIPT,
        None,
    ]
    assert isinstance(drawn[2].message, Refresh)
    assert all(isinstance(one, Shown) for one in drawn)
