"""One customer's registration as an agent does it: read the question, answer it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot import sandbox
from bot.sandbox.person import Person
from bot.texts import plain
from conversations.options import option_named
from conversations.questions import FORM, QUESTIONS, Question, asked_of

SPECIMENS = Path(sandbox.__file__).parent / "specimens"

_PATIENCE = 60.0  # seconds; reading a card takes some time


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A made-up person with the agent; `number` is the specimen's.

    The answers have the keys of their questions; those of a choice are keys of its options.
    """

    number: int
    gender: str = "male"
    permanent_address: str = "same"
    mobile_number: str
    profession: str = "business"
    nominee: str = "Ambia Khatun"
    nominee_relation: str = "mother"
    is_nominee_on_card: bool = False  # then the name is taken from there, with one tap
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
    """What happens at a step when nobody watches."""


async def register(
    agent: Person,
    customer: Customer,
    language: str = "en",
    *,
    at_step: Callable[[str], Awaitable[None]] = look_on,
    is_tapped: bool = False,
) -> None:
    """Register the customer in the agent's chat, up to the receipt.

    A customer whom the service has already is submitted anyway. `at_step` is called with the name
    of each step; `is_tapped` says whether the agent begins with the button that the chat offers.
    Raises AssertionError with the chat when the bot asks nothing that can be answered.
    """

    ways: dict[str, Callable[[], Awaitable[object]]] = {
        "consent-question": lambda: _tap(agent, "agree", language),
        "front.prompt": lambda: agent.sends_album(customer.front, customer.back),
        "card-heading": lambda: _tap(agent, "all-correct", language),
        "selfie.prompt": lambda: agent.sends_photo(customer.selfie),
    }
    of_form = {
        f"{key}.prompt": partial(_answer, agent, customer, QUESTIONS[key], language)
        for key in asked_of(FORM)
    }
    ways |= of_form
    keys = {plain(language, key): key for key in (*ways, "review-heading")}
    await (_tap(agent, "new", language) if is_tapped else agent.says("/new"))
    while True:
        words = await agent.sees_one_of(*keys, timeout=_PATIENCE)
        key = keys[words]
        await at_step(key.partition(".")[0].partition("-")[0])
        if key == "review-heading":
            break
        await ways[key]()
        if key in of_form:
            # Not looked for again: a bot that takes over may repeat what is being answered.
            del keys[words]
    await _submit(agent, language)
    await at_step("receipt")


async def _answer(agent: Person, customer: Customer, question: Question, language: str) -> None:
    answer = getattr(customer, question.key)
    if question.key == "nominee" and customer.is_nominee_on_card:
        relation = plain(language, f"nominee_relation-{customer.nominee_relation}")
        await agent.taps(f"{relation}: ")
    elif option_named(question.options, answer):
        await agent.taps(plain(language, f"{question.key}-{answer}"))
    else:
        await agent.says(answer)


async def _submit(agent: Person, language: str) -> None:
    """Submit it, anyway if the service has the customer, and wait for the receipt."""
    await _tap(agent, "submit", language)
    received, found = plain(language, "receipt"), plain(language, "found-question")
    while await agent.sees_one_of(found, edited=[received], timeout=_PATIENCE) == found:
        await _tap(agent, "submit-anyway", language)


async def _tap(agent: Person, button: str, language: str) -> None:
    await agent.taps(plain(language, f"button-{button}"))
