"""The form as a table: what is asked, in which order, and what each question accepts.

The question to ask is computed, never remembered: the first one that is unanswered and whose
needs are met. So back, edit, keep and resume need no history, and while the card is being read
the form goes on with what does not depend on it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from itertools import takewhile

from conversations import options
from conversations.application import Application
from conversations.calendar_date import read_date_of_birth
from conversations.extra_question import ExtraQuestion, extra_named
from conversations.mobile_number import read_mobile_number
from conversations.national_id import read_national_id
from conversations.nominee import read_nominee
from conversations.options import Option
from conversations.wording import (
    read_address,
    read_free_text,
    read_name,
    read_name_in_bangla,
    read_name_in_english,
    read_relation,
    read_short_text,
)

#: Stops that `Application.asking` may name besides the questions.
REVIEW = "review"  # everything is answered
CANCEL = "cancel"  # whether the draft may really be erased
READING = "reading"  # everything else is answered, the card is still being read
NOTHING = "nothing"  # handed in; nothing is asked
FOUND = "found"  # the service already shows records that no attempt of ours explains
SEND_AGAIN = "send_again"  # the service repeatedly denied having the application

PICTURES = ("front", "back", "selfie")


class Accepts(Enum):
    """What answers a question."""

    TEXT = auto()
    CHOICE = auto()  # a button, or its words typed; other words too where the row has a reader
    PICTURE = auto()
    CONSENT = auto()
    CARD = auto()  # the screen with all read fields


Reader = Callable[[str, date], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One row of the form.

    `read` turns typed text into the answer or raises InvalidAnswer; its second argument is today's
    date in Dhaka. `voids` names the answers that a new answer makes stale. `is_step`
    marks what an agent counts ("4 of 11"); the fields of the card are one step together.
    """

    key: str
    accepts: Accepts
    read: Reader | None = None
    options: tuple[Option, ...] = ()
    voids: tuple[str, ...] = ()
    needs: Callable[[Application], bool] = lambda application: True
    is_answered: Callable[[Application], bool]
    is_step: bool = True

    @property
    def is_typed(self) -> bool:
        """Whether words answer it, be they typed or tapped."""
        return self.accepts in {Accepts.TEXT, Accepts.CHOICE}

    @property
    def is_open_choice(self) -> bool:
        """Whether several answers are ready and any other can be typed."""
        return self.read is not None and len(self.options) > 1


def _text(
    key: str,
    read: Reader | None,
    *,
    options: tuple[Option, ...] = (),
    voids: tuple[str, ...] = (),
) -> Question:
    return Question(
        key=key,
        accepts=Accepts.CHOICE if options else Accepts.TEXT,
        read=read,
        options=options,
        voids=voids,
        is_answered=lambda application: key in application.answers,
    )


def _picture(slot: str) -> Question:
    return Question(
        key=slot,
        accepts=Accepts.PICTURE,
        is_answered=lambda application: slot in application.pictures,
    )


def _card_field(key: str, read: Reader) -> Question:
    """A field of the card, asked separately when the reading lacks it or leaves it in doubt."""
    return Question(
        key=key,
        accepts=Accepts.TEXT,
        read=read,
        needs=lambda application: application.is_card_confirmed,
        is_answered=lambda application: (
            application.value(key) is not None and key not in application.doubted
        ),
        is_step=False,
    )


def _undated(read: Callable[[str], str]) -> Reader:
    return lambda text, today: read(text)


