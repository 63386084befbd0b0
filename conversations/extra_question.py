"""A question of the organisation's own: asked and kept like those of the form, never sent on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conversations.options import Option, written_key

#: Begins the keys of all of them, so that none is ever taken for a question of the form.
PREFIX = "extra_"

#: No question has this key: exports have the answers to earlier questions under it.
EARLIER = f"{PREFIX}other"

_ANSWER_LANGUAGE = "en"  # of the answers as they are kept and exported


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraQuestion:
    """Its name, its prompt and each of its `choices` by language; without choices it takes a text.

    `key` begins with PREFIX. The answers to a personal one are left out where customers are masked.
    """

    key: str
    names: Mapping[str, str]
    prompts: Mapping[str, str]
    choices: tuple[Mapping[str, str], ...] = ()
    is_personal: bool = True

    @property
    def options(self) -> tuple[Option, ...]:
        """The choices, whose keys are their places from 1."""
        return tuple(
            Option(str(place), labels[_ANSWER_LANGUAGE], tuple(labels.values()))
            for place, labels in enumerate(self.choices, 1)
        )

    @property
    def has_choices_alike(self) -> bool:
        """Whether two choices are written alike, in whichever language: neither can be typed."""
        written = [{written_key(words) for words in labels.values()} for labels in self.choices]
        return sum(map(len, written)) > len(set().union(*written))


def extra_named(extra: Iterable[ExtraQuestion], key: str) -> ExtraQuestion | None:
    for question in extra:
        if question.key == key:
            return question
    return None
