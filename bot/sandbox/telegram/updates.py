"""The queue of updates for the bot, with Telegram's rules of confirming and expiring."""

import asyncio
import dataclasses
import itertools
from collections import deque
from collections.abc import Callable, Iterable

from bot.sandbox.telegram.errors import Json, conflict

DAY = 86_400.0  # seconds that a message waits for a bot
PRESS_LIFETIME = 150.0  # seconds that a press of a button waits for a bot
LONGEST_POLL = 50  # seconds; longer timeouts are cut to it
LARGEST_BATCH = 100
REPEAT_HOLD = 3.0  # seconds; a poll with the same offset sooner than this is held that long
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """An update that no bot has confirmed yet."""

    update: Json
    expires_at: float

    @property
    def update_id(self) -> int:
        return int(self.update["update_id"])


class UpdateQueue:
    """
    Updates in the order in which they happened; they stay until confirmed or expired.

    A poll with offset N confirms every update below N on arrival, whatever happens to the answer. A
    poll that arrives while another waits ends that one.
    """

    def __init__(self, clock: Callable[[], float], first_id: int = 100_000_001) -> None:
        self.allowed: frozenset[str] = frozenset()
        self.repeat_answers = 0  # fault: this many answers come again although they are confirmed
        self.reverse_answers = 0  # fault: this many answers come newest first
        self._clock = clock
        self._next_id = first_id
        self._waiting: deque[Waiting] = deque()
        self._repeated: list[Json] = []
        self._poll: asyncio.Future[None] | None = None
        self._previous_poll: tuple[int, float] | None = None
        self._watchers: list[Callable[[Waiting], None]] = []

    def __len__(self) -> int:
        return len(self._waiting)

    def push(self, kind: str, content: Json, lifetime: float = DAY) -> None:
        """Add an update, unless the bot asked for none of this kind."""
        if kind in self.allowed or (not self.allowed and kind not in NOT_BY_DEFAULT):
            self.push_raw({kind: content}, lifetime)

    def push_raw(self, fields: Json, lifetime: float = DAY) -> int:
        """Add an update with arbitrary content; returns its id."""
        update_id = self._next_id
        self._next_id += 1
        waiting = Waiting({"update_id": update_id} | fields, self._clock() + lifetime)
        self._waiting.append(waiting)
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        for watcher in self._watchers:
            watcher(waiting)
        return update_id

    def restart_ids(self, first_id: int) -> None:
        """Number the next updates from `first_id` on, as Telegram may after a quiet week."""
        self._next_id = first_id

    def clear(self) -> None:
        self._waiting.clear()

    def watch(self, watcher: Callable[[Waiting], None]) -> None:
        """Call `watcher` with every update that is added."""
        self._watchers.append(watcher)

    def confirm(self, update_ids: Iterable[int]) -> None:
        """Forget these updates, which a webhook delivered."""
        gone = set(update_ids)
        self._waiting = deque(each for each in self._waiting if each.update_id not in gone)

    def alive(self) -> list[Waiting]:
        """Every unconfirmed update, oldest first."""
        self._drop_expired()
        return list(self._waiting)

    async def poll(self, offset: int, limit: int, seconds: int) -> list[Json]:
        """The unconfirmed updates from `offset` on, waiting at most `seconds` for the first.

        Offset 0 begins at the oldest and confirms nothing; a negative one keeps only that many of
        the newest. Raises a 409 BotApiError in the poll that another poll ends.
        """
        if offset > self._next_id + 10:  # of an older numbering
            offset = 0
        now = asyncio.get_running_loop().time()
        self.interrupt("terminated by other getUpdates request; make sure that only one bot "
                       "instance is running")  # fmt: skip
        if self._previous_poll is not None and self._previous_poll[0] == offset:
            since = now - self._previous_poll[1]
            limit = 1 if since < 0.5 else limit
            seconds = max(seconds, int(REPEAT_HOLD)) if since < REPEAT_HOLD else seconds
        self._previous_poll = (offset, now)
        self._forget_below(offset)
        ends_at = now + seconds
        while True:
            found = self._from(offset, limit)
            left = ends_at - asyncio.get_running_loop().time()
            if found or left <= 0:
                return found
            await self._wait(left)

    def interrupt(self, words: str) -> None:
        """End the waiting poll, if there is one, with a conflict."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(conflict(words))

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None

    def _forget_below(self, offset: int) -> None:
        self._drop_expired()
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
        while self._waiting and offset > 0 and self._waiting[0].update_id < offset:
            self._waiting.popleft()

    def _drop_expired(self) -> None:
        # Lifetimes differ by kind, so an expired press may be behind a live message.
        now = self._clock()
        if any(each.expires_at <= now for each in self._waiting):
            self._waiting = deque(each for each in self._waiting if each.expires_at > now)

    def _from(self, offset: int, limit: int) -> list[Json]:
        again, self._repeated = self._repeated, []
        wanted = (each.update for each in self._waiting if offset <= 0 or each.update_id >= offset)
        found = list(itertools.islice(wanted, limit))
        if found and self.repeat_answers:
            self.repeat_answers -= 1
            self._repeated = found
        if found and self.reverse_answers:
            self.reverse_answers -= 1
            found.reverse()
        return again + found
