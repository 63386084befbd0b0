"""Typed words that mean a button: what can be tapped can be written."""

from functools import cache
from itertools import chain

from bot.chat.buttons import Press, read_press
from bot.chat.outgoing import Button
from bot.screens.prompts import prompt
from bot.texts import has_text, plain
from conversations.application import Application
from conversations.bangla import comparison_key
from conversations.languages import LANGUAGES


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
            if typed in _words(press.verb, language) or typed == _key_of(button, press):
                return press
    return None


@cache
def _words(verb: str, language: str) -> frozenset[str]:
    if not has_text(language, f"words-{verb}"):
        return frozenset()
    return frozenset(map(comparison_key, plain(language, f"words-{verb}").split("/")))


def _key_of(button: Button, press: Press) -> str:
    # Only fixed words are remembered, not the customer's answer on a button that keeps it.
    return comparison_key(button.text) if press.verb == "keep" else _key_of_fixed(button.text)


@cache
def _key_of_fixed(words: str) -> str:
    return comparison_key(words)
