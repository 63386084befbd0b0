"""Agents in the field: they answer the latest question, whatever happened in between."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from bot.sandbox.ekyc.register import load_register
from bot.sandbox.person import ImpossibleError, Person
from bot.sandbox.telegram.screen import Message
from bot.texts import plain
from bot.trial.example import Customer

CITIZENS = load_register().citizens

_NOTHING_CAME = 20.0  # seconds after which an agent asks for the current state
_REPEATED = 1.0  # seconds to wait for a message after a repeated prompt
#: Seconds without a step; the bot pauses for minutes when a service fails.
_PATIENCE = 600.0

#: In the order in which they are asked; the card comes when it has been read.
_ORDER = (
    "consent-question",
    "front.prompt",
    "back.prompt",  # only where one of both photos got lost
    "gender.prompt",
    "permanent_address.prompt",
    "mobile_number.prompt",
    "profession.prompt",
    "nominee.prompt",
    "nominee_relation.prompt",
    "selfie.prompt",
    "review-heading",
)
_KEYS = {
    plain("en", key): key for key in (*_ORDER, "card-heading", "card-misunderstood-next", "receipt")
}
_NAMED = ("receipt", "review-heading")  # these may be about another customer
_UNCLEAR = "It is being looked up"
_OFFER = "is not finished. Continue it"
_UNNAMED = plain("en", "draft-unnamed")
_WAITS = "is waiting for you"
_MENU = "Welcome back"

#: A photo during which the bot has died three times is refused unseen, whoever killed it.
_UNSEEN = plain("en", "picture-unopened")


@dataclass(slots=True)
class Withdrawal:
    """A customer was erased; `seen_at` is when the agent saw that, in monotonic seconds."""

    question: str
    proof: str
    seen_at: float

    @property
    def reference(self) -> str:
        return self.proof.partition("Erased: ")[2].partition(",")[0].lower()


@dataclass(slots=True)
class Registered:
    """What an agent knows about a customer from the chat."""

    customer: Customer
    agent: Person
    asked_again: list[str] = field(default_factory=list)
    failure: str = ""
    withdrawal: Withdrawal | None = None
    has_started_over: bool = False
    is_done: bool = False  # as far as the agent is concerned
    is_kept_back: bool = False  # the service held a record already, and the agent was asked
    next_question_at: str = ""  # of one that still waits at the end

    @property
    def name(self) -> str:
        return CITIZENS[self.customer.number].name_eng

    def verdicts(self, reference: str, name: str = "") -> list[Message]:
        """The verdicts on that application in the chat; of those only what names that customer."""
        heading = f"Passed: {name}"
        shown = self.agent.messages
        return [each for each in shown if heading in each.text and reference in each.text]


class FieldAgent:
    """`submits` is told each customer's number after the tap on Submit.

    `is_known` says whether the bot has more than a draft of a customer, `is_held` whether the
    service has one under the mobile number.
    """

    def __init__(
        self,
        person: Person,
        other_phone: Person,
        *,
        submits: Callable[[str], Awaitable[None]],
        is_known: Callable[[Registered], bool],
        is_held: Callable[[Registered], Awaitable[bool]],
    ) -> None:
        self.person = person
        self._other_phone = other_phone
        self._submits = submits
        self._is_known = is_known
        self._is_held = is_held
        self._restores = 0
        self.registered: dict[str, Registered] = {}
        self.again: list[Customer] = []
        self._answered: set[int] = set()
        self._ignored: set[int] = set()

    async def registers(self, customer: Customer) -> Registered:
        """Register the customer up to the receipt, or to the message that it is being looked up."""
        known = Registered(customer, self.person)
        known.has_started_over = customer.mobile_number in self.registered
        self.registered[customer.mobile_number] = known
        try:
            async with asyncio.timeout(_PATIENCE) as patience:
                while not await self._register(known, patience) and not self._is_known(known):
                    known.has_started_over = True
                    known.asked_again.clear()
        except TimeoutError:
            known.failure = f"not registered in time:\n{self.person.transcript(12)}"
        if any(_UNSEEN in each.text for each in self.person.messages):
            known.asked_again = [one for one in known.asked_again if "photo" not in one]
        known.is_done = True
        return known

    async def withdraws(self, mobile_number: str) -> None:
        """Erase that customer, from another phone of the same agent."""
        known, phone = self.registered[mobile_number], self._other_phone
        try:
            await phone.says(f"/erase {mobile_number}")
            question = await phone.sees("for good?")
            await phone.taps(plain("en", "button-erase"), on=question)
            proof = await phone.sees("Erased: ")
        except (AssertionError, ImpossibleError) as error:
            known.failure = f"not erased: {error}"
            return
        known.withdrawal = Withdrawal(question.text, proof.text, time.monotonic())

    def starts_over(self) -> None:
        """After a restore: whatever is under way is entered from the beginning."""
        self._restores += 1
        # Of what was tapped since the copy the bot knows nothing.
        self._answered -= {each.message_id for each in self._offers()}
        for known in self.registered.values():
            is_over = known.withdrawal or known.is_kept_back or self._is_known(known)
            if not is_over and known.is_done and known.customer not in self.again:
                self.again.append(known.customer)

    async def _register(self, known: Registered, patience: asyncio.Timeout) -> bool:
        """Whether it came to an end before a restore; each step gives new patience."""
        restores = self._restores
        began = await self.person.says("/new")
        furthest, moved_at, resumed_at = -1, time.monotonic(), 0
        while True:
            await self.looks()
            await self.answers_news()
            if known.withdrawal or known.is_kept_back or restores != self._restores:
                return restores == self._restores
            is_begun, is_resumed = furthest >= 0, resumed_at > 0
            key, message = self._newest(
                began.message_id, known.name, is_begun=is_begun, is_resumed=is_resumed
            )
            if key in {"receipt", "unclear"} or (
                key == "review-heading" and known.has_started_over and self._is_known(known)
            ):
                return True
            if message is None or message.message_id in self._answered:
                if time.monotonic() - moved_at > _NOTHING_CAME:
                    moved_at = time.monotonic()
                    # A form without consent is not offered again, so begin once more.
                    said = [each for each in self.person.messages if each.from_bot]
                    is_unbegun = furthest <= 0 and bool(said) and _MENU in said[-1].text
                    resumed_at = (
                        await self.person.says("/new" if is_unbegun else "/start")
                    ).message_id
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
                if place > furthest:
                    patience.reschedule(asyncio.get_running_loop().time() + _PATIENCE)
                furthest = -1 if key == "offer" else max(furthest, place)
                moved_at = time.monotonic()
                # What follows "Continue" is what the bot really asks, as after a /start.
                resumed_at = message.message_id if key == "offer of this one" else 0

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
        if key == "review-heading":
            await self._submits(known.customer.mobile_number)
        return True

    async def looks(self, seconds: float = 0.1) -> None:
        await self.person.looks(seconds)

    async def answers_news(self) -> None:
        """Tap every offered "Send again" once, and what the agent decides about known persons.

        The citizens come again with other mobile numbers: these are submitted.
        """
        for message in self._unanswered():
            await self._takes("button-send-again", message)
            if not _has(plain("en", "button-keep-back"), message):
                continue
            named = [one for one in self.registered.values() if one.name in message.text]
            if not await self._is_held(named[-1]):
                await self._takes("button-submit-anyway", message)
            elif await self._takes("button-keep-back", message):
                named[-1].is_kept_back = True

    async def turns_to_what_waits(self) -> None:
        """With no customer at hand, tap every "Continue" of one who waits once."""
        for message in self._unanswered():
            if _WAITS in message.text:
                await self._taps(message.buttons[0][0], message)

    def is_asked(self) -> bool:
        """Whether a customer waits for this agent."""
        return bool(self._unanswered())

    def _offers(self) -> list[Message]:
        """What is still asked about customers, besides the prompts of a form."""
        words = {plain("en", "button-send-again"), plain("en", "button-keep-back")}
        return [
            each
            for each in self.person.messages
            if each.buttons
            and (_WAITS in each.text or any(words & set(row) for row in each.buttons))
        ]

    def _unanswered(self) -> list[Message]:
        return [each for each in self._offers() if each.message_id not in self._answered]

    async def _takes(self, key: str, message: Message) -> bool:
        """Tap the button if the message has it; whether it was there in time."""
        words = plain("en", key)
        return _has(words, message) and await self._taps(words, message)

    async def _taps(self, words: str, message: Message) -> bool:
        try:
            await self.person.taps(words, on=message, timeout=1)
        except (AssertionError, ImpossibleError):
            return False  # the button was taken away meanwhile
        self._answered.add(message.message_id)
        return True

    def _newest(
        self, after: int, name: str, *, is_begun: bool, is_resumed: bool
    ) -> tuple[str, Message | None]:
        """What is asked about this customer, or for want of one about another."""
        # A new form asks for consent first: another prompt is a second copy for the one before.
        is_new = not is_begun and not is_resumed
        # An older copy may not know this form.
        is_gone = is_begun and is_resumed and self._restores > 0
        for message in reversed(self.person.messages):
            if message.message_id <= after:
                break
            if not message.from_bot or message.message_id in self._ignored:
                continue
            if _UNCLEAR in message.text and name in message.text:
                return "unclear", message
            is_own = is_begun and (name in message.text or _UNNAMED in message.text)
            if _OFFER in message.text and is_own:
                return "offer of this one", message
            if _OFFER in message.text and (is_gone or not is_begun):
                return "offer", message
            key = next((key for words, key in _KEYS.items() if words in message.text), None)
            is_of_before = is_new and key in _ORDER[1:]
            if key and not is_of_before and (key not in _NAMED or name in message.text):
                return key, message
        return "", None

    def _ways(self, customer: Customer) -> Mapping[str, Callable[[Message], Awaitable[object]]]:
        person = self.person

        def taps(words: str) -> Callable[[Message], Awaitable[object]]:
            return lambda message: person.taps(plain("en", words), on=message, timeout=1)

        return {
            "consent-question": taps("button-agree"),
            "front.prompt": lambda _: person.sends_album(customer.front, customer.back),
            "back.prompt": lambda _: person.sends_photo(customer.back),
            "card-heading": taps("button-all-correct"),
            "card-misunderstood-next": taps("button-read-again"),
            "gender.prompt": taps(f"gender-{customer.gender}"),
            "permanent_address.prompt": taps("permanent_address-same"),
            "mobile_number.prompt": lambda _: person.says(customer.mobile_number),
            "profession.prompt": taps(f"profession-{customer.profession}"),
            "nominee.prompt": lambda _: person.says(customer.nominee),
            "nominee_relation.prompt": taps(f"nominee_relation-{customer.nominee_relation}"),
            "selfie.prompt": lambda _: person.sends_photo(customer.selfie),
            "review-heading": taps("button-submit"),
            "offer": taps("button-new"),
            "offer of this one": lambda message: person.taps(message.buttons[0][0], on=message),
        }


def _has(button: str, message: Message) -> bool:
    return any(button in row for row in message.buttons)
