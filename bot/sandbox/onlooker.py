"""What a person sees in the chat with the bot, and waits for."""

# ruff: noqa: ASYNC109  # each time-out is a person's patience with one wait

import time
from collections.abc import Sequence

from bot.sandbox.line import LONGEST_POLL, Line
from bot.sandbox.telegram.screen import Message, Screen

PATIENCE = 30.0  # seconds that a person waits for something to tap
LONG_PATIENCE = 90.0  # seconds for words: a photo takes half a minute on a machine with other work
RECENT = 15  # messages in the transcript of a failure


class Onlooker:
    """Somebody who looks at their phone; every wait updates what they see."""

    def __init__(self, first_name: str, screen: Screen, line: Line) -> None:
        self.first_name = first_name
        self.screen = screen
        self._line = line

    async def sees(self, words: str, timeout: float = LONG_PATIENCE) -> Message:
        """Wait for a message of the bot, new or edited since this person last acted.

        A toast counts as well. Raises AssertionError with the chat if it does not come in time.
        """
        ends_at = time.monotonic() + timeout
        while (found := self.screen.find_text(words, self._line.mark)) is None:
            await self._waits(ends_at, f"does not see {words!r}")
        return found

    async def sees_one_of(
        self, *choices: str, edited: Sequence[str] = (), timeout: float = LONG_PATIENCE
    ) -> str:
        """Wait for a new message with any of these words; returns the words.

        The words `edited` count in an edited message as well.
        """
        ends_at = time.monotonic() + timeout
        await self._line.looks()
        while True:
            for words in (*choices, *edited):
                if self.screen.find_text(words, self._line.mark, is_new=words not in edited):
                    return words
            await self._waits(ends_at, f"sees none of {(*choices, *edited)!r}")

    async def looks(self, seconds: float) -> None:
        """Look at the chat for that long, whatever comes."""
        ends_at = time.monotonic() + seconds
        while (left := ends_at - time.monotonic()) > 0:
            await self._line.looks(left)

    async def waits_for_news(self) -> None:
        """Look at the chat until something happens in it, for some seconds at most."""
        await self._line.looks(LONGEST_POLL)

    async def does_not_see(self, words: str, within: float = 1.0) -> None:
        """Raise AssertionError if the words appear within this many seconds."""
        ends_at = time.monotonic() + within
        while (left := ends_at - time.monotonic()) > 0:
            await self._line.looks(left)
            if self.screen.find_text(words, self._line.mark):
                raise AssertionError(self._failure(f"sees {words!r}"))

    async def gets_answer(self, press: str, timeout: float = PATIENCE) -> str:
        """Wait until the bot has answered this press; the words of the toast, "" for none."""
        ends_at = time.monotonic() + timeout
        while press not in self.screen.answers:
            await self._waits(ends_at, "gets no answer to the press")
        return self.screen.answers[press].text

    async def sees_reaction(self, emoji: str, on: Message, timeout: float = PATIENCE) -> None:
        """Wait until the bot's reaction to the message is this one, or none for ""."""
        ends_at = time.monotonic() + timeout
        while "".join(self.screen.reactions.get(on.message_id, [])) != emoji:
            await self._waits(ends_at, f"does not see {emoji or 'a reaction go'} on its message")

    async def sees_bot_leave(self, group: int, timeout: float = PATIENCE) -> None:
        """Wait until the bot has left this group."""
        ends_at = time.monotonic() + timeout
        while group not in self.screen.groups_left:
            await self._waits(ends_at, "does not see the bot leave the group")

    async def commands(self) -> dict[str, str]:
        """The commands in the bot's menu and their descriptions, as this person sees them."""
        return {each["command"]: each["description"] for each in await self._line.menu()}

    async def opens_photo(self, message: Message) -> bytes:
        """The photo of that message as a file."""
        return await self._line.fetches(message.photo)

    @property
    def messages(self) -> list[Message]:
        """The private chat as last seen, oldest first, without what was deleted."""
        return self.screen.messages

    @property
    def last_message(self) -> Message:
        """The newest message of the bot as last seen."""
        message = self.screen.newest_of_bot()
        if message is None:
            raise AssertionError(self._failure("has no message of the bot"))
        return message

    @property
    def toasts(self) -> list[str]:
        """The words of all answers to presses as last seen, oldest first."""
        return self.screen.toasts

    def transcript(self, last: int = 0) -> str:
        """The chat as last seen, in plain text; only the `last` messages if that is not 0."""
        return self.screen.transcript(last)

    def _failure(self, what: str) -> str:
        return f"{self.first_name} {what}. The chat:\n{self.transcript(RECENT)}"

    async def _waits(self, ends_at: float, failure: str) -> None:
        """Wait until something new comes; AssertionError after the time-out."""
        left = ends_at - time.monotonic()
        if left <= 0:
            raise AssertionError(self._failure(failure))
        await self._line.looks(left)
