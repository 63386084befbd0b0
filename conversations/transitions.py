"""The machine: phase × event → handler.

Every way in which an application can change is a row of TRANSITIONS; the code below the tables
is a lookup. Five rules surround it:

1. An agent's event that no row takes shows the current prompt again; nothing an agent does is an
   error. A remote event that no row takes, or whose ticket is no longer awaited, is dropped: a late
   or doubled reply is harmless.
2. A button counts only if it was drawn for this version of the application, and only at the stop
   where it is shown (STANDS_AT). A second tap on the latest button gets a one-word answer; for an
   older button the current prompt is shown again.
3. The version rises when the question changes or the agent changes anything. It does not rise when
   work on the card changes something in the background, so the buttons on the screen stay valid. A
   reply that changes the question counts twice, so that a tap which it crossed is not called done.
4. `changed_at` is when the application last moved; being asked about is not a move.
5. Nothing happens to an application whose form was erased before there was a verdict.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from conversations import (
    answers,
    awaiting,
    events,
    filling,
    photographing,
    reading,
    replies,
    sending,
)
from conversations.application import Application, Phase
from conversations.cross_check import CROSS_CHECKED
from conversations.effects import Ask, Settle, Tell
from conversations.events import Event, Moment, Pressed
from conversations.outcome import Outcome
from conversations.questions import CANCEL, FOUND, REVIEW, SEND_AGAIN, reached_steps
from conversations.replies import Replied

FILLING, REVIEWING, SUBMITTING, CHECKING, PENDING, DECIDED, CLOSED = Phase

Handler = Callable[[Application, Any, Moment], Outcome]

_DRAFT: Mapping[type, Handler] = {
    events.Resumed: filling.resume,
    events.Interrupted: filling.ask_again,
    events.TextSent: answers.take_text,
    events.TextEdited: answers.take_edit,
    events.AnswerCorrected: answers.take_correction,
    events.PhotoSent: photographing.take_photo,
    events.StraySent: photographing.hint_at_stray,
    events.CancelAsked: filling.confirm_cancel,
    events.Withdrawn: filling.withdraw,
    events.Stayed: filling.stay,
    events.ConsentGiven: filling.take_consent,
    events.Chosen: answers.take_choice,
    events.RelativeChosen: answers.take_relative,
    events.OtherChosen: answers.expect_typing,
    events.Kept: filling.keep_answer,
    events.ReadingTaken: filling.take_what_was_read,
    events.BarcodeTaken: answers.take_barcode,
    events.ReadingUpheld: filling.uphold_reading,
    events.WentBack: filling.go_back,
    events.EditChosen: filling.reopen,
    events.SidesSwapped: photographing.swap_sides,
    events.CardConfirmed: filling.confirm_card,
    events.ReadingRepeated: reading.read_again,
    events.PictureInsisted: photographing.insist,
    replies.PictureChecked: photographing.accept_picture,
    replies.PictureRefused: photographing.refuse_picture,
    replies.CardRead: reading.take_reading,
    replies.CardRefused: reading.report_unreadable,
    replies.CardDelayed: reading.report_delay,
}

TRANSITIONS: Mapping[tuple[Phase, type], Handler] = {
    **{(FILLING, event): handler for event, handler in _DRAFT.items()},
    **{(REVIEWING, event): handler for event, handler in _DRAFT.items()},
    (REVIEWING, events.Submitted): sending.submit,
    (REVIEWING, events.SubmittedAnyway): sending.submit_anyway,
    (REVIEWING, events.KeptBack): sending.keep_back,
    (SUBMITTING, replies.PictureChecked): sending.send_checked,
    (SUBMITTING, replies.PictureRefused): sending.reopen_unusable,
    (SUBMITTING, replies.SubmissionAccepted): sending.await_verdict,
    (SUBMITTING, replies.CardRenamed): sending.take_new_names,
    (SUBMITTING, replies.SubmissionRefused): sending.reopen_refused,
    (SUBMITTING, replies.RecordFound): sending.ask_about_found,
    (SUBMITTING, replies.SubmissionDelayed): sending.report_delay,
    (SUBMITTING, replies.SubmissionUnclear): sending.start_checking,
    (CHECKING, replies.SubmissionAccepted): sending.await_verdict,
    (CHECKING, replies.SubmissionDenied): sending.count_denial,
    (CHECKING, events.SubmittedAgain): sending.submit_again,
    (CHECKING, replies.LeftUnresolved): awaiting.close,
    (PENDING, events.VerdictAsked): awaiting.ask_verdict,
    (PENDING, replies.VerdictFound): awaiting.decide,
    (PENDING, replies.StillPending): awaiting.note_pending,
    (PENDING, replies.LeftUnresolved): awaiting.close,
    (DECIDED, events.VerdictAsked): awaiting.show_decided,
    (DECIDED, replies.VerdictFound): awaiting.correct,
    (DECIDED, events.CorrectionBegun): awaiting.reopen_decided,
    (CLOSED, events.VerdictAsked): awaiting.ask_verdict,
    (CLOSED, replies.VerdictFound): awaiting.decide,
    (CLOSED, replies.StillPending): awaiting.note_pending,
}

#: Buttons valid only at these stops, whatever a forged press claims.
STANDS_AT: Mapping[type, frozenset[str]] = {
    events.ConsentGiven: frozenset({"consent"}),
    events.Withdrawn: frozenset({"consent", CANCEL}),
    events.Stayed: frozenset({CANCEL}),
    events.RelativeChosen: frozenset({"nominee"}),
    events.CardConfirmed: frozenset({"card"}),
    events.BarcodeTaken: frozenset({"card", *CROSS_CHECKED}),
    events.ReadingUpheld: frozenset({"card"}),
    events.ReadingRepeated: frozenset({"card"}),
    events.Submitted: frozenset({REVIEW}),
    events.SubmittedAgain: frozenset({SEND_AGAIN}),
    events.SubmittedAnyway: frozenset({FOUND}),
    events.KeptBack: frozenset({FOUND}),
}

#: Buttons that answer one part of what is asked.
_PARTIAL = (events.BarcodeTaken, events.ReadingUpheld)

#: Agents' events that change nothing on a prompt, unless they lead to another one.
_QUIET = (events.SidesSwapped, events.VerdictAsked)


def advance(application: Application, event: Event, moment: Moment) -> Outcome:
    """Decide what the event makes of the application at that moment."""
    outcome = _happening(application, event, moment)
    after = _as_shown(outcome, moment)
    if after is None or after == application:
        return outcome
    steps = reached_steps(after, reached_steps(application)) if after.is_draft else after.steps
    has_moved = _question(after) != _question(application)
    changed = replace(
        after,
        steps=steps,
        changed_at=after.changed_at if _is_only_asked_about(application, after) else moment.now,
        version=application.version + _rise(event, has_moved=has_moved),
    )
    return replace(outcome, application=changed)


def _happening(application: Application, event: Event, moment: Moment) -> Outcome:
    """What the event's row makes of it, or the rules for an event without one."""
    if isinstance(event, Pressed) and event.version != application.version:
        return _answer_old(application, event)
    if isinstance(event, Replied) and event.ticket not in _awaited(application):
        return Outcome(application)
    handler = TRANSITIONS.get((application.phase, type(event)))
    if application.remains and application.phase not in {DECIDED, CLOSED}:
        handler = None
    if handler is None or application.asking not in STANDS_AT.get(
        type(event), {application.asking}
    ):
        return Outcome(application, () if isinstance(event, Replied) else (Ask(),))
    return handler(application, event, moment)