FORM = (
    Question(
        key="consent",
        accepts=Accepts.CONSENT,
        is_answered=lambda application: application.consent is not None,
    ),
    _picture("front"),
    _picture("back"),
    Question(
        key="card",
        accepts=Accepts.CARD,
        needs=lambda application: bool(application.reading or application.reading_problem),
        is_answered=lambda application: application.is_card_confirmed,
    ),
    _card_field("nid_number", lambda text, today: read_national_id(text, today=today)),
    _card_field(
        "date_of_birth", lambda text, today: read_date_of_birth(text, today=today).isoformat()
    ),
    _card_field("name_bangla", _undated(read_name_in_bangla)),
    _card_field("name_english", _undated(read_name_in_english)),
    _card_field("father_name", _undated(read_name)),
    _card_field("mother_name", _undated(read_name)),
    _card_field("present_address", _undated(read_address)),
    _text("gender", None, options=options.GENDERS),
    _text("permanent_address", _undated(read_address), options=options.ADDRESSES),
    _text("mobile_number", _undated(read_mobile_number)),
    _text("profession", _undated(read_short_text), options=options.PROFESSIONS),
    _text("nominee", _undated(read_nominee), voids=("nominee_relation",)),
    _text("nominee_relation", _undated(read_relation), options=options.RELATIONS),
    _picture("selfie"),
)

QUESTIONS = {question.key: question for question in FORM}


def form_of(application: Application) -> tuple[Question, ...]:
    """The form with the organisation's own questions, which come before the selfie."""
    if not application.extra:
        return FORM
    *others, selfie = FORM
    return (*others, *map(_extra, application.extra), selfie)


def question_of(application: Application, key: str) -> Question | None:
    """The question of that application's form with the key; None for anything else."""
    extra = extra_named(application.extra, key)
    return _extra(extra) if extra else QUESTIONS.get(key)


def is_typed(application: Application, key: str) -> bool:
    """Whether it is a question of that application's form that words answer."""
    question = question_of(application, key)
    return question is not None and question.is_typed


def _extra(question: ExtraQuestion) -> Question:
    read = None if question.choices else _undated(read_free_text)
    return _text(question.key, read, options=question.options)


def asked_of(form: Iterable[Question]) -> tuple[str, ...]:
    """The questions that the agent answers in words or by a choice, without the card's fields."""
    return tuple(each.key for each in form if each.is_step and each.is_typed)


def steps_of(form: Iterable[Question]) -> tuple[str, ...]:
    """The steps that an agent counts."""
    return tuple(question.key for question in form if question.is_step)


def next_asked(application: Application) -> str:
    """What to ask now: a question's key, READING while only the card is awaited, or REVIEW."""
    open_questions = [
        question for question in form_of(application) if not question.is_answered(application)
    ]
    ready = (question.key for question in open_questions if question.needs(application))
    return next(ready, READING if open_questions else REVIEW)


def previous_asked(application: Application) -> str | None:
    """The previous step that can be shown again; None at the beginning."""
    steps = [question for question in form_of(application) if question.is_step]
    asked = _step(application)
    before = takewhile(lambda question: question.key != asked, steps)
    answered = [
        question.key
        for question in before
        if question.key != "consent" and question.is_answered(application)
    ]
    return answered[-1] if answered else None


def reached_steps(application: Application, before: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The steps that were answered or asked so far, in the order in which that first happened.

    `before` are those reached earlier. The card is confirmed whenever its reading arrives, so the
    order differs from that of the form.
    """
    reached = dict.fromkeys((*before, *application.steps))
    for question in form_of(application):
        is_known = not question.is_step or question.key in reached
        if not is_known and question.is_answered(application):
            reached.setdefault(question.key)
    if asked := _step(application):
        reached.setdefault(asked)
    return tuple(reached)


def step_of(application: Application) -> int | None:
    """The number of the current step, counted from 1; None for a step seen before.

    Every step keeps the number that it had when it was first asked, and only the newest one shows
    it. So the count never goes back, whatever is refused, edited or shown again.
    """
    reached, asked = reached_steps(application), _step(application)
    return len(reached) if asked and asked == reached[-1] else None


def _step(application: Application) -> str | None:
    """The step that is asked now; the card's fields are one step together."""
    question = question_of(application, application.asking)
    if question is None:
        return None
    return question.key if question.is_step else "card"


def missing_steps(application: Application) -> tuple[str, ...]:
    """The unanswered steps, in the order of the form."""
    return tuple(
        question.key
        for question in form_of(application)
        if question.is_step and not question.is_answered(application)
    )
