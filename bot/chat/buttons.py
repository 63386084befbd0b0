"""What the buttons carry, and how a press becomes an event.

A press is only a claim: any client can send any bytes. So the data names no person and holds no
answer that the form would not accept; whether the presser owns the application, and whether the
button was drawn for its current version, is checked each time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.chat.outgoing import Button, Style
from conversations import events
from conversations.application import Application
from conversations.events import AgentEvent


@dataclass(frozen=True, slots=True)
class Press:
    """A press on an application's button, as its data claims."""

    application_id: str
    version: int
    verb: str
    arguments: tuple[str, ...] = ()

    def event(self, language: str) -> AgentEvent | None:
        """What the agent did; None when the data is not this bot's."""
        make = EVENTS.get((self.verb, len(self.arguments)))
        return make(self.version, language, *self.arguments) if make else None


@dataclass(frozen=True, slots=True)
class MenuPress:
    """A press on a button that belongs to no state: lists, details, language."""

    verb: str
    argument: str = ""


#: The buttons of a form: verb and number of arguments → what the presser claims to do.
EVENTS: Mapping[tuple[str, int], Callable[..., AgentEvent]] = {
    ("consent", 0): lambda version, language: events.ConsentGiven(
        version=version, language=language
    ),
    ("decline", 0): lambda version, _: events.Withdrawn(version=version),
    ("erase", 0): lambda version, _: events.Withdrawn(version=version),
    ("stay", 0): lambda version, _: events.Stayed(version=version),
    ("pick", 2): lambda version, _, question, option: events.Chosen(
        version=version, question=question, option=option
    ),
    ("relative", 1): lambda version, _, field: events.RelativeChosen(version=version, field=field),
    ("other", 1): lambda version, _, question: events.OtherChosen(
        version=version, question=question
    ),
    ("keep", 0): lambda version, _: events.Kept(version=version),
    ("as-on-card", 0): lambda version, _: events.ReadingTaken(version=version),
    ("barcode", 1): lambda version, _, question: events.BarcodeTaken(
        version=version, question=question
    ),
    ("as-read", 1): lambda version, _, question: events.ReadingUpheld(
        version=version, question=question
    ),
    ("back", 0): lambda version, _: events.WentBack(version=version),
    ("edit", 1): lambda version, _, question: events.EditChosen(version=version, question=question),
    ("swap", 1): lambda _version, _, front: events.SidesSwapped(front=front),
    ("card-ok", 0): lambda version, _: events.CardConfirmed(version=version),
    ("insist", 1): lambda version, _, slot: events.PictureInsisted(version=version, slot=slot),
    ("read-again", 0): lambda version, _: events.ReadingRepeated(version=version),
    ("submit", 0): lambda version, _: events.Submitted(version=version),
    ("fix", 0): lambda version, _: events.CorrectionBegun(version=version),
    ("submit-again", 0): lambda version, _: events.SubmittedAgain(version=version),
    ("submit-anyway", 0): lambda version, _: events.SubmittedAnyway(version=version),
    ("keep-back", 0): lambda version, _: events.KeptBack(version=version),
}


#: The colour of what a button does, the same on every screen. They are few, so that each is seen:
#: blue and green mark the one wanted button of a screen, red takes something from somebody. Verbs
#: that choose from a list ("invite-as", "export", "give-to") and those that go back have none,
#: nor has "submit-anyway", as nobody knows which of its two answers is right.
STYLES: Mapping[str, Style] = {
    "consent": Style.YES,
    "card-ok": Style.YES,
    "submit": Style.YES,
    "submit-again": Style.YES,
    "fix": Style.WANTED,
    "new": Style.WANTED,
    "announce-now": Style.WANTED,
    "invite": Style.WANTED,
    "restore": Style.WANTED,
    "erase": Style.LOSS,
    "erase-now": Style.LOSS,
    "suspend": Style.LOSS,
    "remove": Style.LOSS,
    "remove-now": Style.LOSS,
    "withdraw": Style.LOSS,
}


def press_button(
    text: str, application: Application, verb: str, *arguments: str, style: Style | None = None
) -> Button:
    """A button that acts on the application as it is now; `style` replaces that of the verb."""
    parts = (application.id, str(application.version), verb, *arguments)
    return Button(text, ".".join(parts), style=_style(verb) if style is None else style)


def menu_button(text: str, verb: str, argument: str = "", *, style: Style | None = None) -> Button:
    """A button that belongs to no state; `style` replaces that of the verb."""
    return Button(text, f"~{verb}.{argument}", style=_style(verb) if style is None else style)


def _style(verb: str) -> Style:
    return STYLES.get(verb, Style.PLAIN)


def read_press(data: str) -> Press | MenuPress | None:
    """The press in callback data; None for anything this bot did not write."""
    if not (data.isascii() and data.isprintable()):  # a NUL is ASCII, and PostgreSQL takes none
        return None
    if data.startswith("~"):
        verb, _, argument = data[1:].partition(".")
        return MenuPress(verb, argument)
    application_id, *rest = data.split(".")
    if len(rest) < 2 or not (rest[0].isdigit() and len(rest[0]) < 10):
        return None
    return Press(application_id, int(rest[0]), rest[1], tuple(rest[2:]))
