"""The places that an application has in a chat: a newer message there replaces the older one."""

from dataclasses import dataclass
from enum import StrEnum

from bot.chat.outgoing import AnyOutgoing


class Place(StrEnum):
    """The place of a message in its application; a newer one at that place replaces it."""

    PROMPT = "prompt"  # the current question
    PROBLEM = "problem"  # what is wrong with an answer, above a question that fills the screen
    PROGRESS = "progress"  # the progress of the reading or the submission
    RECEIPT = "receipt"  # the receipt, until the verdict
    DETAIL = "detail"  # the whole application
    ANSWER = "answer"  # the answer to a question, or the question that it answered


@dataclass(frozen=True, slots=True)
class Shown:
    """A message about an application, and its place if later messages refer to it."""

    message: AnyOutgoing
    place: Place | None = None
    question: str = ""  # which one, at the place of an answer
    instead_of: Place | None = None  # it is written into the message at that place
