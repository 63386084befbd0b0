"""The machine: phase × event → handler.

Every way in which an application can change is a row of TRANSITIONS; the code below the tables
is a lookup. Three rules surround it:

1. An agent's event that no row takes shows the present prompt again; nothing an agent does is
   an error. A remote event that no row takes, or whose ticket is not awaited any more, is
   dropped: a late or doubled reply is harmless.
2. A button is heard only if it was drawn for this version of the application. Otherwise the
   agent is told so and shown the present prompt.
3. The version rises when what is asked changes, or when the agent changed anything; it does
   not when remote work ends quietly in the background, so the buttons on the screen stay good.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from conversations import events, filling, sending
from conversations.application import Application, Phase
from conversations.effects import Ask, Settle, Tell
from conversations.events import Event, Moment, Pressed, Replied
from conversations.outcome import Outcome

FILLING, REVIEWING, SUBMITTING, CHECKING, PENDING, DECIDED = Phase

Handler = Callable[[Application, Any, Moment], Outcome]

_DRAFT: Mapping[type, Handler] = {
    events.Resumed: filling.ask_again,
    events.TextSent: filling.take_text,
    events.TextEdited: filling.take_edit,
    events.PhotoSent: filling.take_photo,
    events.StraySent: filling.hint_at_stray,
    events.CancelAsked: filling.confirm_cancel,
    events.Withdrawn: filling.withdraw,
    events.Stayed: filling.stay,
    events.ConsentGiven: filling.take_consent,
    events.Chosen: filling.take_choice,
    events.Kept: filling.keep_answer,
    events.WentBack: filling.go_back,
    events.EditChosen: filling.reopen,
    events.SidesSwapped: filling.swap_sides,
    events.CardConfirmed: filling.confirm_card,
    events.ReadingRepeated: filling.read_again,
    events.PictureChecked: filling.accept_picture,
    events.PictureRefused: filling.refuse_picture,
    events.CardRead: filling.take_reading,
    events.CardRefused: filling.report_unreadable,
    events.CardDelayed: filling.report_delay,
}

TRANSITIONS: Mapping[tuple[Phase, type], Handler] = {
    **{(FILLING, event): handler for event, handler in _DRAFT.items()},
    **{(REVIEWING, event): handler for event, handler in _DRAFT.items()},
    (REVIEWING, events.Submitted): sending.submit,
    (SUBMITTING, events.SubmissionAccepted): sending.await_verdict,
    (SUBMITTING, events.SubmissionRefused): sending.reopen_refused,
    (SUBMITTING, events.SubmissionDelayed): sending.report_delay,
    (SUBMITTING, events.SubmissionUnclear): sending.start_checking,
    (CHECKING, events.SubmissionAccepted): sending.await_verdict,
    (CHECKING, events.SubmissionDenied): sending.count_denial,
    (CHECKING, events.SubmittedAgain): sending.submit_again,
    (PENDING, events.VerdictFound): sending.decide,
    (PENDING, events.StillPending): sending.note_pending,
    (DECIDED, events.VerdictFound): sending.correct,
}


def advance(application: Application, event: Event, moment: Moment) -> Outcome:
    """What becomes of the application when this happens at that moment."""
    if isinstance(event, Pressed) and event.version != application.version:
        return Outcome(application, (Tell(text="old-button"), Settle(), Ask()))
    if isinstance(event, Replied) and event.ticket not in _awaited(application):
        return Outcome(application)
    handler = TRANSITIONS.get((application.phase, type(event)))
    if handler is None:
        return Outcome(application, () if isinstance(event, Replied) else (Ask(),))
    outcome = handler(application, event, moment)
    if outcome.application is None or outcome.application == application:
        return outcome
    changed = replace(outcome.application, changed_at=moment.now)
    if _is_prompt_stale(application, changed, event):
        changed = replace(changed, version=application.version + 1)
    return replace(outcome, application=changed)


def _awaited(application: Application) -> set[str]:
    """The tickets whose replies still count."""
    tickets = {picture.ticket for picture in application.pictures.values()}
    if application.reading_ticket:
        tickets.add(application.reading_ticket)
    if application.submission:
        tickets.add(application.submission.ticket)
    return tickets


def _is_prompt_stale(before: Application, after: Application, event: Event) -> bool:
    moved = (before.phase, before.asking) != (after.phase, after.asking)
    return moved or not isinstance(event, Replied)
