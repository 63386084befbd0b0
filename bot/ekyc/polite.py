"""The eKYC client with rate limits and circuit breakers.

After five failures in a row of one kind of call, or one refused token, a single probe goes out at
growing intervals; all other calls fail at once and send nothing. The beginning and the end of a
trouble are reported once. A call that is refused while other kinds are served concerns only itself:
one customer may be barred, and an account may not be allowed to read the log.
"""

import contextlib
import logging
import math
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Literal

from bot.ekyc import (
    EkycBusy,
    EkycClient,
    EkycCrashed,
    EkycDenied,
    EkycElsewhere,
    EkycError,
    EkycMisunderstood,
    EkycNotFound,
    EkycOutcomeUnknown,
    EkycRefused,
    EkycUnavailable,
    EkycUntrusted,
    LogPage,
    Picture,
    Reading,
    Registration,
    Status,
)
from bot.ekyc.breaker import Breaker
from bot.observation import UNOBSERVED, Observer, timed
from bot.runtime.egress import Egress
from bot.runtime.pace import Pace
from bot.runtime.timer import Timer

_log = logging.getLogger(__name__)

#: Questions about verdicts are many and not urgent; readings and submissions are not delayed.
QUESTIONS_PER_SECOND = 5.0

#: Until the operator has corrected the token; asking more often does not help.
DENIED_WAIT = timedelta(minutes=2)

#: For how many seconds a call that was served proves that the token is taken.
_PROVEN_FOR = 600.0

#: A question whose token was refused lets another call try before it, in seconds.
_OTHERS_FIRST = DENIED_WAIT.total_seconds()

_FAILURES_BORNE = 5
_DOUBTS_BORNE = 3  # refusals in a row that may each be about a customer
_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=2)  # a customer may be waiting with the agent

Trouble = Literal["denied", "elsewhere", "unavailable", "untrusted"]
_Call = Literal["reading", "submission", "status", "log"]
CALLS: tuple[_Call, ...] = ("reading", "submission", "status", "log")
_QUESTIONS = frozenset[_Call]({"status", "log"})
_SHOW_THE_ADDRESS: tuple[_Call, ...] = ("reading", "submission", "log")

#: How a call ended, for whoever observes it; the first that fits.
_RESULTS = (
    (EkycRefused, "refused"),
    (EkycDenied, "denied"),
    (EkycNotFound, "not_found"),
    (EkycUnavailable, "unavailable"),
    (EkycOutcomeUnknown, "unknown"),
    (EkycMisunderstood, "misunderstood"),
)


