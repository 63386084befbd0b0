"""What happens on the way through the form: one handler per row of the table.

A handler changes what it must and ends with `ask_next`, which computes the next question. What is
typed or chosen as an answer is taken in `conversations.answers`.
"""

from dataclasses import replace

from conversations import events
from conversations.application import Application, Consent, Phase
from conversations.card import CARD_FIELDS
from conversations.corrections import still_failing, without_correction
from conversations.cross_check import differing_fields
from conversations.dhaka import day_in_dhaka
from conversations.doubts import unseen_doubts, wall_of
from conversations.effects import Ask, Effect, Settle, ShowVerdict, Tell
from conversations.errands import Errand, Task
from conversations.events import Moment
from conversations.outcome import Outcome
from conversations.questions import (
    CANCEL,
    QUESTIONS,
    REVIEW,
    Question,
    next_asked,
    previous_asked,
    question_of,
)
from conversations.refusal import asked_again
from conversations.relatives import with_nominee_from_card

_PROMPT = Ask()


def ask_next(
    application: Application,
    *before: Effect,
    shown: Ask = _PROMPT,
    errands: tuple[Errand, ...] = (),
) -> Outcome:
    """Move to whatever the form asks now and show it, after the effects given."""
    return ask(application, next_asked(application), *before, shown=shown, errands=errands)


def ask(
    application: Application,
    question: str,
    *before: Effect,
    shown: Ask = _PROMPT,
    errands: tuple[Errand, ...] = (),
) -> Outcome:
    phase = Phase.REVIEWING if question == REVIEW else Phase.FILLING
    # The screen no longer shows what was proposed, so a yes would not mean it.
    asked = replace(application, asking=question, phase=phase, proposed={})
    return Outcome(asked, (*before, shown), errands)


def resume(application: Application, event: events.Resumed, moment: Moment) -> Outcome:
    """Continue where the agent left off; coming back withdraws a request to cancel."""
    asked = asked_again(application)
    if application.asking == CANCEL:
        return ask_next(application, shown=asked)
    return Outcome(replace(application, proposed={}), (asked,))


def ask_again(application: Application, event: events.Interrupted, moment: Moment) -> Outcome:
    return Outcome(application, (Ask(),))


def take_consent(application: Application, event: events.ConsentGiven, moment: Moment) -> Outcome:
    """Take the yes to the text that was shown; if another is in use since, that is shown first."""
    if application.wording != moment.wording:
        return ask(application, application.asking, shown=Ask(problem="consent-changed"))
    consent = Consent(text_version=moment.wording, language=event.language, given_at=moment.now)
    return ask_next(replace(application, consent=consent), Settle(question="consent"))


def confirm_cancel(application: Application, event: events.CancelAsked, moment: Moment) -> Outcome:
    return ask(application, CANCEL)


def withdraw(application: Application, event: events.Withdrawn, moment: Moment) -> Outcome:
    if application.earlier:
        # What was sent and decided stays on record; only the correction is abandoned.
        told = (Settle(text="correction-given-up"), ShowVerdict())
        back = without_correction(application)
        # A check of the verdict that became due meanwhile found the form open, and ended.
        check = Errand(task=Task.ASK_VERDICT, ticket=back.handed_in.ticket)
        return Outcome(back, told, (check,))
    text = "cancelled" if application.consent else "consent-refused"
    return Outcome(None, (Settle(text=text),))


def stay(application: Application, event: events.Stayed, moment: Moment) -> Outcome:
    return ask_next(application, Settle())


def keep_answer(application: Application, event: events.Kept, moment: Moment) -> Outcome:
    """Keep the existing answer, even a card field that looks wrong but is printed so."""
    question = question_of(application, application.asking)
    if question and question.key in CARD_FIELDS:
        return _keep_as_printed(application, question, moment)
    if question is None or not question.is_answered(application):
        return Outcome(application, (Ask(),))
    kept = replace(application, early=application.early - {question.key})
    return ask_next(kept, Settle(question=question.key))


def _keep_as_printed(application: Application, question: Question, moment: Moment) -> Outcome:
    key, value = question.key, application.value(question.key)
    if value is None:
        return Outcome(application, (Ask(),))
    wall = wall_of(key, value, today=day_in_dhaka(moment.now))
    if wall:
        return Outcome(application, (Ask(problem=wall.reason, values=wall.values),))
    kept = replace(
        application,
        doubted=application.doubted - {key},
        as_printed=application.as_printed | {key},
        early=application.early - {key},
    )
    return ask_next(kept, Settle(question=key))


def take_what_was_read(
    application: Application, event: events.ReadingTaken, moment: Moment
) -> Outcome:
    """Drop the typed value of a card field, so that the one on the card counts again."""
    key = application.asking
    read = with_nominee_from_card(application, application.without_answers(key))
    question, value = question_of(application, key), read.value(key)
    if key not in CARD_FIELDS or question is None or value is None:
        return Outcome(application, (Ask(),))
    wall = wall_of(key, value, today=day_in_dhaka(moment.now))
    if wall:
        return Outcome(application, (Ask(problem=wall.reason, values=wall.values),))
    return _keep_as_printed(read, question, moment)


def uphold_reading(
    application: Application, event: events.ReadingUpheld, moment: Moment
) -> Outcome:
    if event.question not in differing_fields(application):
        return Outcome(application, (Ask(),))
    return _keep_as_printed(application, QUESTIONS[event.question], moment)


def go_back(application: Application, event: events.WentBack, moment: Moment) -> Outcome:
    previous = previous_asked(application)
    if previous is None:
        return Outcome(application, (Tell(text="nothing-before"),))
    return ask(replace(application, last_answered=""), previous, Settle())


def reopen(application: Application, event: events.EditChosen, moment: Moment) -> Outcome:
    """Ask one question again, from the card or the review; the next stop is computed as usual."""
    question = question_of(application, event.question)
    if question is None or question.key == "consent":
        return Outcome(application, (Ask(),))
    is_read = application.reading is not None
    is_known = is_read if question.key in CARD_FIELDS else question.is_answered(application)
    if not is_known:
        return Outcome(application, (Ask(),))
    return ask(replace(application, last_answered=""), question.key, Settle())


def confirm_card(application: Application, event: events.CardConfirmed, moment: Moment) -> Outcome:
    """Accept the fields as read; those that are missing, doubtful or failed are then asked one by
    one.
    """
    if application.reading is None:
        return Outcome(application, (Ask(),))
    doubted = unseen_doubts(application, today=day_in_dhaka(moment.now))
    doubted |= still_failing(application)
    confirmed = replace(application, is_card_confirmed=True, doubted=doubted)
    return ask_next(confirmed, Settle(question="card"))
