"""A conversation written down: `>>` is an event, `<<` its expected result.

    assert (
        Playbook(until("mobile_number"))
        >> types("01712")
        << Ask(problem="invalid-mobile-length", values={"count": 5})
        >> types("01712345678")
        << Ask()
    )

Every result must be written down: effects in order, then errands. A class matches any of its
instances. The script runs when it is asserted; a failure shows it with the actual results.
`application` is what it has come to, and a playbook may go on after that.
"""

from datetime import datetime, timedelta
from typing import Self

from conversations.application import Application
from conversations.effects import Effect
from conversations.errands import Errand
from conversations.events import Event, Moment
from conversations.transitions import advance
from tests.support.forms import NOW, Happening
from tests.support.law import assert_legal

Following = Effect | Errand
Expected = Following | type[Following]


class Playbook:
    def __init__(self, application: Application) -> None:
        self._application: Application | None = application
        self._now = NOW
        self._played = 0
        self._script: list[tuple[Happening, list[Expected]]] = []

    def __rshift__(self, happening: Happening) -> Self:
        self._script.append((happening, []))
        return self

    def __lshift__(self, expected: Expected) -> Self:
        self._script[-1][1].append(expected)
        return self

    def plays(self, happening: Happening) -> list[Following]:
        """Apply one more event, whatever follows; returns the results."""
        assert self
        before = self.application
        event = happening(before.version) if callable(happening) else happening
        return self._play(before, event, self._now)

    def waits(self, pause: timedelta) -> Self:
        """Let time pass before the next event; runs what was written so far."""
        assert self
        self._now += pause
        return self

    @property
    def application(self) -> Application:
        """The application so far; AssertionError if it was erased."""
        assert self
        assert self._application is not None, "the application was erased"
        return self._application

    @property
    def is_erased(self) -> bool:
        assert self
        return self._application is None

    def __bool__(self) -> bool:
        """Run what has not run yet; raises AssertionError at the first difference."""
        lines: list[str] = []
        while self._script:
            happening, expected = self._script.pop(0)
            before = self._application
            assert before is not None, "nothing can happen to an erased application"
            event = happening(before.version) if callable(happening) else happening
            lines.append(f"  >> {event}")
            came = self._play(before, event, self._now)
            lines += [f"  << {one}" for one in came]
            if len(came) != len(expected) or not all(map(_is_as_expected, came, expected)):
                lines += ["  expected instead:", *(f"  << {_named(one)}" for one in expected)]
                raise AssertionError("The conversation went another way:\n" + "\n".join(lines))
        return True

    def _play(self, before: Application, event: Event, now: datetime) -> list[Following]:
        self._played += 1
        outcome = advance(before, event, Moment(now=now, ticket=f"t{self._played}"))
        self._application = outcome.application
        if outcome.application:
            assert_legal(outcome.application)
        return [*outcome.effects, *outcome.errands]


def _is_as_expected(came: Following, expected: Expected) -> bool:
    return isinstance(came, expected) if isinstance(expected, type) else came == expected


def _named(expected: Expected) -> str:
    return f"any {expected.__name__}" if isinstance(expected, type) else str(expected)
