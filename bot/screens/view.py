"""The chat in which a form is drawn. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.incoming import ButtonPressed
from conversations.organisation import NAMELESS, Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """In which language and of which organisation, and what the chat shows already.

    `pressed` is the button that is answered, if one is. `prompt_id` is the message that asked the
    answered question; `is_active` says whether the agent's typing is about this application;
    `is_named` has the customer's name above the question. `taken` are the answers above a prompt
    that has yet to be sent, which a new prompt replaces, and `problems` what it says was wrong,
    each with its question; `armed` is the message that loses its buttons to that prompt. What is
    wrong with a text that `is_answer` is said only until something else is heard, which what an
    errand reports, an `is_reply`, is not.
    """

    language: str
    organisation: Organisation = NAMELESS
    pressed: ButtonPressed | None = None
    prompt_id: int | None = None
    is_active: bool = True
    is_named: bool = False
    taken: Sequence[str] = ()
    problems: Sequence[tuple[str, str]] = ()
    armed: int | None = None
    is_answer: bool = False
    is_reply: bool = False
