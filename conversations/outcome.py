"""What a decision amounts to."""

from dataclasses import dataclass

from conversations.application import Application
from conversations.effects import Effect
from conversations.errands import Errand


@dataclass(frozen=True, slots=True)
class Outcome:
    """The application as it is now (None: erased), what to show for it, what it newly owes."""

    application: Application | None
    effects: tuple[Effect, ...] = ()
    errands: tuple[Errand, ...] = ()
