"""What an agent picks most, so that it comes first: tailors register tailors."""

from collections import Counter
from collections.abc import Iterable, Mapping

from conversations.application import Application
from conversations.options import option_valued
from conversations.questions import FORM, QUESTIONS

_QUESTIONS = tuple(question.key for question in FORM if question.is_open_choice)


def habits_of(applications: Iterable[Application]) -> Mapping[str, tuple[str, ...]]:
    """The keys of the options picked in these applications, most frequent first."""
    counts: dict[str, Counter[str]] = {question: Counter() for question in _QUESTIONS}
    for application in applications:
        for question in _QUESTIONS:
            given = application.answers.get(question)
            option = option_valued(QUESTIONS[question].options, given) if given else None
            if option:
                counts[question][option.key] += 1
    return {
        question: tuple(key for key, _ in counted.most_common())
        for question, counted in counts.items()
        if counted
    }
