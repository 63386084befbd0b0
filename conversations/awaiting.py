"""Handlers from the acceptance to the verdict and after it, one per row of the table."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from conversations import events, replies
from conversations.application import Application, Phase
from conversations.corrections import opened_for_correction
from conversations.effects import Ask, RefreshDetail, Settle, ShowVerdict, Tell
from conversations.errands import Errand, Task
from conversations.events import Moment
from conversations.filling import ask_next
from conversations.outcome import Outcome
from conversations.questions import NOTHING
from conversations.verdict import Decision

#: How often an agent may have the service asked about one application.
REFRESH_INTERVAL = timedelta(seconds=30)

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def ask_verdict(application: Application, event: events.VerdictAsked, moment: Moment) -> Outcome:
    """Ask for the verdict now instead of later, at most once per REFRESH_INTERVAL."""
    if application.remains:
        return Outcome(application, (RefreshDetail(),))  # the number to ask by is erased
    since_last = moment.now - (application.last_asked_at or _LONG_AGO)
    if timedelta(0) <= since_last < REFRESH_INTERVAL:  # negative if the clock was set back
        seconds = math.ceil((REFRESH_INTERVAL - since_last).total_seconds())
        return Outcome(application, (Tell(text="refresh-too-soon", values={"seconds": seconds}),))
    errand = Errand(task=Task.ASK_VERDICT, ticket=application.handed_in.ticket)
    asked = replace(application, last_asked_at=moment.now)
    return Outcome(asked, (Tell(text="refresh-started"),), (errand,))


def show_decided(application: Application, event: events.VerdictAsked, moment: Moment) -> Outcome:
    """The button is older than the verdict."""
    return Outcome(application, (RefreshDetail(),))


def note_pending(application: Application, event: replies.StillPending, moment: Moment) -> Outcome:
    if event.is_unanswered:
        return Outcome(replace(application, is_unanswered=True), (RefreshDetail(),))
    seen = application.handed_in.pending_seen_in | event.pending_seen_in
    submission = replace(application.handed_in, pending_seen_in=seen)
    asked = replace(
        application, submission=submission, last_asked_at=moment.now, is_unanswered=False
    )
    return Outcome(asked, (RefreshDetail(),))


def decide(application: Application, event: replies.VerdictFound, moment: Moment) -> Outcome:
    decided = replace(
        application,
        phase=Phase.DECIDED,
        verdict=event.verdict,
        last_asked_at=moment.now,
        is_unanswered=False,
    )
    return Outcome(decided, (ShowVerdict(), RefreshDetail()))


def close(application: Application, event: replies.LeftUnresolved, moment: Moment) -> Outcome:
    """Stop waiting for the verdict; the agent may still have the service asked."""
    closed = replace(application, phase=Phase.CLOSED, asking=NOTHING, is_unanswered=False)
    return Outcome(closed, (RefreshDetail(),))


def correct(application: Application, event: replies.VerdictFound, moment: Moment) -> Outcome:
    """A verdict after the verdict: an equal one is only recorded, another one is announced."""
    first = application.verdict
    assert first is not None
    if first.decision == event.verdict.decision:
        same = replace(event.verdict, found_at=first.found_at)
        return Outcome(replace(application, verdict=same, last_asked_at=moment.now))
    changed = replace(
        application,
        verdict=event.verdict,
        corrected=(*application.corrected, first),
        last_asked_at=moment.now,
    )
    return Outcome(changed, (ShowVerdict(is_correction=True),))


def reopen_decided(
    application: Application, event: events.CorrectionBegun, moment: Moment
) -> Outcome:
    """Reopen the filled-in form and ask only for what did not match."""
    verdict = application.verdict
    assert verdict is not None
    if verdict.decision is Decision.PASSED or application.remains:
        return Outcome(application, (Ask(),))
    return ask_next(opened_for_correction(application), Settle())
