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


async def nothing_more() -> None:
    """What happens between two steps when nobody watches."""


async def register(
    agent: Person,
    customer: Customer,
    language: str = "en",
    *,
    after_step: Callable[[], Awaitable[None]] = nothing_more,
    until: str = "receipt",
) -> None:
    """Register the customer in the agent's chat, up to the text named by `until`.

    Raises AssertionError with the chat when the bot does not ask what can be answered.
    """

    def says(key: str) -> str:
        return plain(language, key)

    async def picks(question: str, option: str) -> None:
        await agent.taps(says(f"{question}-{option}"))

    steps: Mapping[str, Callable[[], Awaitable[object]]] = {
        says("consent-question"): lambda: agent.taps(says("button-agree")),
        says("front.prompt"): lambda: agent.sends_album(customer.front, customer.back),
        says("card-heading"): lambda: agent.taps(says("button-all-correct")),
        says("gender.prompt"): lambda: picks("gender", customer.gender),
        says("permanent_address.prompt"): lambda: picks("permanent_address", "same"),
        says("mobile_number.prompt"): lambda: agent.says(customer.mobile_number),
        says("profession.prompt"): lambda: picks("profession", customer.profession),
        says("nominee.prompt"): lambda: agent.says(customer.nominee),
        says("nominee_relation.prompt"): lambda: picks(
            "nominee_relation", customer.nominee_relation
        ),
        says("selfie.prompt"): lambda: agent.sends_photo(customer.selfie),
        says("review-heading"): lambda: agent.taps(says("button-submit")),
    }
    await agent.says("/new")
    while True:
        asked = await agent.sees_one_of(says(until), *steps, timeout=_PATIENCE)
        await after_step()
        if asked == says(until):
            return
        await steps[asked]()
