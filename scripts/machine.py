"""Draw docs/machine.md from the table of the machine: `python -m scripts.machine`.

The table does not say where a row leads, so the script finds out. Beginning with an empty
application, it tries every event of the table in every state that occurs. This also reveals
unreachable rows.
"""

import dataclasses
import itertools
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.trial.example import Customer
from conversations.application import Application, Phase
from conversations.card import CardReading
from conversations.events import Event, Moment
from conversations.options import option_named
from conversations.questions import (
    FORM,
    PICTURES,
    QUESTIONS,
    asked_of,
    missing_steps,
    next_asked,
)
from conversations.replies import SubmissionRefused
from conversations.sending import LOOK_UP_DELAYS
from conversations.transitions import STANDS_AT, TRANSITIONS, Handler, advance
from conversations.verdict import Decision, Verdict

PAGE = Path(__file__).parent.parent / "docs" / "machine.md"

ERASED = "erased"

#: For each row of the table, the phases that it led to.
Targets = Mapping[tuple[Phase, type], set[str]]

_BEGUN_AT = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
_EXAMPLE = Customer(number=0, mobile_number="01712345678")
_CARD = {
    "nid_number": "0001980100147",
    "date_of_birth": "1980/10/1",
    "name_bangla": "মো. আসাদুজ্জামান মিয়া",
    "name_english": "Md. Asaduzzaman Miah",
    "father_name": "আবুল মুনীম",
    "mother_name": "আম্বিয়া খাতুন",
    "present_address": "২২/১, ইসলামপুর রোড, খুলনা",
}


def explored() -> Targets:
    """Every row of the machine that can happen, with the phases it leads to."""
    blank = Application(id="example1", agent=1, created_at=_BEGUN_AT, changed_at=_BEGUN_AT)
    targets: dict[tuple[Phase, type], set[str]] = defaultdict(set)
    waiting, seen = deque([blank]), {_state(blank)}
    while waiting:
        before = waiting.popleft()
        for number, event in enumerate(_events(before)):
            moment = Moment(now=before.changed_at + timedelta(hours=1), ticket=f"ticket-{number}")
            after = advance(before, event, moment).application
            if after is None:
                targets[before.phase, type(event)].add(ERASED)
            elif after != before:
                targets[before.phase, type(event)].add(after.phase)
                if _state(after) not in seen:
                    seen.add(_state(after))
                    waiting.append(after)
    return targets


def _state(application: Application) -> tuple[object, ...]:
    """What determines the next step; states that differ otherwise count as one."""
    stop = (application.phase, application.asking)
    if application.is_draft:
        return (
            *stop,
            *((slot, one.is_checked) for slot, one in sorted(application.pictures.items())),
            max(application.refusals.values(), default=0),
            application.refusals.get("selfie"),
            next_asked(application),
            len(missing_steps(application)) < 2,
            application.reading is not None,
            application.reading_ticket is not None,
            application.reading_problem,
        )
    submission, verdict = application.submission, application.verdict
    assert submission is not None
    return (
        *stop,
        min(submission.denials, len(LOOK_UP_DELAYS)),
        submission.delay,
        application.pictures["selfie"].is_checked,
        verdict and verdict.decision,
    )


def _events(application: Application) -> Iterator[Event]:
    """Every event of the table in this phase, with every value worth trying."""
    given = _values(application)
    for phase, kind in TRANSITIONS:
        if phase is application.phase:
            required = {each.name for each in dataclasses.fields(kind) if _is_required(each)}
            if missing := required - given.keys():
                raise KeyError(f"say in _values what to try for {missing} of {kind.__name__}")
            names = [field.name for field in dataclasses.fields(kind) if field.name in given]
            tried = dict(given)
            if kind is SubmissionRefused:  # the only reply that may name no picture
                tried["slot"] = [*PICTURES, ""]
            for values in itertools.product(*(tried[name] for name in names)):
                event = dict(zip(names, values, strict=True))
                if "slot" not in event or "ticket" not in event or _fits(event, application):
                    yield kind(**event)