class PoliteEkycClient(EkycClient):
    """The client; calls `on_trouble` when the service stops serving us, and `on_served`."""

    def __init__(
        self,
        *,
        url: str,
        token: str,
        on_trouble: Callable[[Trouble], None],
        on_served: Callable[[], None],
        timer: Timer,
        questions_per_second: float = QUESTIONS_PER_SECOND,
        egress: Egress = Egress(),  # noqa: B008 - frozen
        observer: Observer = UNOBSERVED,
    ) -> None:
        super().__init__(url=url, token=token, egress=egress)
        self._observer = observer
        self._on_trouble = on_trouble
        self._on_served = on_served
        self._timer = timer
        self._questions = Pace(per_second=questions_per_second)
        self._denials = Breaker(failures=1, first=DENIED_WAIT, longest=DENIED_WAIT)
        self._denied: _Call | None = None  # the last one whose token was refused
        self._refused_alone: set[_Call] = set()
        self._doubted: _Call | None = None  # the kind refused since anything was served
        self._doubts = 0  # how often it was
        self._served_at: dict[_Call, float] = {}
        # The card reader may fail while the rest works, so each kind has its own breaker.
        self._breakers: dict[_Call, Breaker] = {
            call: Breaker(failures=_FAILURES_BORNE, first=_FIRST_PAUSE, longest=_LONGEST_PAUSE)
            for call in CALLS
        }

    async def read_card(self, front: Picture, back: Picture, *, crop: bool = True) -> Reading:
        with self._guarded("reading"), self._timed("reading"):
            return await super().read_card(front, back, crop=crop)

    async def submit(
        self,
        registration: Registration,
        photo: Picture,
        *,
        before_leaving: Callable[[], None] = lambda: None,
    ) -> None:
        with self._guarded("submission"), self._timed("submission"):
            await super().submit(registration, photo, before_leaving=before_leaving)

    async def ask_status(self, mobile_number: str, *, urgent: bool = False) -> Status:
        """The status; an urgent question is asked at once, ahead of the waiting ones."""
        with self._guarded("status"):
            if not urgent:
                await self._take_turn()
            with self._timed("status"):
                return await super().ask_status(mobile_number)

    async def list_log(self, *, status: str = "all", page: int = 1, per_page: int = 50) -> LogPage:
        """One page; `sweep_log` calls this for each of its pages."""
        with self._guarded("log"):
            await self._take_turn()
            with self._timed("log"):
                return await super().list_log(status=status, page=page, per_page=per_page)

    def held_back(self) -> frozenset[str]:
        """The kinds of calls of which only probes go out; "token" while it is refused."""
        held = {call for call, breaker in self._breakers.items() if breaker.is_open}
        return frozenset(held | ({"token"} if self._denials.is_open else set()))

    def use_token(self, token: str) -> None:
        """Use this token from now on; the next call is the probe."""
        super().use_token(token)
        self._denials.close()
        self._refused_alone.clear()
        self._doubted, self._doubts = None, 0
        self._served_at.clear()

    def _timed(self, call: _Call) -> contextlib.AbstractContextManager[object]:
        return timed(self._observer.ekyc_called, call, _RESULTS)

    async def _take_turn(self) -> None:
        """Wait for this question's turn."""
        await self._timer.sleep(self._questions.take(self._timer.now()))

    @contextlib.contextmanager
    def _guarded(self, call: _Call) -> Iterator[None]:
        breaker, denials, token = self._breakers[call], self._denials, self.token_digest
        self._raise_if_left_alone(call)
        breaker.begin()
        denials.begin()
        try:
            yield
        except EkycDenied as error:
            if not self.has_token(token):
                raise EkycUnavailable(
                    "The token was replaced meanwhile", retry_after=0, is_own_pause=True
                ) from None
            self._served_at.pop(call, None)
            if self._is_refused_alone(call, error):
                alone = EkycRefused(f"{error}, while others are served")
                raise (error.refusal or alone) from None
            self._denied = call
            if denials.fail(self._timer.now()):
                self._on_trouble("elsewhere" if isinstance(error, EkycElsewhere) else "denied")
            raise
        except (EkycUnavailable, EkycOutcomeUnknown) as error:
            self._note_failed(call, error)
            raise
        except EkycError:
            self._note_served(call, token)
            raise
        else:
            self._note_served(call, token)
        finally:
            breaker.end()
            denials.end()

    def _note_failed(self, call: _Call, error: EkycUnavailable | EkycOutcomeUnknown) -> None:
        breaker = self._breakers[call]
        asked = error.retry_after if isinstance(error, EkycUnavailable) else None
        if breaker.fail(self._timer.now(), asked):
            _log.warning("Calls to the eKYC service pause: %s.", error)
            if isinstance(error, EkycUntrusted):
                self._on_trouble("untrusted")
            elif not self._fails_alone(call):
                self._on_trouble("unavailable")
        if isinstance(error, EkycCrashed):
            error.is_alone = breaker.failures == 1 and call in self._served_at

    def _fails_alone(self, call: _Call) -> bool:
        """Whether it is a question, and other calls were served since it began to fail.

        That is no outage: cards are read and applications sent. A real one ends those calls too.
        """
        since = self._breakers[call].failing_since
        return call in _QUESTIONS and any(at > since for at in self._served_at.values())

    def _is_refused_alone(self, call: _Call, error: EkycDenied) -> bool:
        """Whether other kinds of calls show that neither the token nor the address is wrong."""
        if isinstance(error, EkycElsewhere) and call not in _QUESTIONS:
            # A 404 to a status call proves nothing: it may mean an unknown number.
            return error.refusal is not None and self._is_proven(_SHOW_THE_ADDRESS)
        if error.names_token and call not in _QUESTIONS:
            return False
        if call in self._refused_alone:
            return True
        is_other = self._doubted not in {None, call}  # which shows that it is the token
        if is_other or self._doubts >= _DOUBTS_BORNE or not self._is_proven(CALLS):
            return False
        self._doubted = call
        self._doubts += 1
        if call in _QUESTIONS:
            self._refused_alone.add(call)
        return True

    def _is_proven(self, calls: Iterable[_Call]) -> bool:
        """Whether one of these was served with this token lately."""
        since = self._timer.now() - _PROVEN_FOR
        return any(self._served_at.get(call, -math.inf) >= since for call in calls)

    def _raise_if_left_alone(self, call: _Call) -> None:
        now, breaker = self._timer.now(), self._breakers[call]
        is_last = call == self._denied and call in _QUESTIONS and self._denials.is_open
        if self._denials.wait(now - _OTHERS_FIRST if is_last else now) > 0:
            raise EkycDenied("The eKYC service has just refused the token")
        if (seconds := breaker.wait(now)) > 0:
            kind = EkycBusy if breaker.is_pause_asked else EkycUnavailable
            raise kind(
                "The eKYC service is not called while it fails",
                retry_after=seconds,
                is_own_pause=True,
            )

    def _note_served(self, call: _Call, token: str) -> None:
        if not self.has_token(token):
            return  # it says nothing about the current one
        self._served_at[call] = self._timer.now()
        self._doubted, self._doubts = None, 0
        self._refused_alone.discard(call)
        self._breakers[call].close()
        self._denials.close()
        failing = [each for each, breaker in self._breakers.items() if breaker.is_open]
        if all(self._fails_alone(each) for each in failing):
            self._on_served()
