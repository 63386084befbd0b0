"""The people of the trial: two agents and their supervisor, each with a chat on the page."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.sandbox.person import Person
from bot.texts import plain
from bot.trial.processes import Trial
from storage.agents import Role

_PATIENCE = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Chair:
    """A made-up person; the full names are by language, and the first word is the first name."""

    user_id: int
    role: Role
    names: Mapping[str, str]


RAHIM = Chair(1001, Role.AGENT, {"en": "Rahim Uddin", "bn": "রহিম উদ্দিন"})
KARIMA = Chair(1002, Role.AGENT, {"en": "Karima Begum", "bn": "করিমা বেগম"})
SALMA = Chair(1003, Role.SUPERVISOR, {"en": "Salma Akter", "bn": "সালমা আক্তার"})
CHAIRS = (RAHIM, KARIMA, SALMA)


@asynccontextmanager
async def admitted(trial: Trial, language: str) -> AsyncIterator[Sequence[Person]]:
    """Everybody, admitted by an invitation of their own, in the order of `CHAIRS`."""
    links = await asyncio.gather(
        *(trial.invite(each.names[language], each.role) for each in CHAIRS)
    )
    async with AsyncExitStack() as stack:
        people = []
        for chair, link in zip(CHAIRS, links, strict=True):
            name = chair.names[language]
            first, _, last = name.partition(" ")
            person = Person(trial.telegram_url, chair.user_id, first, language, last_name=last)
            people.append(await stack.enter_async_context(person))
            await person.opens(link)
        for chair, person in zip(CHAIRS, people, strict=True):
            key = "welcome" if chair.role is Role.AGENT else f"welcome-{chair.role}"
            welcome = plain(language, key, name=chair.names[language])
            await person.sees(welcome.splitlines()[0], timeout=_PATIENCE)
        yield people


def page_of(trial: Trial, language: str) -> str:
    """The address of the page with all chats side by side."""
    query = [("agent", each.user_id) for each in CHAIRS] + [("language", language)]
    return f"{trial.telegram_url}/?{urlencode(query)}"
