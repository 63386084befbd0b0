"""The result of a decision."""

from dataclasses import dataclass

from conversations.application import Application
from conversations.effects import Effect
from conversations.errands import Errand


@dataclass(frozen=True, slots=True)
class Outcome:
    """The application after the event (None: erased), the effects to show, the errands now owed."""

    application: Application | None
    effects: tuple[Effect, ...] = ()
    errands: tuple[Errand, ...] = ()
