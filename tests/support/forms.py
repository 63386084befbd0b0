"""Applications at every point, reached as an agent and the services would."""

import functools
import itertools
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from bot.trial.example import Customer
from conversations import events, replies
from conversations.application import Application
from conversations.card import CardReading
from conversations.events import Event, Moment, Pressed
from conversations.options import option_named
from conversations.questions import CANCEL, FORM, QUESTIONS, READING, REVIEW, asked_of, steps_of
from conversations.sending import LOOK_UP_DELAYS
from conversations.transitions import advance
from conversations.verdict import Decision, Score, Verdict

_CUSTOMER = Customer(number=0, mobile_number="01712345678")

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
AGENT = 2001

READ = {
    "nid_number": "0001980100147",
    "date_of_birth": "1980/10/1",
    "name_bangla": "মো. আসাদুজ্জামান মিয়া",
    "name_english": "Md. Asaduzzaman Miah",
    "father_name": "আবুল মুনীম",
    "mother_name": "আম্বিয়া খাতুন",
    "present_address": "২২/১, ইসলামপুর রোড, খুলনা",
}

PASSED = Verdict(
    decision=Decision.PASSED,
    found_at=NOW,
    scores=(Score(field="nid", points=100.0), Score(field="name_english", points=93.0)),
    texts_match=True,
    card_photo_matches=True,
    selfie_matches=True,
)
FAILED = Verdict(
    decision=Decision.FAILED,
    found_at=NOW,
    scores=(
        Score(field="name_bangla", points=41.5, differs=True),
        Score(field="nid", points=100.0),
        Score(field="blood_group", points=None),
    ),
    texts_match=False,
    card_photo_matches=True,
    selfie_matches=None,
)

#: An event; a button is made for the version at the moment of the press.
Happening = Event | Callable[[int], Pressed]

_numbers = itertools.count(1)


def unique() -> int:
    return next(_numbers)


def begun() -> Application:
    return Application(id="abcd2345", agent=AGENT, created_at=NOW, changed_at=NOW)


# -- events -----------------------------------------------------------------------------------


def press(kind: Callable[..., Pressed], **fields: str) -> Callable[[int], Pressed]:
    """The button as drawn for the version at the moment of the press."""
    return lambda version: kind(version=version, **fields)


def consents() -> Callable[[int], Pressed]:
    return press(events.ConsentGiven, language="en")


def picks(question: str, option: str) -> Callable[[int], Pressed]:
    return press(events.Chosen, question=question, option=option)


def types(text: str, message_id: int | None = None) -> events.TextSent:
    return events.TextSent(text=text, message_id=message_id or unique())


def photo(
    name: str | None = None,
    *,
    album: str | None = None,
    forwarded: bool = False,
    is_file: bool = False,
    message_id: int | None = None,
) -> events.PhotoSent:
    """A picture; equal names mean the same file."""
    name = name or f"photo-{unique()}"
    return events.PhotoSent(
        file_id=f"file-{name}",
        unique_id=f"unique-{name}",
        album=album,
        forwarded=forwarded,
        is_file=is_file,
        message_id=message_id,
    )


def checked(
    application: Application, slot: str, repeats: str | None = None, *doubts: str
) -> replies.PictureChecked:
    """The picture now in that slot is usable, with these doubts."""
    ticket = application.pictures[slot].ticket
    return replies.PictureChecked(
        ticket=ticket,
        slot=slot,
        digest=f"digest-{ticket}",
        fingerprint="f0",
        repeats=repeats,
        doubts=doubts,
    )


def refused(
    application: Application, slot: str, reason: str = "picture-truncated"
) -> replies.PictureRefused:
    ticket = application.pictures[slot].ticket
    return replies.PictureRefused(ticket=ticket, slot=slot, reason=reason)


def swap(application: Application) -> events.SidesSwapped:
    """The button that was drawn with the pictures in their current slots."""
    return events.SidesSwapped(front=application.pictures["front"].ticket)


def read(application: Application, **changes: str | None) -> replies.CardRead:
    """What step 1 says; a field that is None was not read."""
    fields = {key: value for key, value in {**READ, **changes}.items() if value is not None}
    reading = CardReading(fields=fields, front_name="f.jpg", back_name="b.jpg", read_at=NOW)
    return replies.CardRead(ticket=application.reading_ticket or "none", reading=reading)


def unread(application: Application, reason: str = "no card was found") -> replies.CardRefused:
    return replies.CardRefused(ticket=application.reading_ticket or "none", reason=reason)


# -- how it continues -------------------------------------------------------------------------


def after(application: Application, *script: Happening, now: datetime = NOW) -> Application:
    """The application after all these events."""
    for happening in script:
        event = happening(application.version) if callable(happening) else happening
        outcome = advance(application, event, Moment(now=now, ticket=f"form-{unique()}"))
        assert outcome.application is not None
        application = outcome.application
    return application


def _answers(key: str) -> Happening:
    """What the customer of the trial says to that question."""
    answer = getattr(_CUSTOMER, key)
    return picks(key, answer) if option_named(QUESTIONS[key].options, answer) else types(answer)


