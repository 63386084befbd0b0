"""The organisation's own questions, read from a TOML file."""

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from typing import Any

from bot.settings.small_file import read_small_file
from conversations.extra_question import EARLIER, PREFIX, ExtraQuestion

MOST = 8  # questions
_LONGEST_NAME = 16  # characters; a button of half a screen's width shows no more
_LONGEST_PROMPT = 200  # characters
_FEWEST_CHOICES, _MOST_CHOICES = 2, 8
_KEY = r"[a-z][a-z0-9_]{0,19}"
_FIELDS = {"key", "name", "prompt", "choices", "personal"}


def extra_questions(languages: Collection[str]) -> Callable[[str], tuple[ExtraQuestion, ...]]:
    """A reader of such a file; raises ValueError with a sentence without its subject."""

    def read(path: str) -> tuple[ExtraQuestion, ...]:
        if not path:
            return ()
        try:
            content = tomllib.loads(read_small_file(path))
        except (OSError, ValueError):  # tomllib.TOMLDecodeError is a ValueError
            raise ValueError("must be a TOML file in UTF-8 that the bot may read") from None
        rows = content.pop("question", None)
        if content or not isinstance(rows, list) or not 1 <= len(rows) <= MOST:
            raise ValueError(f"must have 1 to {MOST} tables [[question]] and nothing else")
        questions = tuple(_question(row, place, languages) for place, row in enumerate(rows, 1))
        if len({question.key for question in questions}) < len(questions):
            raise ValueError("must have another key in each question")
        return questions

    return read


def _question(row: object, place: int, languages: Collection[str]) -> ExtraQuestion:
    where = f"in question {place}"
    if not isinstance(row, dict) or not row.keys() <= _FIELDS:
        raise ValueError(f"must have no fields but {', '.join(sorted(_FIELDS))} {where}")
    key, choices, personal = row.get("key"), row.get("choices", []), row.get("personal", True)
    if not isinstance(key, str) or not re.fullmatch(_KEY, key):
        raise ValueError(f"must have a key of at most 20 letters a-z, digits and _ {where}")
    if PREFIX + key == EARLIER:
        raise ValueError(f"must have another key than {key} {where}")
    if personal is not True and personal is not False:
        raise ValueError(f"must say true or false for personal {where}")
    possible = {0, *range(_FEWEST_CHOICES, _MOST_CHOICES + 1)}
    if not isinstance(choices, list) or len(choices) not in possible:
        raise ValueError(f"must have no choices or {_FEWEST_CHOICES} to {_MOST_CHOICES} {where}")
    labels = tuple(_words(each, f"choices {where}", _LONGEST_NAME, languages) for each in choices)
    question = ExtraQuestion(
        key=PREFIX + key,
        names=_words(row.get("name"), f"name {where}", _LONGEST_NAME, languages),
        prompts=_words(row.get("prompt"), f"prompt {where}", _LONGEST_PROMPT, languages),
        choices=labels,
        is_personal=personal,
    )
    if question.has_choices_alike:
        raise ValueError(f"must have different choices, in both languages, {where}")
    return question


def _words(given: Any, where: str, longest: int, languages: Collection[str]) -> Mapping[str, str]:
    """A text for each language, without white space around it."""
    if not isinstance(given, dict) or given.keys() != set(languages):
        raise ValueError(f"must have {' and '.join(sorted(languages))} in {where}")
    words = {each: text.strip() if isinstance(text, str) else "" for each, text in given.items()}
    if not all(text.isprintable() and 1 <= len(text) <= longest for text in words.values()):
        raise ValueError(f"must have 1 to {longest} characters in each {where}")
    return words
