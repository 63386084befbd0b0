"""What can happen to an application, in the past tense.

Agents' events may come at any time, twice, or from a button of last week; none may do
harm then. What errands report is in `conversations.replies`.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from conversations.application import FIRST_WORDING
from conversations.replies import Replied

#: After that time an agent no longer looks at the screen for what follows.
GLANCE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What the outside world adds to an event: the time (aware, UTC) and a fresh ticket.

    `wording` is the version of the consent's text that is shown at that time.
    """

    now: datetime
    ticket: str
    wording: str = FIRST_WORDING

    def is_soon_after(self, time: datetime) -> bool:
        """Whether the agent still looks at what was shown then."""
        return abs(self.now - time) < GLANCE  # negative if the clock was set back


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """The agent comes back to the application, and wants to see the current state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """Something else was shown below the question, which is asked again as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSent:
    """A text; `is_early` when it was sent before the current question had been shown.

    `replies_to` is set if it replies to a message that is neither a question nor an answer;
    `replied_text` is what that message says. A `forwarded` one is in somebody else's words.
    """

    text: str = field(repr=False)
    message_id: int
    forwarded: bool = False
    replies_to: int | None = None
    replied_text: str = field(default="", repr=False)
    is_early: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCorrected:
    """A text sent as a reply to an earlier answer, or to the message that asked for it."""

    question: str
    text: str = field(repr=False)
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextEdited:
    """An earlier message was edited; it corrects its own field or nothing.

    The words under a photo come as well when only the photo was replaced.
    """

    text: str = field(repr=False)
    message_id: int
    is_caption: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoSent:
    """A picture, sent as a photo or as a file; `album` is shared by pictures sent together.

    `message_id` is its message in the agent's chat.
    """

    file_id: str = field(repr=False)
    unique_id: str = field(repr=False)
    forwarded: bool = False
    is_file: bool = False
    album: str | None = None
    message_id: int | None = None
    caption: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StraySent:
    """Something no question accepts: `kind` is sticker, voice, video, pdf, too-large, ..."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAsked:
    """The agent wants to cancel the registration; nothing is erased before the second yes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictAsked:
    """The agent wants the service to be asked now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SidesSwapped:
    """The picture taken as the front shows the back.

    `front` is the ticket of the front picture when the button was drawn: the button stays valid
    whatever else is answered meanwhile, and pressed twice it swaps once.
    """

    front: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button; `version` says which state of the application it was drawn for."""

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven(Pressed):
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(Pressed):
    """The customer said no, or the agent confirmed the cancel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stayed(Pressed):
    """The cancel was a mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen(Pressed):
    question: str
    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeChosen(Pressed):
    """The nominee is the person whom that field of the card names."""

    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherChosen(Pressed):
    """None of the options fits; the answer will be typed."""

    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(Pressed):
    """The existing answer stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingTaken(Pressed):
    """The agent prefers the value read from the card to the typed one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarcodeTaken(Pressed):
    """The agent finds that the barcode is right about that field."""

    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingUpheld(Pressed):
    """The agent finds that the field was read rightly, whatever the barcode says."""

    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WentBack(Pressed):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class EditChosen(Pressed):
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardConfirmed(Pressed):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureInsisted(Pressed):
    """The agent uses the photo that was refused."""

    slot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRepeated(Pressed):
    """The agent wants the same two pictures read once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(Pressed):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedAgain(Pressed):
    """After clean denials by the service the agent sends once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedAnyway(Pressed):
    """The agent has seen what the service shows already, and submits anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBack(Pressed):
    """The agent has seen what the service shows already, and does not submit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionBegun(Pressed):
    """The agent wants to correct and send again what did not pass."""


AgentEvent = (
    Resumed
    | Interrupted
    | TextSent
    | TextEdited
    | AnswerCorrected
    | PhotoSent
    | StraySent
    | CancelAsked
    | VerdictAsked
    | SidesSwapped
    | Pressed
)
Event = AgentEvent | Replied