#: How a diligent agent answers each question.
ANSWERS: Mapping[str, Callable[[], Happening]] = {
    "consent": consents,
    "front": photo,
    "back": photo,
    "card": lambda: press(events.CardConfirmed),
    "nid_number": lambda: types("0001980100147"),
    "date_of_birth": lambda: types("1 Oct 1980"),
    "name_bangla": lambda: types("মো. আসাদুজ্জামান মিয়া"),
    "name_english": lambda: types("Md. Asaduzzaman Miah"),
    "father_name": lambda: types("আবুল মুনীম"),
    "mother_name": lambda: types("আম্বিয়া খাতুন"),
    "present_address": lambda: types("২২/১, ইসলামপুর রোড, খুলনা"),
    **{key: functools.partial(_answers, key) for key in asked_of(FORM)},
    "selfie": photo,
    CANCEL: lambda: press(events.Stayed),
}


def until(stop: str, application: Application | None = None) -> Application:
    """The form, answered until it asks for `stop`; checks and readings arrive at once."""
    application = application or begun()
    while application.asking != stop:
        application = after(application, ANSWERS[application.asking]())
        application = with_replies(application)
    return application


def with_replies(application: Application) -> Application:
    """The same after everything awaited in the background has arrived and is good."""
    for slot, picture in application.pictures.items():
        if not picture.is_checked:
            application = after(application, checked(application, slot))
    if application.reading_ticket:
        application = after(application, read(application))
    return application


def being_read(stop: str = "gender") -> Application:
    """Both sides sent and usable, the card not read yet, the rest answered until `stop`."""
    application = after(begun(), consents(), photo(), photo())
    application = after(application, checked(application, "front"), checked(application, "back"))
    while application.asking != stop:
        application = after(application, ANSWERS[application.asking]())
        if "selfie" in application.pictures and not application.pictures["selfie"].is_checked:
            application = after(application, checked(application, "selfie"))
    return application


def unreadable() -> Application:
    """The service could not read the card, and the agent is shown why."""
    waiting = being_read(READING)
    return after(waiting, unread(waiting))


def submitted() -> Application:
    return after(until(REVIEW), press(events.Submitted))


def reply(application: Application, kind: Callable[..., Event], **fields: object) -> Event:
    """A reply to the current submission."""
    assert application.submission is not None
    return kind(ticket=application.submission.ticket, **fields)


def asked_about_record() -> Application:
    """The service already shows a record of the person, and nothing was sent."""
    application = submitted()
    found = reply(application, replies.RecordFound, found=("passed 23/11/2026",))
    return after(application, found)


def in_doubt() -> Application:
    application = submitted()
    return after(application, reply(application, replies.SubmissionUnclear))


def denied() -> Application:
    """Looked up and denied often enough for the agent to send again."""
    application = in_doubt()
    denial = reply(application, replies.SubmissionDenied)
    return after(application, *[denial] * len(LOOK_UP_DELAYS))


def pending() -> Application:
    application = submitted()
    return after(application, reply(application, replies.SubmissionAccepted))


def decided(verdict: Verdict = PASSED) -> Application:
    application = pending()
    return after(application, reply(application, replies.VerdictFound, verdict=verdict))


def closed() -> Application:
    """A month has passed without a verdict."""
    application = pending()
    return after(application, reply(application, replies.LeftUnresolved))


def delayed() -> Application:
    application = submitted()
    return after(application, reply(application, replies.SubmissionDelayed))


@functools.cache
def every_point() -> Mapping[str, Application]:
    """One application for each point where an agent can be."""
    waiting = being_read(READING)
    nothing_read = after(waiting, read(waiting, **dict.fromkeys(READ)))
    missing = {
        f"{key} not read": after(nothing_read, press(events.EditChosen, question=key))
        for key in READ
    }
    unchecked = after(until("selfie"), photo())
    return {
        **{question: until(question) for question in (*steps_of(FORM), REVIEW)},
        **missing,
        "front looked at again": after(until("back"), press(events.WentBack)),
        "gender, the card being read": being_read(),
        "gender, the card read": after(one := being_read(), read(one)),
        "only the reading awaited": waiting,
        "only the reading awaited, and delayed": after(
            waiting, replies.CardDelayed(ticket=waiting.reading_ticket or "")
        ),
        "card not read": unreadable(),
        "card with nothing on it": nothing_read,
        "mother edited": after(until("card"), press(events.EditChosen, question="mother_name")),
        "mobile edited": after(until(REVIEW), press(events.EditChosen, question="mobile_number")),
        "review, selfie unchecked": unchecked,
        "cancel": after(until("mobile_number"), events.CancelAsked()),
        "cancel before consent": after(begun(), events.CancelAsked()),
        "submitted": submitted(),
        "submitted, selfie unchecked": after(unchecked, press(events.Submitted)),
        "submission delayed": delayed(),
        "asked about a record": asked_about_record(),
        "in doubt": in_doubt(),
        "denied": denied(),
        "pending": pending(),
        "passed": decided(),
        "failed": decided(FAILED),
        "failed, being corrected": after(decided(FAILED), press(events.CorrectionBegun)),
        "closed": closed(),
    }
