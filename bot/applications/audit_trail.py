"""What the audit records about a change of an application: which values changed, never the values.
Pure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from conversations import events, replies
from conversations.application import Application, Phase
from conversations.card import CARD_FIELDS
from conversations.events import Event
from conversations.questions import FORM, PICTURES
from conversations.verdict import Verdict
from storage.audit import Detail
from storage.keyed_hashes import KeyedHashes

#: Fields that have a value, from the card or from the agent.
_FIELDS = dict.fromkeys((*CARD_FIELDS, *(question.key for question in FORM)))

_MOVES = {
    Phase.SUBMITTING: "submitted",
    Phase.CHECKING: "outcome-unknown",
    Phase.PENDING: "accepted",
    Phase.CLOSED: "closed-unresolved",
}


@dataclass(frozen=True, slots=True)
class Deed:
    """A row to record: the action, with details that anybody may read."""

    action: str
    details: Mapping[str, Detail] = field(default_factory=dict)


def deeds(
    before: Application, after: Application | None, event: Event, hashes: KeyedHashes
) -> Iterator[Deed]:
    """The rows to record for an event that turned `before` into `after` (None: erased)."""
    if after is None:
        given = before.consent.text_version if before.consent else ""
        yield Deed("withdrawn", {"consent": given, "phase": str(before.phase)})
        return
    if after.consent and after.consent != before.consent:
        consent = after.consent
        yield Deed(
            "consent-given", {"text_version": consent.text_version, "language": consent.language}
        )
    sent = [slot for slot in PICTURES if _file(after, slot) != _file(before, slot)]
    if sent:
        yield Deed("pictures-changed", {"pictures": sent})
    changed = _changed(before, after, hashes)
    if changed:
        corrected = [key for key in changed if after.is_changed_from_card(key)]
        yield Deed("values-changed", {"values": changed, "corrected": corrected})
    if after != before:  # a press without effect is not recorded
        if isinstance(event, events.ReadingRepeated):
            yield Deed("reading-repeated")
        yield from _overridden(before, after, event)
    if isinstance(event, events.Withdrawn) and after.phase is Phase.DECIDED:
        yield Deed("correction-given-up")
        return
    yield from _moved(before, after, event)


def _overridden(before: Application, after: Application, event: Event) -> Iterator[Deed]:
    """Decisions of the agent against the bot's advice."""
    match event:
        case events.SubmittedAgain():
            yield Deed("overridden", {"override": "sent-again"})
        case events.SubmittedAnyway():
            yield Deed("overridden", {"override": "despite-record"})
        case events.PictureInsisted(slot=slot):
            is_other = bool(before.refused_pictures[slot].wrong_subject)
            override = "wrong-subject" if is_other else "poor-photo"
            yield Deed("overridden", {"override": override, "pictures": [slot]})
        case events.Kept() | events.ReadingTaken() | events.ReadingUpheld():
            if kept := sorted(after.as_printed - before.as_printed):
                yield Deed("overridden", {"override": "as-printed", "values": kept})


def _moved(before: Application, after: Application, event: Event) -> Iterator[Deed]:
    if after.verdict and after.verdict != before.verdict:
        yield from _decided(before.verdict, after.verdict)
        return
    if after.phase == before.phase or isinstance(event, events.SubmittedAnyway):
        return  # the same attempt goes on
    attempt = after.submission.attempt if after.submission else 0
    if move := _MOVES.get(after.phase):
        yield Deed(move, {"attempt": attempt})
    elif isinstance(event, replies.RecordFound):
        yield Deed("record-found", {"records": list(event.found)})
    elif isinstance(event, replies.SubmissionRefused):
        yield Deed("refused", {"attempt": attempt})


def _decided(before: Verdict | None, after: Verdict) -> Iterator[Deed]:
    old = str(before.decision) if before else ""
    if old != after.decision:
        source = str(after.source or "")
        yield Deed("verdict", {"old": old, "new": str(after.decision), "source": source})


def _changed(before: Application, after: Application, hashes: KeyedHashes) -> dict[str, list[str]]:
    """Old and new hash of each changed value; '' for none."""
    extra = (question.key for question in after.extra)
    keys = [*_FIELDS, *extra]
    if before.reading == after.reading:  # then only answers can have changed
        keys = [key for key in keys if key in before.answers or key in after.answers]
    pairs = {key: (before.value(key), after.value(key)) for key in keys}
    return {
        key: [hashes.of(key, old) if old else "", hashes.of(key, new) if new else ""]
        for key, (old, new) in pairs.items()
        if old != new
    }


def _file(application: Application, slot: str) -> str | None:
    picture = application.pictures.get(slot)
    return picture.unique_id if picture else None
