"""What a typed text refers to: seen questions, and the message it replies to."""

from dataclasses import replace

from bot.chat.labels import label_of
from bot.chat.places import Place
from bot.screens.steps import today
from bot.screens.taken import answers_in
from conversations.answers import is_answer
from conversations.application import Application
from conversations.events import AnswerCorrected, TextSent
from conversations.questions import form_of
from storage import Store


def meant_text(
    store: Store, application: Application, event: TextSent
) -> TextSent | AnswerCorrected:
    """The text with what the chat shows about it: whether its question was seen, what it corrects.

    In a private chat the numbers of all messages rise, so a text with a lower number than the
    question was sent before it. While Telegram has not said which number the question got, it may
    have been seen or not.
    """
    label = label_of(Place.PROMPT, application.id)
    unsent, prompt = store.outbox.unsent_or_shown(label)
    if event.replies_to is None:
        is_seen = prompt is not None and prompt.message_id < event.message_id
        return replace(event, is_early=not is_seen or unsent is not None)
    if prompt and prompt.message_id == event.replies_to:
        return replace(event, replies_to=None)
    question = _question_of(store, application, event.replies_to)
    if question is None:
        return event
    shown = {question, *answers_in(event.replied_text, application)}
    if len(shown) > 1:  # two answers in one message: the one that the text can be
        day = today(application)
        shown = {key for key in shown if is_answer(application, key, event.text, day)}
    if len(shown) != 1:
        return event
    (question,) = shown
    return AnswerCorrected(question=question, text=event.text, message_id=event.message_id)


def _question_of(store: Store, application: Application, message_id: int) -> str | None:
    """The question that the message answered, asked, or showed the answer to."""
    for question in (each.key for each in form_of(application)):
        if application.sources.get(question) == message_id:
            return question
        shown = store.shown.find(label_of(Place.ANSWER, application.id, question))
        if shown and shown.message_id == message_id:
            return question
    return None
