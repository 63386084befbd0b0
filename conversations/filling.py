"""What happens while the form is filled in: one handler per row of the table.

A handler changes what it must and ends with `ask_next`, which computes where the form stands.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta, timezone

from conversations import events
from conversations.application import CARD_FIELDS, Application, Consent, Phase, Picture
from conversations.effects import Ask, ConfirmCancel, Effect, Settle, ShowProgress, Tell
from conversations.errands import Errand, Task
from conversations.events import Moment
from conversations.invalid_answer import InvalidAnswer
from conversations.options import option_named, option_typed
from conversations.outcome import Outcome
from conversations.questions import (
    PICTURES,
    QUESTIONS,
    READING,
    REVIEW,
    Accepts,
    Question,
    next_asked,
    previous_asked,
)

DHAKA = timezone(timedelta(hours=6))  # Bangladesh has one zone and no summer time

CARD_SIDES = ("front", "back")

#: Words that answer a screen whose main button says yes.
_YES = frozenset({"yes", "ok", "correct", "হ্যাঁ", "ঠিক আছে", "জি"})


def today(moment: Moment) -> date:
    """The day it is for the agent."""
    return moment.now.astimezone(DHAKA).date()


def ask_next(
    application: Application, *before: Effect, errands: tuple[Errand, ...] = ()
) -> Outcome:
    """Move to whatever the form asks now and show it, after the effects given."""
    return ask(application, next_asked(application), *before, errands=errands)


def ask(
    application: Application, question: str, *before: Effect, errands: tuple[Errand, ...] = ()
) -> Outcome:
    phase = Phase.REVIEWING if question == REVIEW else Phase.FILLING
    return Outcome(replace(application, asking=question, phase=phase), (*before, Ask()), errands)


def ask_again(application: Application, event: object, moment: Moment) -> Outcome:
    return Outcome(application, (Ask(),))


# -- consent and the end of a draft -----------------------------------------------------------


def take_consent(application: Application, event: events.ConsentGiven, moment: Moment) -> Outcome:
    consent = Consent(text_version=event.text_version, language=event.language, given_at=moment.now)
    return ask_next(replace(application, consent=consent), Settle(question="consent"))


def confirm_cancel(application: Application, event: events.CancelAsked, moment: Moment) -> Outcome:
    return Outcome(application, (ConfirmCancel(),))


def withdraw(application: Application, event: events.Withdrawn, moment: Moment) -> Outcome:
    text = "cancelled" if application.consent else "consent-refused"
    return Outcome(None, (Settle(text=text),))


def stay(application: Application, event: events.Stayed, moment: Moment) -> Outcome:
    return Outcome(application, (Settle(), Ask()))


# -- answers ----------------------------------------------------------------------------------


def take_text(application: Application, event: events.TextSent, moment: Moment) -> Outcome:
    question = QUESTIONS.get(application.asking)
    if question is None or question.accepts not in {Accepts.TEXT, Accepts.CHOICE}:
        return _take_word(application, event, moment)
    try:
        value = _read(question, event.text, today(moment))
    except InvalidAnswer as invalid:
        return Outcome(application, (Ask(problem=invalid.reason, values=invalid.values),))
    sources = {**application.sources, event.message_id: question.key}
    return ask_next(replace(_answered(application, question, value), sources=sources))


def take_edit(application: Application, event: events.TextEdited, moment: Moment) -> Outcome:
    """An edited message corrects the field it once answered, and never the present question."""
    key = application.sources.get(event.message_id)
    if key is None:
        return Outcome(application, (Tell(text="edit-ignored"), Ask()))
    question = QUESTIONS[key]
    try:
        value = _read(question, event.text, today(moment))
    except InvalidAnswer as invalid:
        return Outcome(application, (Tell(text=invalid.reason, values=invalid.values), Ask()))
    corrected = _answered(application, question, value)
    told = Tell(text="edit-taken", values={"field": key})
    if application.asking == key or QUESTIONS[key].voids:
        return ask_next(corrected, told)
    return ask(corrected, application.asking, told)


def take_choice(application: Application, event: events.Chosen, moment: Moment) -> Outcome:
    question = QUESTIONS.get(event.question)
    option = option_named(question.options, event.option) if question else None
    if question is None or option is None or question.key != application.asking:
        return Outcome(application, (Ask(),))
    return ask_next(_answered(application, question, option.value), Settle(question=question.key))


def keep_answer(application: Application, event: events.Kept, moment: Moment) -> Outcome:
    question = QUESTIONS.get(application.asking)
    if question is None or not question.is_answered(application):
        return Outcome(application, (Ask(),))
    return ask_next(application, Settle(question=question.key))


def go_back(application: Application, event: events.WentBack, moment: Moment) -> Outcome:
    previous = previous_asked(application)
    if previous is None:
        return Outcome(application, (Tell(text="nothing-before"), Ask()))
    return ask(application, previous, Settle())


def reopen(application: Application, event: events.EditChosen, moment: Moment) -> Outcome:
    """Ask one question again, from the card or the review; the next stop is computed as ever."""
    question = QUESTIONS.get(event.question)
    is_known = question and (
        question.is_answered(application)
        or question.key in CARD_FIELDS
        or application.reading_problem
    )
    if question is None or not is_known or question.key == "consent":
        return Outcome(application, (Ask(),))
    return ask(application, question.key, Settle())


def _read(question: Question, text: str, day: date) -> str:
    option = option_typed(question.options, text)
    if option is not None:
        return option.value
    if question.read is None:
        raise InvalidAnswer("choose-a-button")
    return question.read(text, day)


def _answered(application: Application, question: Question, value: str) -> Application:
    """The answer taken, and those that depended on the old one dropped."""
    voided = question.voids if application.answers.get(question.key) != value else ()
    kept = {key: old for key, old in application.answers.items() if key not in voided}
    return replace(application, answers={**kept, question.key: value})


def _take_word(application: Application, event: events.TextSent, moment: Moment) -> Outcome:
    """Text where a button or a photo is expected."""
    means_yes = event.text.strip().casefold() in _YES
    if application.asking == "card" and application.reading and means_yes:
        press = events.CardConfirmed(version=application.version)
        return confirm_card(application, press, moment)
    problems: Mapping[str, str] = {
        READING: "still-reading",
        **dict.fromkeys(PICTURES, "photo-needed"),
    }
    return Outcome(application, (Ask(problem=problems.get(application.asking, "choose-a-button")),))


# -- pictures and the card --------------------------------------------------------------------


def take_photo(application: Application, event: events.PhotoSent, moment: Moment) -> Outcome:
    """Put the picture into the slot that waits for one, in whatever order the sides come."""
    if application.asking == "card" and application.reading_problem:
        application = application.without_pictures(*CARD_SIDES)
    slot = _slot_for_photo(application)
    if slot is None:
        return Outcome(application, (Ask(problem="no-photo-now"),))
    if any(
        held.unique_id == event.unique_id
        for other, held in application.pictures.items()
        if other != slot
    ):
        return Outcome(application, (Ask(problem="same-picture"),))
    picture = Picture(
        file_id=event.file_id,
        unique_id=event.unique_id,
        ticket=moment.ticket,
        as_file=event.as_file,
        forwarded=event.forwarded,
    )
    before: tuple[Effect, ...] = (Tell(text="photo-forwarded"),) if event.forwarded else ()
    changed = application.with_picture(slot, picture)
    if slot in CARD_SIDES and all(side in changed.pictures for side in CARD_SIDES):
        before = (*before, ShowProgress(text="reading-card"))
    errand = Errand(task=Task.CHECK_PICTURE, ticket=moment.ticket, subject=slot)
    return ask_next(changed, *before, errands=(errand,))


def _slot_for_photo(application: Application) -> str | None:
    if application.asking in PICTURES:
        return application.asking
    if application.consent is None:
        return None
    return next((side for side in CARD_SIDES if side not in application.pictures), None)


def accept_picture(
    application: Application, event: events.PictureChecked, moment: Moment
) -> Outcome:
    picture = application.pictures.get(event.slot)
    if picture is None or picture.ticket != event.ticket:
        return Outcome(application)
    if event.repeats:
        return _refuse(application, event.slot, "same-picture")
    checked = replace(picture, digest=event.digest, fingerprint=event.fingerprint)
    changed = replace(application, pictures={**application.pictures, event.slot: checked})
    if event.slot in CARD_SIDES and _is_ready_to_read(changed):
        return _owe_reading(changed, moment)
    return Outcome(changed)


def _is_ready_to_read(application: Application) -> bool:
    sides = [application.pictures.get(side) for side in CARD_SIDES]
    return all(side is not None and side.is_checked for side in sides)


def _owe_reading(application: Application, moment: Moment) -> Outcome:
    owed = replace(application.without_reading(), reading_ticket=moment.ticket)
    return Outcome(owed, (), (Errand(task=Task.READ_CARD, ticket=moment.ticket),))


def refuse_picture(
    application: Application, event: events.PictureRefused, moment: Moment
) -> Outcome:
    picture = application.pictures.get(event.slot)
    if picture is None or picture.ticket != event.ticket:
        return Outcome(application)
    return _refuse(application, event.slot, event.reason)


def _refuse(application: Application, slot: str, reason: str) -> Outcome:
    """Drop the picture and say why at once; another question on the screen is not taken away."""
    changed = application.without_pictures(slot)
    told: tuple[Effect, ...] = (Tell(text="picture-refused", values={"slot": slot}),)
    told = (*told, Tell(text=reason))
    if application.asking in {*PICTURES, "card", READING, REVIEW}:
        return ask_next(changed, *told)
    return Outcome(changed, (*told, Ask()))


def swap_sides(application: Application, event: events.SidesSwapped, moment: Moment) -> Outcome:
    if not all(side in application.pictures for side in CARD_SIDES):
        return Outcome(application, (Ask(),))
    front, back = (application.pictures[side] for side in CARD_SIDES)
    swapped = replace(
        application, pictures={**application.pictures, "front": back, "back": front}
    ).without_reading()
    settled = Settle()
    if not _is_ready_to_read(swapped):
        # A check still under way would come back for the wrong side, so both are looked at anew.
        fresh = [f"{moment.ticket}-{side}" for side in CARD_SIDES]
        pictures = {
            **swapped.pictures,
            "front": replace(back, ticket=fresh[0]),
            "back": replace(front, ticket=fresh[1]),
        }
        errands = tuple(
            Errand(task=Task.CHECK_PICTURE, ticket=ticket, subject=side)
            for side, ticket in zip(CARD_SIDES, fresh, strict=True)
        )
        return ask_next(replace(swapped, pictures=pictures), settled, errands=errands)
    owed = _owe_reading(swapped, moment)
    assert owed.application is not None
    return ask_next(
        owed.application, settled, ShowProgress(text="reading-card"), errands=owed.errands
    )


def read_again(application: Application, event: events.ReadingRepeated, moment: Moment) -> Outcome:
    if not _is_ready_to_read(application):
        return Outcome(application, (Ask(),))
    owed = _owe_reading(application, moment)
    assert owed.application is not None
    return ask_next(
        owed.application,
        Settle(),
        ShowProgress(text="reading-card"),
        errands=owed.errands,
    )


def take_reading(application: Application, event: events.CardRead, moment: Moment) -> Outcome:
    if event.ticket != application.reading_ticket:
        return Outcome(application)
    read = replace(application, reading=event.reading, reading_ticket=None, reading_problem=None)
    progress = ShowProgress(text="card-read")
    if application.asking == READING:
        return ask_next(read, progress)
    return Outcome(read, (progress,))


def report_unreadable(
    application: Application, event: events.CardRefused, moment: Moment
) -> Outcome:
    if event.ticket != application.reading_ticket:
        return Outcome(application)
    failed = replace(application, reading_ticket=None, reading_problem=event.reason)
    progress = ShowProgress(text="card-unreadable")
    if application.asking == READING:
        return ask_next(failed, progress)
    return Outcome(failed, (progress,))


def report_delay(application: Application, event: events.CardDelayed, moment: Moment) -> Outcome:
    if event.ticket != application.reading_ticket:
        return Outcome(application)
    return Outcome(application, (ShowProgress(text="reading-delayed"),))


def confirm_card(application: Application, event: events.CardConfirmed, moment: Moment) -> Outcome:
    if application.reading is None:
        return Outcome(application, (Ask(),))
    return ask_next(replace(application, is_card_confirmed=True), Settle(question="card"))


def hint_at_stray(application: Application, event: events.StraySent, moment: Moment) -> Outcome:
    return Outcome(application, (Ask(problem=f"stray-{event.kind}"),))
