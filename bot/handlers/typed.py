"""Typed words that mean a button or a command: what can be tapped can be written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain, product

from bot.chat.buttons import Press, read_press
from bot.screens.labels import fitted
from bot.screens.names import name_of
from bot.screens.numbered import number_of, numbered
from bot.screens.phrases import read_value, shown_value
from bot.screens.prompts import prompt
from bot.screens.question import relative_label
from bot.texts import has_text, plain
from conversations.application import Application
from conversations.bangla import comparison_key
from conversations.cross_check import CROSS_CHECKED
from conversations.languages import LANGUAGES
from conversations.options import RELATIONS
from conversations.questions import CANCEL, PICTURES, QUESTIONS, REVIEW, SEND_AGAIN, question_of
from conversations.relatives import relatives
from conversations.short_answer import ShortAnswer, short_answers

#: The texts on the buttons of a form, by verb. Ready answers are left out: the form reads them
#: itself, and records which message gave them.
_LABELS = (
    ("consent", "button-agree"),
    ("decline", "button-refuse"),
    ("erase", "button-erase"),
    ("erase", "button-give-up"),
    ("stay", "button-stay"),
    ("keep", "button-keep-picture"),
    ("back", "button-back"),
    ("swap", "button-swap"),
    ("swap", "button-swap-short"),
    ("card-ok", "button-all-correct"),
    ("card-ok", "button-continue"),
    ("read-again", "button-read-again"),
    ("submit", "button-submit"),
    ("submit-again", "button-send-again"),
    ("submit-anyway", "button-submit-anyway"),
    ("keep-back", "button-keep-back"),
)

#: The same for buttons that name a value of the form.
_LABELS_WITH_VALUE = {"keep": "button-keep", "as-on-card": "button-as-on-card"}

#: The verbs that have a button for each question.
_VERBS_WITH_FIELD = frozenset({"edit", "insist", "relative", "barcode", "as-read"})

#: A verb may have more words than its labels, as `words-VERB`.
_VERBS = sorted({*dict(_LABELS), *_VERBS_WITH_FIELD})

#: What a bare yes or no means, by question. Elsewhere it is ambiguous, or the form reads it.
_SHORT = {
    "consent": {ShortAnswer.YES: "consent", ShortAnswer.NO: "decline"},
    "card": {ShortAnswer.YES: "card-ok"},
    CANCEL: {ShortAnswer.YES: "erase", ShortAnswer.NO: "stay"},
    REVIEW: {ShortAnswer.YES: "submit"},
    SEND_AGAIN: {ShortAnswer.YES: "submit-again"},
}

_Meant = tuple[str, str]  # a verb, and its question if the verb has several buttons

#: Commands that are also meant without the slash; nobody has such a name or profession.
_COMMANDS = ("cancel", "help")


def typed_command(text: str) -> str:
    """The command that the text names in either language; "" for any other text."""
    return _commands_named().get(comparison_key(text), "")


def is_command(text: str) -> bool:
    """Whether it would be a command if it were sent as a text."""
    return text.startswith("/") or typed_command(text) != ""


@cache
def _commands_named() -> Mapping[str, str]:
    return named_in_words(_COMMANDS)


def named_in_words(verbs: Iterable[str]) -> Mapping[str, str]:
    """What `words-VERB` says in either language, as it is compared → the verb."""
    return {
        comparison_key(words): verb
        for language, verb in product(LANGUAGES, verbs)
        for words in plain(language, f"words-{verb}").split("/")
    }


def typed_press(application: Application, text: str) -> Press | None:
    """The button of the current prompt that the text names, in either language.

    "Change the mobile number" is heard at every question, since it answers none.
    """
    typed = comparison_key(text)
    meant = _buttons_named().get(typed, frozenset())
    if typed.startswith(_beginnings_with_value()):
        meant |= {(verb, "") for label, verb in _labels_with_value(application) if label == typed}
    if application.asking in {"card", REVIEW}:
        meant |= _lines_named(application, typed)
    if application.asking == "nominee" and typed.startswith(_beginnings_with_relation()):
        meant |= _relatives_named(application, typed)
    for answer, verb in _SHORT.get(application.asking, {}).items():
        if short_answers(text) == {answer}:
            meant |= {(verb, "")}
    if not meant:
        return None
    shown = (press for press in _presses(application) if _meanings(press) & meant)
    return next(shown, None) or _correction(application, typed)


def _correction(application: Application, typed: str) -> Press | None:
    key = _corrections_named().get(typed)
    return Press(application.id, application.version, "edit", (key,)) if key else None


def _presses(application: Application) -> Iterator[Press]:
    """What can be tapped, and the way back where no button has room for it."""
    for button in chain.from_iterable(prompt(application, LANGUAGES[0]).keyboard):
        press = read_press(button.data)
        if isinstance(press, Press):
            yield press
    if application.asking == REVIEW:
        yield Press(application.id, application.version, "back")


def _meanings(press: Press) -> frozenset[_Meant]:
    """The button by its verb alone and by its question; by the verb, the first one is meant."""
    field = press.arguments[0] if press.verb in _VERBS_WITH_FIELD else ""
    return frozenset({(press.verb, ""), (press.verb, field)})


@cache
def _buttons_named() -> Mapping[str, frozenset[_Meant]]:
    """What the buttons say in either language, as it is compared → the buttons that say it."""
    named = defaultdict(set)
    for words, meant in _names():
        named[comparison_key(words)].add(meant)
    return {words: frozenset(meant) for words, meant in named.items()}


def _names() -> Iterator[tuple[str, _Meant]]:
    yield from _names_of_sources()
    for language, (verb, label) in product(LANGUAGES, _LABELS):
        yield plain(language, label), (verb, "")
    for language, verb in product(LANGUAGES, _VERBS):
        if has_text(language, f"words-{verb}"):
            for words in plain(language, f"words-{verb}").split("/"):
                yield words, (verb, "")
    for language, key, name in product(LANGUAGES, QUESTIONS, ("", ".short")):
        field = plain(language, f"{key}{name}")
        yield plain(language, "button-use-anyway", field=field), ("insist", key)
        if key not in PICTURES:  # their short names also mean other things: "back" is a step
            yield field, ("edit", key)
    for words, key in _corrections():
        yield words, ("edit", key)
    for language, slot in product(LANGUAGES, PICTURES):
        yield plain(language, f"button-new-{slot}"), ("edit", slot)


@cache
def _corrections_named() -> Mapping[str, str]:
    """What asks to change an answer, as it is compared → its question."""
    return {comparison_key(words): key for words, key in _corrections()}


def _corrections() -> Iterator[tuple[str, str]]:
    for language, key, name in product(LANGUAGES, QUESTIONS, ("", ".short")):
        field = plain(language, f"{key}{name}")
        for words in plain(language, "words-edit-field", field=field).split("/"):
            yield words, key


def _lines_named(application: Application, typed: str) -> frozenset[_Meant]:
    """The lines of the card check and the review that have this number, or this name."""
    return frozenset(
        ("edit", key)
        for language, key in product(LANGUAGES, numbered(application))
        if typed in _names_of_line(application, key, language)
    )


def _names_of_line(application: Application, key: str, language: str) -> Iterator[str]:
    yield comparison_key(number_of(application, key, language))
    name = name_of(application, key, language)
    for words in (name, *plain(language, "words-edit-field", field=name).split("/")):
        yield comparison_key(words)


def _relatives_named(application: Application, typed: str) -> frozenset[_Meant]:
    """The buttons at the question for the nominee that name somebody on the card."""
    return frozenset(
        ("relative", field)
        for field, relation in relatives(application).items()
        for language in LANGUAGES
        if comparison_key(relative_label(application, field, relation, language)) == typed
    )


def _names_of_sources() -> Iterator[tuple[str, _Meant]]:
    """The buttons of fields about which barcode and reading differ."""
    for language, key, verb in product(LANGUAGES, CROSS_CHECKED, ("barcode", "as-read")):
        field = plain(language, f"{key}.short")
        yield plain(language, f"button-{verb}", field=field), (verb, key)


@cache
def _beginnings_with_value() -> tuple[str, ...]:
    return tuple(
        comparison_key(plain(language, label, value=""))
        for language, label in product(LANGUAGES, _LABELS_WITH_VALUE.values())
    )


@cache
def _beginnings_with_relation() -> tuple[str, ...]:
    return tuple(
        comparison_key(plain(language, f"nominee_relation-{relation.key}"))
        for language, relation in product(LANGUAGES, RELATIONS)
    )


def _labels_with_value(application: Application) -> Iterator[tuple[str, str]]:
    """What the buttons that name a value say, with their verbs; no such label is remembered."""
    key = application.asking
    if question_of(application, key) is None:
        return
    for language, (verb, label) in product(LANGUAGES, _LABELS_WITH_VALUE.items()):
        shown = read_value if verb == "as-on-card" else shown_value
        value = shown(application, key, language)
        yield comparison_key(fitted(plain(language, label, value=value))), verb
