"""Typed words that mean a button: what can be tapped can be written."""

from collections.abc import Iterator
from itertools import chain

from bot.buttons import Press, read_press
from bot.outgoing import Button
from bot.prompts import prompt
from bot.texts import LANGUAGES, has_text, plain
from conversations.application import Application
from conversations.bangla import comparison_key


def typed_press(application: Application, text: str) -> Press | None:
    """The button of the present prompt that the text names, in either language.

    Ready answers are left out: the form reads them itself, and notes which message gave them.
    """
    typed = comparison_key(text)
    for language in LANGUAGES:
        for button in chain.from_iterable(prompt(application, language).keyboard):
            press = read_press(button.data)
            if not isinstance(press, Press) or press.verb == "pick":
                continue
            if typed in map(comparison_key, _names(button, press, language)):
                return press
    return None


def _names(button: Button, press: Press, language: str) -> Iterator[str]:
    yield button.text
    if has_text(language, f"words-{press.verb}"):
        yield from plain(language, f"words-{press.verb}").split("/")
