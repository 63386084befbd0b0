"""Agents in the field: they answer the latest question, whatever happened in between."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from bot.sandbox.ekyc.register import load_register
from bot.sandbox.person import ImpossibleError, Person
from bot.sandbox.telegram.screen import Message
from bot.texts import plain
from bot.trial.example import Customer

CITIZENS = load_register().citizens

_NOTHING_CAME = 12.0  # seconds after which an agent asks for the current state
_REPEATED = 1.0  # seconds to wait for a message after a repeated prompt
_PATIENCE = 600.0  # seconds for one customer; the bot pauses for minutes when a service fails

#: In the order in which they are asked; the card comes when it has been read.
_ORDER = (
    "consent-question",
    "front.prompt",
    "gender.prompt",
    "permanent_address.prompt",
    "mobile_number.prompt",
    "profession.prompt",
    "nominee.prompt",
    "nominee_relation.prompt",
    "selfie.prompt",
    "review-heading",
)
_KEYS = {plain("en", key): key for key in (*_ORDER, "card-heading", "receipt")}
_UNCLEAR = "It is being looked up"


@dataclass(slots=True)
class Registered:
    """What an agent knows about a customer from the chat."""

    customer: Customer
    agent: Person
    asked_again: list[str] = field(default_factory=list)
    failure: str = ""

    @property
    def name(self) -> str:
        return CITIZENS[self.customer.number].name_eng

    def verdicts(self, reference: str) -> list[Message]:
        """The verdicts on that application in the chat."""
        shown = self.agent.messages
        return [each for each in shown if "Passed: " in each.text and reference in each.text]


class FieldAgent:
    def __init__(self, person: Person) -> None:
        self.person = person
        self._answered: set[int] = set()
        self._ignored: set[int] = set()

    async def registers(self, customer: Customer) -> Registered:
        """Register the customer up to the receipt, or to the message that it is being looked up."""
        known = Registered(customer, self.person)
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._register(known)
        except TimeoutError:
            known.failure = f"not registered in time:\n{self.person.transcript(12)}"
        return known

    async def _register(self, known: Registered) -> None:
        began = await self.person.says("/new")
        furthest, moved_at, resumed_at = -1, time.monotonic(), 0
        while True:
            await self.looks()
            await self.sends_again()
            key, message = self._newest(began.message_id, known.name)
            if key in {"receipt", "unclear"}:
                return
            if message is None or message.message_id in self._answered:
                if time.monotonic() - moved_at > _NOTHING_CAME:
                    moved_at = time.monotonic()
                    resumed_at = (await self.person.says("/start")).message_id
                continue
            place = _ORDER.index(key) if key in _ORDER else furthest
            if place < furthest and not self._is_news(message, resumed_at):
                # The second copy of a prompt may overtake what follows the first; the bot says
                # again what it really asks.
                self._ignored.add(message.message_id)
                resumed_at = resumed_at or (await self.person.says("/start")).message_id
                continue
            if place < furthest:
                known.asked_again.append(f"{key}:\n{self.person.transcript(12)}")
            if await self._answers(key, message, known, is_repeated=place == furthest):
                furthest, moved_at, resumed_at = max(furthest, place), time.monotonic(), 0

    def _is_news(self, message: Message, resumed_at: int) -> bool:
        """Whether it was shown after every answer, as the reply to a /start."""
        return message.message_id > max(self._answered, default=0) and (
            0 < resumed_at < message.message_id
        )

    async def _answers(
        self, key: str, message: Message, known: Registered, *, is_repeated: bool
    ) -> bool:
        """Answer the prompt; after a repeated one, wait for what follows first."""
        if is_repeated and key in _ORDER:
            await self.looks(_REPEATED)
            if self.person.last_message.message_id != message.message_id:
                return False
        try:
            await self._ways(known.customer)[key](message)
        except (AssertionError, ImpossibleError):
            return False  # the button was taken away meanwhile
        self._answered.add(message.message_id)
        return True

    async def looks(self, seconds: float = 0.1) -> None:
        await self.person.does_not_see("\0", within=seconds)

    async def sends_again(self) -> None:
        """Tap every offered "Send again" once."""
        words = plain("en", "button-send-again")
        for message in self.person.messages:
            offered = any(words in row for row in message.buttons)
            if offered and message.message_id not in self._answered:
                with contextlib.suppress(AssertionError, ImpossibleError):
                    await self.person.taps(words, on=message, timeout=1)
                    self._answered.add(message.message_id)

    def _newest(self, after: int, name: str) -> tuple[str, Message | None]:
        for message in reversed(self.person.messages):
            if message.message_id <= after:
                break
            if not message.from_bot or message.message_id in self._ignored:
                continue
            if _UNCLEAR in message.text and name in message.text:
                return "unclear", message
            key = next((key for words, key in _KEYS.items() if words in message.text), None)
            if key and (key != "receipt" or name in message.text):
                return key, message
        return "", None

    def _ways(self, customer: Customer) -> Mapping[str, Callable[[Message], Awaitable[object]]]:
        person = self.person

        def taps(words: str) -> Callable[[Message], Awaitable[object]]:
            return lambda message: person.taps(plain("en", words), on=message, timeout=1)

        return {
            "consent-question": taps("button-agree"),
            "front.prompt": lambda _: person.sends_album(customer.front, customer.back),
            "card-heading": taps("button-all-correct"),
            "gender.prompt": taps(f"gender-{customer.gender}"),
            "permanent_address.prompt": taps("permanent_address-same"),
            "mobile_number.prompt": lambda _: person.says(customer.mobile_number),
            "profession.prompt": taps(f"profession-{customer.profession}"),
            "nominee.prompt": lambda _: person.says(customer.nominee),
            "nominee_relation.prompt": taps(f"nominee_relation-{customer.nominee_relation}"),
            "selfie.prompt": lambda _: person.sends_photo(customer.selfie),
            "review-heading": taps("button-submit"),
        }
