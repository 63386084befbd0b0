"""Form steps in a closed loop: each of 200 agents answers when the next question arrives."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.bot_api import BotApi, serving
from benchmarks.contestants import PATIENCE, Contestant, running
from benchmarks.offices import draft_name, fill
from benchmarks.peers.form import QUESTIONS, answers

CHATS = range(1000, 1200)
_STEPS_OF_FORM = len(QUESTIONS) + 1


@dataclass(frozen=True, slots=True)
class Steps:
    """`cpu` of the bot's process in seconds per step."""

    rate: float
    cpu: float
    median_wait: float
    calls: float  # of the Bot API, per step


class Agents:
    """Measures `steps` steps after `warm_up` steps.

    A peer's form begins with /start, ours with the button of the next open draft; with ours, only a
    message with buttons is the next question.
    """

    def __init__(self, *, steps: int, warm_up: int, ours: bool) -> None:
        self._ours = ours
        self._done = -len(CHATS)  # the first message of each chat is not a step
        self._from, self._until = warm_up, warm_up + steps
        self._at: dict[int, int] = dict.fromkeys(CHATS, 1 if ours else 0)
        self._asked_at: dict[int, float] = {}
        self.waits: list[float] = []
        self.begun = asyncio.Event()
        self.ended = asyncio.Event()

    def begin(self, api: BotApi) -> None:
        self._api = api
        for chat in CHATS:
            self._act(chat)

    def hear(self, chat: int, body: bytes) -> None:
        if self.ended.is_set() or (self._ours and b"reply_markup" not in body):
            return
        self._done += 1
        if self._done == self._from:
            self.begun.set()
        elif self._done > self._from:
            self.waits.append(time.perf_counter() - self._asked_at[chat])
        if self._done == self._until:
            self.ended.set()
        else:
            self._act(chat)

    def _act(self, chat: int) -> None:
        form, step = divmod(self._at[chat], _STEPS_OF_FORM)
        self._at[chat] += 1
        self._asked_at[chat] = time.perf_counter()
        if step:
            self._api.writes(chat, answers(chat, form)[step - 1])
        elif self._ours:
            self._api.presses(chat, f"~continue.{draft_name(chat, form)}")
        else:
            self._api.writes(chat, "/start")


async def measure(
    contestant: Contestant,
    folder: Path,
    *,
    steps: int,
    warm_up: int,
    delay: float = 0.0,
    filled: str = "",
    served: str = "",
) -> Steps:
    """One round; `delay` is the answer time of the Bot API in seconds.

    `filled` and `served` are addresses of one database on a server, instead of a file.
    """
    database = folder / "office.db"
    if contestant.is_ours:
        forms = 2 + 2 * (steps + warm_up) // len(CHATS) // _STEPS_OF_FORM
        fill(filled or database, CHATS, drafts=forms)
    agents = Agents(steps=steps, warm_up=warm_up, ours=contestant.is_ours)
    api = BotApi(agents, delay=delay)
    async with serving(api) as url:
        with running(contestant, url, served or database) as process:
            try:
                async with asyncio.timeout(PATIENCE):
                    await agents.begun.wait()
                    began, cpu, calls = time.perf_counter(), process.cpu_seconds(), api.calls
                    await agents.ended.wait()
            except TimeoutError:
                raise AssertionError(process.log.read_text()) from None
            took = time.perf_counter() - began
            return Steps(
                rate=steps / took,
                cpu=(process.cpu_seconds() - cpu) / steps,
                median_wait=median(agents.waits),
                calls=(api.calls - calls) / steps,
            )
