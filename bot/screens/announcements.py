"""An announcement: the question to its maker, what people get, and whom it reached. Pure."""

from collections.abc import Sequence

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Send
from bot.screens.phrases import clipped_name
from bot.texts import plain, say

LONGEST_TEXT = 1000  # characters
MOST_NAMES = 20


def announcement_question(number: int, count: int, name: str, text: str, language: str) -> Send:
    """Show the text as people will see it, and how many get it."""
    question = say(language, "announce-question", count=count)
    row = [
        menu_button(plain(language, "button-announce", count=count), "announce-now", str(number)),
        menu_button(plain(language, "button-keep-silent"), "announce-no", str(number)),
    ]
    return Send(text=f"{question}\n\n{announcement(name, text, language)}", keyboard=[row])


def announcement(name: str, text: str, language: str) -> str:
    """The text literally, under the name of its maker."""
    return say(language, "announcement", name=clipped_name(name), text=text)


def announced(total: int, missed: int, some: Sequence[str], language: str) -> str:
    """How many it has reached, and the names of `some` of those whom it has missed."""
    lines = [say(language, "announced", total=total, count=total - missed)]
    if some:
        names = [clipped_name(name) for name in some]
        lines.append(say(language, "announced-not", names=", ".join(names)))
    if missed > len(some):
        lines.append(say(language, "evening-more", count=missed - len(some)))
    return "\n".join(lines)
