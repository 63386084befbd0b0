"""Handlers for the reading of the card, one per row of the table.

The card is read in the background: the agent answers what does not depend on it meanwhile.
"""

from dataclasses import replace

from conversations import events, replies
from conversations.application import Application
from conversations.card import CARD_FIELDS
from conversations.cross_check import are_of_two_cards
from conversations.effects import Ask, Redraw, Settle, ShowProgress
from conversations.errands import Errand, Task
from conversations.events import Moment
from conversations.filling import ask_next
from conversations.outcome import Outcome
from conversations.questions import FOUND, READING, REVIEW
from conversations.relatives import with_nominee_from_card

#: Stops that show, or wait for, the reading.
NEEDS_CARD = frozenset({"card", *CARD_FIELDS, READING, REVIEW, FOUND})


def begin_reading(application: Application, moment: Moment) -> tuple[Application, Errand]:
    """The application with its card to be read, and the errand that has it read."""
    reading = replace(application.without_reading(), reading_ticket=moment.ticket)
    return reading, Errand(task=Task.READ_CARD, ticket=moment.ticket)


def read_again(application: Application, event: events.ReadingRepeated, moment: Moment) -> Outcome:
    """Read the same two pictures once more; the service may have had a passing fault."""
    if not (application.is_ready_to_read and application.reading_problem):
        return Outcome(application, (Ask(),))
    reading, errand = begin_reading(application, moment)
    progress = ShowProgress(text="reading-card", is_new=True)
    return ask_next(reading, Settle(), progress, errands=(errand,))


def take_reading(application: Application, event: replies.CardRead, moment: Moment) -> Outcome:
    if event.ticket != application.reading_ticket:
        return Outcome(application)
    read = replace(
        application,
        reading=event.reading,
        earlier_reading=None,
        reading_ticket=None,
        reading_delay="",
    )
    earlier = application.earlier_reading
    if earlier and are_of_two_cards(earlier, event.reading):
        read = read.without_answers(*CARD_FIELDS)  # what was typed was about another card
    before = replace(application, reading=earlier)
    return _go_on(with_nominee_from_card(before, read), ShowProgress(text="card-read"))


def report_unreadable(
    application: Application, event: replies.CardRefused, moment: Moment
) -> Outcome:
    if event.ticket != application.reading_ticket:
        return Outcome(application)
    failed = replace(
        application,
        reading_ticket=None,
        reading_problem=event.reason or "reason-not-given",
        reading_delay="",
    )
    is_misunderstood = event.reason == replies.MISUNDERSTOOD
    text = "card-misunderstood" if is_misunderstood else "card-unreadable"
    return _go_on(failed, ShowProgress(text=text))


def report_delay(application: Application, event: replies.CardDelayed, moment: Moment) -> Outcome:
    """Say once what the reading waits for, where the agent waits for it as well."""
    if event.ticket != application.reading_ticket or event.reason == application.reading_delay:
        return Outcome(application)
    delayed = replace(application, reading_delay=event.reason)
    waits = (Redraw(),) if application.asking == READING else ()
    return Outcome(delayed, (ShowProgress(text=event.reason), *waits))


def _go_on(application: Application, progress: ShowProgress) -> Outcome:
    """Show the card if the agent was waiting for it; otherwise after the current question."""
    if application.asking == READING:
        return ask_next(application, progress, Settle(question=READING, text=progress.text))
    return Outcome(application, (progress,))
