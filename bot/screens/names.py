"""The words for questions and their options: the bot's own, or those of the organisation. Pure."""

import html

from bot.texts import plain, say
from conversations.application import Application
from conversations.extra_question import extra_named


def name_of(application: Application, key: str, language: str) -> str:
    """The name of a question or of any other stop, for places without HTML."""
    extra = extra_named(application.extra, key)
    return extra.names[language] if extra else plain(language, key)


def short_name_of(application: Application, key: str, language: str) -> str:
    """The same where there is little room."""
    extra = extra_named(application.extra, key)
    return extra.names[language] if extra else plain(language, f"{key}.short")


def prompt_of(application: Application, key: str, language: str) -> str:
    """What the agent is asked, as HTML."""
    extra = extra_named(application.extra, key)
    if extra:
        return html.escape(extra.prompts[language], quote=False)
    return say(language, f"{key}.prompt")


def option_name(application: Application, key: str, option: str, language: str) -> str:
    """What a ready answer to that question is called."""
    extra = extra_named(application.extra, key)
    return extra.choices[int(option) - 1][language] if extra else plain(language, f"{key}-{option}")


def named_in_words(application: Application, key: str, language: str) -> str:
    """The name of a question, or of an option as `question-option`."""
    question, dash, option = key.rpartition("-")
    if dash and extra_named(application.extra, question):
        return option_name(application, question, option, language)
    return name_of(application, key, language)
