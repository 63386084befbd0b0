"""One customer's registration as an agent does it: look at what is asked, answer it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot import sandbox
from bot.sandbox.person import Person
from bot.texts import plain

SPECIMENS = Path(sandbox.__file__).parent / "specimens"

_PATIENCE = 60.0  # seconds; reading a card takes its time


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A made-up person who stands beside the agent; `number` is the one of the specimen."""

    number: int
    gender: str = "male"  # keys of conversations.options
    mobile_number: str
    profession: str = "business"
    nominee: str = "Ambia Khatun"
    nominee_relation: str = "mother"
    selfie_of: int | None = None  # somebody else's face, for a failed verdict

    @property
    def front(self) -> Path:
        return SPECIMENS / "photos" / f"{self.number:02}_front.jpg"

    @property
    def back(self) -> Path:
        return SPECIMENS / "photos" / f"{self.number:02}_back.jpg"

    @property
    def selfie(self) -> Path:
        shown = self.number if self.selfie_of is None else self.selfie_of
        return SPECIMENS / "selfies" / f"{shown:02}_a.jpg"


async def look_on(step: str) -> None:
    """What happens when a step has come up and nobody watches."""


async def register(
    agent: Person,
    customer: Customer,
    language: str = "en",
    *,
    at_step: Callable[[str], Awaitable[None]] = look_on,
) -> None:
    """Register the customer in the agent's chat, up to the receipt.

    `at_step` hears the name of each step when it has come up. Raises AssertionError with the chat
    when the bot does not ask what can be answered.
    """

    async def picks(question: str, option: str) -> None:
        await agent.taps(plain(language, f"{question}-{option}"))

    async def taps(button: str) -> None:
        await agent.taps(plain(language, f"button-{button}"))

    answers: Mapping[str, Callable[[], Awaitable[object]]] = {
        "consent-question": lambda: taps("agree"),
        "front.prompt": lambda: agent.sends_album(customer.front, customer.back),
        "card-heading": lambda: taps("all-correct"),
        "gender.prompt": lambda: picks("gender", customer.gender),
        "permanent_address.prompt": lambda: picks("permanent_address", "same"),
        "mobile_number.prompt": lambda: agent.says(customer.mobile_number),
        "profession.prompt": lambda: picks("profession", customer.profession),
        "nominee.prompt": lambda: agent.says(customer.nominee),
        "nominee_relation.prompt": lambda: picks("nominee_relation", customer.nominee_relation),
        "selfie.prompt": lambda: agent.sends_photo(customer.selfie),
        "review-heading": lambda: taps("submit"),
    }
    keys = {plain(language, key): key for key in (*answers, "receipt")}
    await agent.says("/new")
    while True:
        key = keys[await agent.sees_one_of(*keys, timeout=_PATIENCE)]
        await at_step(key.partition(".")[0].partition("-")[0])
        if key == "receipt":
            return
        await answers[key]()
