"""Answers just taken, each a line above the next question, in one message with it."""

import html
from collections.abc import Sequence
from itertools import takewhile

from bot.chat.outgoing import Replace, Send
from bot.screens.names import name_of
from bot.screens.phrases import answer_in_words
from bot.screens.prompts import FULL_SCREENS
from bot.texts import say
from conversations.application import Application
from conversations.card import CARD_FIELDS
from conversations.languages import LANGUAGES
from conversations.questions import form_of, question_of

_MARK = "✓ "

#: The newest are enough for somebody who types faster than the questions come.
_MOST = 20


def taken_line(application: Application, key: str, language: str) -> str:
    """The line that shows the answer to that question."""
    title = name_of(application, key, language)
    value = answer_in_words(application, key, language)
    return f"{_MARK}{say(language, 'settled', title=title, value=value)}"


def lines_above(shown: str) -> list[str]:
    """The answers above a question, in a message that says this; they stay when it is answered."""
    lines = takewhile(lambda line: line.startswith(_MARK), shown.split("\n"))
    return [html.escape(line, quote=False) for line in lines]


def answers_in(shown: str, application: Application) -> set[str]:
    """The questions whose answers a message shows that says this, in either language."""
    keys = [question.key for question in form_of(application)]
    named = {name_of(application, key, each): key for key in keys for each in LANGUAGES}
    lines = (line.removeprefix(_MARK) for line in shown.split("\n") if line.startswith(_MARK))
    return {named[title] for line in lines if (title := line.partition(": ")[0]) in named}


def has_room(application: Application) -> bool:
    """Whether the current prompt is a question; the card check and the review fill the screen."""
    asking = application.asking
    return question_of(application, asking) is not None and asking not in FULL_SCREENS


def offers_answers(application: Application, key: str) -> bool:
    """Whether the prompt of that question has buttons that look as if it were still open."""
    question = question_of(application, key)
    return question is not None and (bool(question.options) or key in {"nominee", *CARD_FIELDS})


def below(lines: Sequence[str], prompt: Send | Replace, *, disarms: int | None) -> Send:
    """A new message with the prompt below these lines, which takes the buttons from another."""
    kept = tuple(lines[-_MOST:])
    text = "\n".join((*kept, prompt.text))
    problems = prompt.problems if isinstance(prompt, Send) else ()
    return Send(text=text, taken=kept, problems=problems, disarms=disarms, keyboard=prompt.keyboard)
