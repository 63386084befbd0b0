"""A verdict as it is stored: which values differ, never the register's own texts. Pure."""

from datetime import datetime

from bot.ekyc import FieldScore, State, Status
from conversations.calendar_date import possible_dates
from conversations.national_id import is_same_national_id
from conversations.verdict import Decision, Score, Source, Verdict

_FULL_MATCH = 100.0


def verdict_from(said: State, status: Status | None, now: datetime) -> Verdict:
    """The verdict with its scores and matches.

    `status` is the reply that explains it; None when only the log gave the verdict.
    """
    decision = Decision(said.value)
    if status is None:
        return Verdict(decision=decision, found_at=now, source=Source.LOG)
    return Verdict(
        decision=decision,
        found_at=now,
        scores=tuple(
            Score(field=score.field, points=score.score, differs=_differs(score))
            for score in status.scores
        ),
        texts_match=status.textual_match,
        card_photo_matches=status.card_photo_match,
        selfie_matches=status.selfie_match,
        source=Source.STATUS,
    )


def _differs(score: FieldScore) -> bool:
    """Whether the card and the register say something else, not only the same in another form."""
    card, register = score.card, score.register
    if not (card and register) or card == register or score.score == _FULL_MATCH:
        return False
    match score.field:
        case "nid":
            return not is_same_national_id(card, register)
        case "date_of_birth":
            return possible_dates(card).isdisjoint(possible_dates(register))
    return True
