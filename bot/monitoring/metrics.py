"""The metrics that are counted as things happen; docs/monitoring.md explains each.

Labels have a fixed set of values. No label and no value is a person, a chat or a customer.
"""

import platform
import time
from collections import Counter as Counts
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
)
from prometheus_client.process_collector import ProcessCollector

from bot import __version__
from bot.observation import Observer
from bot.runtime.timer import Timer
from conversations.verdict import Decision

#: Seconds; a good reply takes less than one, a poll is held for 25, a reading may take 180.
_CALLS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180)
_DELAYS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)

_LOOK_EVERY = 0.5  # seconds between two looks at the delay of the event loop

#: Chats whose reply is awaited at once; an update without a reply is forgotten with the oldest.
_MOST_AWAITED = 10_000

#: As an update can end; they are there from the start, so that a rate needs no first one.
KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "other")
CALLS = ("reading", "submission", "status", "log", "token")
ANSWERS = ("saved", "unsaved", "stranger", "unreadable", "too_large", "left_out")
OUTCOMES = ("handled", "ignored", "repeated", "queued", "set_aside")


class Metrics(Observer):
    """Each has its own registry, which `bot.monitoring.server` serves."""

    def __init__(self, *, has_seat: bool = True) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # they double the page and say when a series began
        self.registry = registry = CollectorRegistry()
        counter = partial(Counter, registry=registry)
        histogram = partial(Histogram, buckets=_CALLS, registry=registry)
        self._updates = counter(
            "onboarding_updates",
            "Updates from Telegram by what became of them.",
            ("kind", "outcome"),
        )
        self._posts = counter(
            "onboarding_webhook_requests",
            "Requests to the webhook by how they were answered.",
            ("answer",),
        )
        self._replies = histogram(
            "onboarding_reply_seconds",
            "From the arrival of an update until Telegram has taken the first message in reply.",
        )
        self._telegram = histogram(
            "onboarding_telegram_call_seconds",
            "Calls of the Bot API; getUpdates is held open while there is nothing new.",
            ("method", "result"),
        )
        self._ekyc = histogram(
            "onboarding_ekyc_call_seconds",
            "Calls of the eKYC service, without those that an open breaker held back.",
            ("call", "result"),
        )
        self._pictures = histogram(
            "onboarding_picture_seconds",
            "Work on one picture, including the wait for a free process.",
            ("work", "result"),
        )
        self._verdicts = counter(
            "onboarding_verdicts",
            "Verdicts found, corrected ones included.",
            ("decision",),
        )
        self._delay = histogram(
            "onboarding_event_loop_delay_seconds",
            "How much later than asked the event loop woke, measured twice a second.",
            buckets=_DELAYS,
        )
        self._begin_series()
        _show_process(registry, has_seat=has_seat)
        self._awaited: dict[int, tuple[datetime, float]] = {}
        self._held_back: Callable[[], Iterable[frozenset[str]]] | None = None

    def _begin_series(self) -> None:
        """Begin each at 0, so that a rate needs no first event."""
        for kind in KINDS:
            for outcome in OUTCOMES:
                self._updates.labels(kind, outcome)
        for answer in ANSWERS:
            self._posts.labels(answer)
        for decision in Decision:
            self._verdicts.labels(decision)

    @property
    def has_begun(self) -> bool:
        return self._held_back is not None

    def breakers(self) -> Mapping[str, int]:
        """How many accounts hold back each kind of call."""
        held = self._held_back() if self._held_back else ()
        counts = Counts(call for calls in held for call in calls)
        return {call: counts[call] for call in CALLS}

    def begun(self, held_back: Callable[[], Iterable[frozenset[str]]]) -> None:
        self._held_back = held_back

    def update_taken(self, kind: str, outcome: str, chat: int | None, at: datetime) -> None:
        self._updates.labels(kind, outcome).inc()
        if chat is not None and outcome == "handled":
            self._awaited.pop(chat, None)
            self._awaited[chat] = (at, time.monotonic())
            if len(self._awaited) > _MOST_AWAITED:
                del self._awaited[next(iter(self._awaited))]

    def webhook_answered(self, answer: str) -> None:
        self._posts.labels(answer).inc()

    def message_sent(self, chat: int, owed_at: datetime) -> None:
        """Only what was owed by the update itself is its reply, not news of the same minute."""
        at, arrived = self._awaited.get(chat, (None, 0.0))
        if at == owed_at:
            del self._awaited[chat]
            self._replies.observe(time.monotonic() - arrived)

    def telegram_called(self, method: str, result: str, seconds: float) -> None:
        self._telegram.labels(method, result).observe(seconds)

    def ekyc_called(self, call: str, result: str, seconds: float) -> None:
        self._ekyc.labels(call, result).observe(seconds)

    def picture_done(self, work: str, result: str, seconds: float) -> None:
        self._pictures.labels(work, result).observe(seconds)

    def verdict_found(self, decision: str) -> None:
        self._verdicts.labels(decision).inc()

    async def measure_delay(self, timer: Timer) -> None:
        """Measure the delay of the event loop until cancelled."""
        while True:
            began = timer.now()
            await timer.sleep(_LOOK_EVERY)
            self._delay.observe(max(timer.now() - began - _LOOK_EVERY, 0.0))


def _show_process(registry: CollectorRegistry, *, has_seat: bool) -> None:
    """What runs, whether it serves, and what it takes of the machine."""
    build = Gauge(
        "onboarding_build_info",
        "What runs; always 1.",
        ("version", "python"),
        registry=registry,
    )
    build.labels(__version__, platform.python_version()).set(1)
    seat = Gauge(
        "onboarding_has_seat",
        "1 in the process that serves, 0 in one that waits until it is its turn.",
        registry=registry,
    )
    seat.set(has_seat)
    ProcessCollector(registry=registry)