def _question(application: Application) -> tuple[str, ...]:
    """What is asked; another wording of the consent is another question."""
    return application.phase, application.asking, application.wording


def _as_shown(outcome: Outcome, moment: Moment) -> Application | None:
    """The application after the event, with the wording of the consent that is shown now."""
    after = outcome.application
    is_asked = any(isinstance(effect, Ask) for effect in outcome.effects)
    if after and after.asking == "consent" and is_asked:
        return replace(after, wording=moment.wording)
    return after


def _rise(event: Event, *, has_moved: bool) -> int:
    """How much newer the buttons are after the event."""
    if isinstance(event, Replied):
        return 2 if has_moved else 0
    return 1 if has_moved or not isinstance(event, _QUIET) else 0


def _is_only_asked_about(before: Application, after: Application) -> bool:
    """Whether a changed application differs only in when the service was asked, or answered."""
    asked, is_unanswered = before.last_asked_at, before.is_unanswered
    if (asked, is_unanswered) == (after.last_asked_at, after.is_unanswered):
        return False
    return replace(after, last_asked_at=asked, is_unanswered=is_unanswered) == before


def _answer_old(application: Application, event: Pressed) -> Outcome:
    if event.version == application.version - 1 and not _is_still_asked(application, event):
        return Outcome(application, (Tell(text="taken-already"),))
    return Outcome(application, (Tell(text="old-button"), Settle(), Ask()))


def _is_still_asked(application: Application, event: Pressed) -> bool:
    """Whether the question of a button that leads on is still open, so it was not taken."""
    if isinstance(event, events.Chosen):
        return event.question == application.asking
    stops = frozenset() if isinstance(event, _PARTIAL) else STANDS_AT.get(type(event), frozenset())
    return application.asking in stops


def _awaited(application: Application) -> set[str]:
    """The tickets whose replies still count."""
    tickets = {picture.ticket for picture in application.pictures.values()}
    if application.reading_ticket:
        tickets.add(application.reading_ticket)
    if application.submission:
        tickets.add(application.submission.ticket)
    return tickets
