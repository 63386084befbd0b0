"""What one person's Telegram has shown so far, as a list of events to wait for."""

import asyncio

from bot.sandbox.telegram.errors import Json


class Journal:
    """
    Events of one person's chats, numbered from 1.

    Kinds: message, edit, delete, answer (to a press), action (typing and the like), keyboard,
    reaction, member (the bot's place in a chat).
    """

    def __init__(self) -> None:
        self._events: list[Json] = []
        self._readers: set[asyncio.Future[None]] = set()

    @property
    def cursor(self) -> int:
        """The number of the newest event, 0 before the first."""
        return len(self._events)

    def note(self, kind: str, **content: object) -> int:
        self._events.append({"number": len(self._events) + 1, "kind": kind, **content})
        for reader in self._readers:
            if not reader.done():
                reader.set_result(None)
        return self.cursor

    async def after(self, cursor: int, wait: float) -> list[Json]:
        """The events after number `cursor`, waiting up to `wait` seconds for the first."""
        if cursor >= self.cursor and wait > 0:
            reader = asyncio.get_running_loop().create_future()
            self._readers.add(reader)
            try:
                async with asyncio.timeout(wait):
                    await reader
            except TimeoutError:
                pass
            finally:
                self._readers.discard(reader)
        return self._events[max(cursor, 0) :]
