"""An export for the chat: made when it is delivered, part by part, and stored nowhere.

A part is only in memory, here and in the process that reads for it, because a file on disk would
hold customers' data outside the encrypted database.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

import msgspec

from bot.chat.outgoing import Export
from bot.reports.period import Period
from bot.reports.reading import Reader
from bot.reports.table import application_table, as_file
from bot.screens.exports import caption
from conversations.application import Application
from conversations.dhaka import day_in_dhaka
from conversations.extra_question import ExtraQuestion
from storage import Store
from storage.agents import Agent
from storage.caseloads import Place, place_of

_FEWEST_ROWS = 500  # in a part that Telegram still finds too large


@dataclass(frozen=True, slots=True)
class Part:
    """A file for a chat, the applications in it, and the rest to send after it."""

    name: str
    caption: str
    content: bytes = field(repr=False)
    about: tuple[str, ...]
    rest: Export | None


class Exports:
    """Parts are made one at a time for all requests, so memory stays bounded."""

    def __init__(
        self,
        store: Store,
        reader: Reader,
        clock: Callable[[], datetime],
        extra: Sequence[ExtraQuestion] = (),
    ) -> None:
        self._store = store
        self._reader = reader
        self._extra = extra
        self._clock = clock
        self._turn = asyncio.Semaphore(1)

    async def part(self, agent_id: int, asked: Export) -> Part | None:
        """The part; None when the person may not, or may no longer, have it."""
        agent, now = self._asker(agent_id, asked), self._clock()
        if agent is None:
            return None
        people = self._store.agents.looked_after_by(agent)
        making = partial(
            _made, asked=asked, asker=agent, people=people, extra=tuple(self._extra), now=now
        )
        async with self._turn:
            part = await self._reader.read(making)
        if not self._store.agents.still_looks(agent):  # a minute later, perhaps
            return await self.part(agent_id, asked)
        return part

    def _asker(self, agent_id: int, asked: Export) -> Agent | None:
        agent = self._store.agents.find(agent_id)
        return agent if agent and agent.may_export(is_masked=asked.is_masked) else None


def _made(
    store: Store,
    *,
    asked: Export,
    asker: Agent,
    people: Mapping[int, Agent],
    extra: Sequence[ExtraQuestion],
    now: datetime,
) -> Part:
    since = asked.since or now - timedelta(days=asked.days)
    until = asked.until or now
    after = Place(*asked.after) if asked.after else None
    found = store.caseloads.begun_since(people, since, until=asked.until, after=after)
    taken: list[Place] = []

    def take() -> Iterator[Application]:
        for application in islice(found, asked.most_rows):
            taken.append(place_of(application))
            yield application

    table = application_table(take(), people, is_masked=asked.is_masked, extra=extra)
    content = as_file(table, asked.format)
    rest = _rest(asked, since, taken[-1]) if next(found, None) else None
    is_whole = asked.part == 1 and not rest
    period = Period.between(since, until)
    words = caption(
        period.first,
        period.last,
        kind="masked" if asked.is_masked else "full",
        rows=len(taken),
        part=0 if is_whole else asked.part,
        made_at=now,
        made_by=asker.name,
        language=asker.language,
    )
    about = tuple(place.id for place in taken)
    return Part(_name(asked, now, is_whole=is_whole), words, content, about, rest)


def _rest(asked: Export, since: datetime, last: Place) -> Export:
    """What follows the part that ends with that place."""
    return msgspec.structs.replace(asked, part=asked.part + 1, since=since, after=astuple(last))


def smaller(asked: Export) -> Export | None:
    """The same in a smaller part, after Telegram refused this one; None at the smallest."""
    if asked.most_rows <= _FEWEST_ROWS:
        return None
    return msgspec.structs.replace(asked, most_rows=max(asked.most_rows // 4, _FEWEST_ROWS))


def _name(asked: Export, now: datetime, *, is_whole: bool) -> str:
    part = "" if is_whole else f"-part-{asked.part}"
    return f"applications-{day_in_dhaka(now)}{part}.{asked.format}"
