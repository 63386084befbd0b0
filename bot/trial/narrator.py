"""What is said in the chats of a trial, for a terminal: a short line for each message."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import click

from bot.sandbox.person import Person
from bot.sandbox.telegram.screen import Message

_WIDEST = 100  # columns; a longer line is not read at a glance


@asynccontextmanager
async def narrating(people: Sequence[Person]) -> AsyncIterator[Callable[[], None]]:
    """Print what is said in the chats of these people during the block.

    Yields a function that prints at once what these people have seen so far.
    """
    told: dict[tuple[int, int], str] = {}  # the line, by person and message; an edit may change it

    def tell() -> None:
        for person in people:
            for message in sorted(person.messages, key=lambda each: each.changed):
                key = person.user_id, message.message_id
                line = line_of(message, person.first_name)
                if told.get(key) != line:
                    told[key] = line
                    click.echo(line)

    is_over = asyncio.Event()

    async def follow(person: Person) -> None:
        while not is_over.is_set():  # the HTTP client may swallow a cancellation
            tell()
            await person.waits_for_news()

    chats = [asyncio.create_task(follow(each)) for each in people]
    try:
        yield tell
    finally:
        is_over.set()
        for chat in chats:
            chat.cancel()
        await asyncio.gather(*chats, return_exceptions=True)


def line_of(message: Message, name: str) -> str:
    """The message in one line as wide as the terminal: who to whom, and how it begins."""
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    who = f"bot → {name}" if message.from_bot else name
    kind = "(photo)" if message.has_photo else "(file)" if message.has_document else ""
    said = " ".join(f"{kind} {message.text}".split())
    head = f"{who:>14}: "
    space = width - len(head)
    if len(said) > space:
        said = said[: space - 1].rstrip() + "…"
    return click.style(head, fg="green" if message.from_bot else "cyan") + said
