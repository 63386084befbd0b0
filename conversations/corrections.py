"""How a form is corrected after a verdict: what is asked again, and the way back."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from conversations.application import Application, FormAsSent, Phase
from conversations.card import CARD_FIELDS
from conversations.questions import NOTHING, PICTURES
from conversations.submission import EarlierAttempt
from conversations.verdict import Decision, Verdict

#: The service compares under its own names; these are ours.
FIELD_OF_SCORE = {
    "nid": "nid_number",
    "date_of_birth": "date_of_birth",
    "name_english": "name_english",
    "name_bangla": "name_bangla",
    "father_name": "father_name",
    "mother_name": "mother_name",
    "present_address": "present_address",
    "blood_group": "blood_group",
}

#: A step between two scores is clear if it is at least this part of the highest score, and a
#: limit may lie in each that is at least half as wide as the widest: the bank's limit is unknown
#: and so is the scale.
_CLEAR_STEP, _AS_WIDE = 0.2, 0.5


def failing_parts(verdict: Verdict) -> tuple[str, ...]:
    """Keys of questions, lowest score first, photos last; empty when the verdict does not tell."""
    match verdict.decision:
        case Decision.PASSED:
            return ()
        case Decision.INVALID:
            return ("nid_number", "date_of_birth")  # the pair was not found
    fields = list(_failing_fields(verdict))
    if verdict.card_photo_matches is False:
        fields.append("front")
    if verdict.selfie_matches is False:
        fields.append("selfie")
    return tuple(fields)


def are_texts_unclear(verdict: Verdict) -> bool:
    """Whether texts did not match and the verdict does not tell which."""
    has_failed = verdict.decision is Decision.FAILED and verdict.texts_match is False
    return has_failed and not _failing_fields(verdict)


def _failing_fields(verdict: Verdict) -> Sequence[str]:
    """Those that the service marks; otherwise, if texts failed, all below the inferred limit."""
    scored = [
        (FIELD_OF_SCORE[score.field], score)
        for score in verdict.lowest_first
        if FIELD_OF_SCORE.get(score.field) in CARD_FIELDS
    ]
    marked = [key for key, score in scored if score.differs]
    if marked or verdict.texts_match is not False:
        return marked
    points = [score.points or 0.0 for _, score in scored]
    if len(points) == 1:
        return [key for key, _ in scored]
    steps = [higher - lower for lower, higher in pairwise(points)]
    narrowest = max(_AS_WIDE * max(steps, default=0.0), _CLEAR_STEP * max(points, default=0.0))
    limits = [place for place, step in enumerate(steps, 1) if 0 < narrowest <= step]
    return [key for key, _ in scored[: max(limits, default=0)]]


def still_failing(application: Application) -> frozenset[str]:
    """The card's fields that did not match and have the value that was sent, also where the card
    was photographed again.
    """
    sent = application.form_as_sent
    if sent is None:
        return frozenset()
    before = replace(application, answers=sent.answers, reading=sent.reading)
    parts = failing_parts(application.earlier[-1].verdict)
    fields = frozenset(parts) & set(CARD_FIELDS)
    return frozenset(key for key in fields if application.value(key) == before.value(key))


def is_failed_photo(application: Application, slot: str) -> bool:
    """Whether the very photo that did not match was sent again."""
    sent = application.form_as_sent
    if sent is None or slot not in failing_parts(application.earlier[-1].verdict):
        return False
    return application.pictures[slot].digest == sent.pictures[slot].digest


def opened_for_correction(application: Application) -> Application:
    """The form without what did not match; the sent values stay available until replaced."""
    verdict = application.verdict
    assert verdict is not None
    parts = failing_parts(verdict)
    photos = [part for part in parts if part in PICTURES]
    attempt = EarlierAttempt(submission=application.handed_in, verdict=verdict)
    opened = replace(
        application,
        verdict=None,
        earlier=(*application.earlier, attempt),
        form_as_sent=FormAsSent(
            answers=application.answers,
            pictures=application.pictures,
            reading=application.reading,
            as_printed=application.as_printed,
        ),
        doubted=frozenset(parts) & set(CARD_FIELDS),
        as_printed=application.as_printed - set(parts),
        # A photo that was taken as it is, and is kept, is not doubted again.
        refusals={slot: one for slot, one in application.refusals.items() if slot not in photos},
    )
    return opened.without_pictures(*photos) if photos else opened


def without_correction(application: Application) -> Application:
    """The application as it was before its last correction, which was abandoned."""
    *before, last = application.earlier
    sent = application.form_as_sent
    restored = replace(
        application,
        phase=Phase.DECIDED,
        asking=NOTHING,
        submission=last.submission,
        verdict=last.verdict,
        earlier=tuple(before),
        form_as_sent=None,
    )
    if sent is None:  # opened before this was kept
        return restored
    return replace(
        restored.without_reading(),
        answers=sent.answers,
        sources={},
        pictures=sent.pictures,
        refused_pictures={},
        wanted_pictures=frozenset(),
        reading=sent.reading,
        earlier_reading=None,
        is_card_confirmed=True,
        as_printed=sent.as_printed,
    )
