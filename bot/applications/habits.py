"""What an agent picks most, offered once more above the options: tailors register tailors."""

from collections import Counter
from collections.abc import Iterable, Mapping

from conversations.application import Application
from conversations.options import option_valued
from conversations.questions import FORM, QUESTIONS

_QUESTIONS = tuple(question.key for question in FORM if question.is_open_choice)

#: Answers to a question before there is a habit: what one village has in common is none.
_USES = 10

#: Of these, a pick that came less often is chance.
_PICKS = 3

#: As many as fit into one row of buttons.
_MOST = 3


def habits_of(applications: Iterable[Application]) -> Mapping[str, tuple[str, ...]]:
    """The keys of the options that were picked most, in the order of the options."""
    counts: dict[str, Counter[str]] = {question: Counter() for question in _QUESTIONS}
    for application in applications:
        for question in _QUESTIONS:
            given = application.answers.get(question)
            option = option_valued(QUESTIONS[question].options, given) if given else None
            if option:
                counts[question][option.key] += 1
    habits = {question: _most_picked(question, counted) for question, counted in counts.items()}
    return {question: habit for question, habit in habits.items() if habit}


def _most_picked(question: str, counted: Counter[str]) -> tuple[str, ...]:
    if counted.total() < _USES:
        return ()
    often = {key for key, picks in counted.most_common(_MOST) if picks >= _PICKS}
    return tuple(option.key for option in QUESTIONS[question].options if option.key in often)
