"""An announcement: the question to its maker, what people get, and whom it reached. Pure."""

from collections.abc import Sequence

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Send
from bot.screens.phrases import clipped
from bot.texts import plain, say

LONGEST_TEXT = 1000  # characters
_LONGEST_NAME = 40
_MOST_NAMES = 20


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
    return say(language, "announcement", name=clipped(name, _LONGEST_NAME), text=text)


def announced(total: int, missed: Sequence[str], language: str) -> str:
    """How many it has reached, and the names of some of the others."""
    lines = [say(language, "announced", total=total, count=total - len(missed))]
    if missed:
        names = [clipped(name, _LONGEST_NAME) for name in missed[:_MOST_NAMES]]
        lines.append(say(language, "announced-not", names=", ".join(names)))
    if len(missed) > _MOST_NAMES:
        lines.append(say(language, "evening-more", count=len(missed) - _MOST_NAMES))
    return "\n".join(lines)