def _is_required(field: dataclasses.Field[object]) -> bool:
    return field.default is field.default_factory is dataclasses.MISSING


def _fits(event: Mapping[str, object], application: Application) -> bool:
    """Whether the reply about a picture has the ticket of the picture in its slot."""
    if not event["slot"]:
        return True
    picture = application.pictures.get(str(event["slot"]))
    return picture is not None and picture.ticket == event["ticket"]


def _values(application: Application) -> Mapping[str, Sequence[object]]:
    """The values worth trying for each field of an event, by the field's name."""
    asking = application.asking
    submission, front = application.submission, application.pictures.get("front")
    tickets = [picture.ticket for picture in application.pictures.values()]
    tickets += [application.reading_ticket] if application.reading_ticket else []
    tickets += [submission.ticket] if submission else []
    answer = _CARD.get(asking) or (getattr(_EXAMPLE, asking) if asking in asked_of(FORM) else "")
    options = QUESTIONS[asking].options if asking in QUESTIONS else ()
    return {
        "version": [application.version],
        "ticket": tickets,
        "slot": PICTURES,
        "doubts": [(), ("picture-blurred",)],
        "digest": ["digest"],
        "fingerprint": ["fingerprint"],
        "front": [front.ticket if front else ""],
        "file_id": [f"file-{application.version}"],
        "unique_id": [f"file-{application.version}"],
        "text": [answer],
        "message_id": [*application.sources.values()][-1:] or [application.version],
        "kind": ["sticker"],
        "language": ["en"],
        "question": [asking, "selfie", "mobile_number"],
        "field": ["mother_name"],
        "option": [answer if option_named(options, answer) else "none"],
        "reason": ["any"],
        "found": [("record",)],
        "front_name": ["front"],
        "back_name": ["back"],
        "reading": [
            CardReading(fields=_CARD, front_name="front", back_name="back", read_at=_BEGUN_AT)
        ],
        "verdict": [Verdict(decision=each, found_at=_BEGUN_AT) for each in Decision],
    }


def page(targets: Targets) -> str:
    """The diagram and the table as Markdown."""
    return "\n".join([*_head(), *_diagram(targets), *_table(targets), ""])


def _head() -> list[str]:
    return [
        "# The machine of the form",
        "",
        "Drawn from `conversations/transitions.py` by `python -m scripts.machine`; a test keeps it",
        "up to date. An agent’s event that has no row shows the current question again; a reply",
        "that has no row, or whose ticket is no longer awaited, is dropped.",
        "",
    ]


def _diagram(targets: Targets) -> Iterator[str]:
    """Only rows that change the phase; the table has the rest."""
    arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for phase, kind in TRANSITIONS:
        for target in sorted(targets.get((phase, kind), set()) - {phase}):
            arrows[phase, target].append(kind.__name__)
    yield from ("```mermaid", "stateDiagram-v2", f"    [*] --> {Phase.FILLING}")
    for (start, target), names in arrows.items():
        goal = "[*]" if target == ERASED else target
        yield f"    {start} --> {goal}: {'<br/>'.join(names)}"
    yield from ("```", "")


def _table(targets: Targets) -> Iterator[str]:
    """Phases in which an event has the same handler share a row."""
    rows: dict[tuple[type, Handler], list[Phase]] = defaultdict(list)
    for (phase, kind), handler in TRANSITIONS.items():
        rows[kind, handler].append(phase)
    yield from ("| phase | event | only at | handler | leads to |", "|---|---|---|---|---|")
    for (kind, handler), phases in rows.items():
        where = ", ".join(sorted(STANDS_AT.get(kind, ())))
        name = f"{handler.__module__.rpartition('.')[2]}.{handler.__name__}"
        goals = set().union(*(targets.get((phase, kind), set()) for phase in phases))
        leads_to = ", ".join(sorted(goals)) or "the same question"
        yield f"| {', '.join(phases)} | {kind.__name__} | {where} | `{name}` | {leads_to} |"


if __name__ == "__main__":
    PAGE.write_text(page(explored()), "utf-8")
