"""Takes answers that are typed, chosen or corrected: one handler per row of the table."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from conversations import events
from conversations.application import Application
from conversations.bangla import comparison_key, with_visarga
from conversations.cross_check import barcode_value
from conversations.dhaka import day_in_dhaka
from conversations.effects import Ask, Settle, Tell
from conversations.events import Moment
from conversations.field_label import without_label
from conversations.filling import ask, ask_next
from conversations.invalid_answer import InvalidAnswer
from conversations.nominee import name_and_relation, relation_typed
from conversations.options import ADDRESSES, SAME_ADDRESS, option_named, option_typed
from conversations.outcome import Outcome
from conversations.questions import (
    FOUND,
    PICTURES,
    QUESTIONS,
    READING,
    REVIEW,
    Question,
    question_of,
)
from conversations.relatives import is_no_spouse_of, relatives, with_nominee_from_card
from conversations.short_answer import ShortAnswer, short_answers

#: Questions that some answer in several messages, one for each line.
_ADDRESSES = ("present_address", "permanent_address")


def take_text(application: Application, event: events.TextSent, moment: Moment) -> Outcome:
    if event.replies_to is not None:
        return Outcome(application, (Ask(problem="reply-unclear"),))
    if _is_repeated(application, event, moment):
        shown = Ask(problem="answer-repeated", values={"field": application.last_answered})
        is_doubted = application.is_repeat_doubted or not event.is_early
        return Outcome(replace(application, is_repeat_doubted=is_doubted), (shown,))
    question = question_of(application, application.asking)
    others = _rest_of_address(application, event.text)
    if question is None or not question.is_typed:
        return _refuse_text(application, others)
    text = _date_meant(application.proposed.get(question.key), event.text) or event.text
    try:
        values = _values(application, question, text, day_in_dhaka(moment.now))
    except InvalidAnswer as invalid:
        asked = replace(application, proposed=_proposed(question, invalid))
        refused = Ask(problem=invalid.reason, values=invalid.values, others=others)
        return Outcome(asked, (refused,))
    answered = _answered_all(application, values)
    sources = {**answered.sources, question.key: event.message_id}
    early = answered.early | values.keys() if event.is_early else answered.early
    taken = replace(answered, sources=sources, early=early, last_answered=question.key)
    return ask_next(taken, Settle(question=question.key))


def _proposed(question: Question, invalid: InvalidAnswer) -> dict[str, str]:
    """The dates that the refusal asks about ("Is this 25/10/1980?")."""
    dates = str(invalid.values.get("dates", ""))
    return {question.key: dates} if dates else {}


def _date_meant(proposed: str | None, text: str) -> str | None:
    """The proposed date to which the text says yes, or of which it has the year."""
    dates = proposed.split(" / ") if proposed else []
    if len(dates) == 1 and short_answers(text) == {ShortAnswer.YES}:
        return dates[0]
    year = comparison_key(text)
    return next((date for date in dates if date.rpartition("/")[2] == year), None)


def _is_repeated(application: Application, event: events.TextSent, moment: Moment) -> bool:
    """Whether it repeats the last answer: people send twice on a poor network.

    It may also answer this question; then the agent sends it again when asked.
    """
    key = application.last_answered
    question = question_of(application, key)
    if question is None or key == application.asking:
        return False
    if application.is_repeat_doubted and not event.is_early:
        return False
    return _is_given(application, question, event.text, moment)


def _is_given(application: Application, question: Question, text: str, moment: Moment) -> bool:
    """Whether the text gives the answer that the form has."""
    try:
        values = _values(application, question, text, day_in_dhaka(moment.now))
    except InvalidAnswer:
        return False
    return values.items() <= application.answers.items()


def _rest_of_address(application: Application, text: str) -> Mapping[str, str]:
    """A word on the address just typed, of which a text that answers nothing may be the rest."""
    key = application.last_answered
    is_typed = key in _ADDRESSES and application.answers.get(key) not in {None, SAME_ADDRESS}
    is_more = is_typed and any(map(str.isalpha, text)) and not short_answers(text)
    return {key: "address-in-parts"} if is_more else {}


def _refuse_text(application: Application, others: Mapping[str, str]) -> Outcome:
    """Text where a button or a photo is expected."""
    problem = "choose-a-button"
    if application.asking in PICTURES:
        problem = "photo-needed"
    elif application.asking == READING:
        problem = "still-reading"
    return Outcome(application, (Ask(problem=problem, others=others),))


def take_edit(application: Application, event: events.TextEdited, moment: Moment) -> Outcome:
    """An edited message corrects the answer that it gave, never the current question."""
    answered = {message: key for key, message in application.sources.items()}
    key = answered.get(event.message_id)
    question = question_of(application, key) if key else None
    if question is None:
        return Outcome(application, (Tell(text="edit-ignored"), Ask()))
    if event.is_caption and _is_given(application, question, event.text, moment):
        return Outcome(application, (Ask(problem="stray-edited"),))
    return _correct(application, question, event.text, event.message_id, moment)


def take_correction(
    application: Application, event: events.AnswerCorrected, moment: Moment
) -> Outcome:
    """A reply corrects what it is a reply to, never the current question."""
    question = question_of(application, event.question)
    if question is None or not question.is_typed or application.value(question.key) is None:
        return Outcome(application, (Ask(problem="reply-unclear"),))
    return _correct(application, question, event.text, event.message_id, moment)


def _correct(
    application: Application, question: Question, text: str, message_id: int, moment: Moment
) -> Outcome:
    key = question.key
    try:
        values = _values(application, question, text, day_in_dhaka(moment.now))
    except InvalidAnswer as invalid:
        # A yes would be taken for the question that is open, so this one asks nothing.
        reason = "invalid-date-year" if _proposed(question, invalid) else invalid.reason
        return Outcome(application, (Ask(problem=reason, values=invalid.values, about=key),))
    corrected = _answered_all(application, values)
    corrected = replace(corrected, sources={**corrected.sources, key: message_id})
    told = Tell(text="edit-taken", values={"field": key})
    if application.asking in {key, REVIEW, READING, FOUND}:
        return ask_next(corrected, told)
    return ask(corrected, application.asking, told)


def take_choice(application: Application, event: events.Chosen, moment: Moment) -> Outcome:
    question = question_of(application, event.question)
    option = option_named(question.options, event.option) if question else None
    if question is None or option is None or question.key != application.asking:
        return Outcome(application, (Ask(),))
    taken = replace(_answered(application, question, option.value), last_answered=question.key)
    return ask_next(taken, Settle(question=question.key))


def take_relative(
    application: Application, event: events.RelativeChosen, moment: Moment
) -> Outcome:
    """Take the confirmed name of somebody on the card as the nominee, with the relation."""
    relation = relatives(application).get(event.field)
    name = application.value(event.field)
    if relation is None or name is None:
        return Outcome(application, (Ask(),))
    named = _answered(application, QUESTIONS["nominee"], name)
    taken = _answered(named, QUESTIONS["nominee_relation"], relation.value)
    return ask_next(replace(taken, last_answered="nominee"), Settle(question="nominee"))


def expect_typing(application: Application, event: events.OtherChosen, moment: Moment) -> Outcome:
    return Outcome(application, (Tell(text="type-other", values={"field": application.asking}),))


def take_barcode(application: Application, event: events.BarcodeTaken, moment: Moment) -> Outcome:
    """Answer a field of the card with what its barcode says."""
    key = event.question
    value = barcode_value(application, key)
    if value is None or application.asking not in {"card", key}:
        return Outcome(application, (Ask(),))
    return ask_next(_answered(application, QUESTIONS[key], value), Settle(question=key))


def _values(
    application: Application, question: Question, text: str, day: date
) -> Mapping[str, str]:
    """What the text answers, which may be two questions; raises InvalidAnswer."""
    text = with_visarga(without_label(question.key, text))
    if question.key == "nominee":
        return _nominee(application, text, day)
    both = name_and_relation(text) if question.key == "nominee_relation" else None
    if both and comparison_key(both[0]) == comparison_key(application.answers.get("nominee", "")):
        return {question.key: both[1]}
    if question.key == "nominee_relation" and (relation := relation_typed(text)):
        return {question.key: relation.value}
    return {question.key: _read(question, text, day)}


def _nominee(application: Application, text: str, day: date) -> Mapping[str, str]:
    """A name, which may come with the relation; or the relation alone of somebody on the card."""
    for field, option in relatives(application).items():
        name = application.value(field)
        if name and relation_typed(text, (option,)):
            return {"nominee": name, "nominee_relation": option.value}
    name, relation = name_and_relation(text) or (text, "")
    nominee = {"nominee": _read(QUESTIONS["nominee"], name, day)}
    return {**nominee, "nominee_relation": relation} if relation else nominee


def is_answer(application: Application, key: str, text: str, day: date) -> bool:
    """Whether the text would be taken as the answer to that question."""
    question = question_of(application, key)
    if question is None or not question.is_typed:
        return False
    try:
        _values(application, question, text, day)
    except InvalidAnswer:
        return False
    return True


def _read(question: Question, text: str, day: date) -> str:
    option = option_typed(question.options, text)
    if option is not None:
        return option.value
    if question.options == ADDRESSES and short_answers(text) == {ShortAnswer.NO}:
        raise InvalidAnswer("invalid-wording-short", kind="address")  # it is another, not left out
    if question.read is None:
        example = f"{question.key}-{question.options[0].key}"
        raise InvalidAnswer("choose-an-option", option=example)
    return question.read(text, day)


def _answered_all(application: Application, values: Mapping[str, str]) -> Application:
    for key, value in values.items():
        question = question_of(application, key)
        assert question is not None
        application = _answered(application, question, value)
    return application


def _answered(application: Application, question: Question, value: str) -> Application:
    """Store the answer and drop those that depended on the old one."""
    kept = application.without_answers(question.key, *_voided(application, question, value))
    answered = replace(
        kept,
        answers={**kept.answers, question.key: value},
        doubted=kept.doubted - {question.key},
        as_printed=kept.as_printed - {question.key},
        is_repeat_doubted=False,
    )
    return with_nominee_from_card(application, answered)


def _voided(application: Application, question: Question, value: str) -> tuple[str, ...]:
    if application.answers.get(question.key) == value:
        return ()
    relation = application.answers.get("nominee_relation", "")
    if question.key == "gender" and is_no_spouse_of(value, relation):
        return ("nominee_relation",)
    return question.voids
