"""Which questions a verdict makes the agent answer again, and only those."""

from conversations.application import CARD_FIELDS
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

_WORST = 2  # all compared texts, when the service does not say which one failed


def failing_parts(verdict: Verdict) -> tuple[str, ...]:
    """Keys of questions, lowest score first, photos last; empty when the verdict does not tell."""
    match verdict.decision:
        case Decision.PASSED:
            return ()
        case Decision.INVALID:
            return ("nid_number", "date_of_birth")  # the pair was not found
    scored = [
        (FIELD_OF_SCORE[score.field], score.differs)
        for score in verdict.lowest_first
        if FIELD_OF_SCORE.get(score.field) in CARD_FIELDS
    ]
    fields = [key for key, differs in scored if differs]
    if not fields and verdict.texts_match is False:
        fields = [key for key, _ in scored[:_WORST]]
    if verdict.card_photo_matches is False:
        fields.append("front")
    if verdict.selfie_matches is False:
        fields.append("selfie")
    return tuple(fields)
