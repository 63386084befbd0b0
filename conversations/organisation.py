"""The organisation for which the agents work, as customers read of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from conversations.extra_question import ExtraQuestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """`names` is its name by language, `helpline` what a customer may call; both may be empty.

    `extra` are its own questions.

    `consent` is its own wording of the consent by language; empty where the bot's is used.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    helpline: str = ""
    consent: Mapping[str, str] = field(default_factory=dict)
    extra: tuple[ExtraQuestion, ...] = ()

    def name(self, language: str) -> str:
        """Its name for readers of that language, or the one that it has; empty without any."""
        return self.names.get(language) or next(filter(None, self.names.values()), "")


NAMELESS = Organisation()
