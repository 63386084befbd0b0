"""The verdict on an application: every value compared with the register's and scored (pure)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.ekyc.applications import Status
from bot.sandbox.ekyc.dates import as_in_status, parse_birth_date
from bot.sandbox.ekyc.register import Citizen
from bot.sandbox.ekyc.scores import address_score, letter_score, name_score

LIMITS: Mapping[str, int] = {
    "nid": 100,
    "dob": 100,
    "nameEng": 80,
    "nameBng": 80,
    "fatherName": 75,
    "motherName": 75,
    "presentAddress": 60,
}
"""The lowest score of each field that still passes; the blood group never decides."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status and, unless it is `invalid`, the detail of the status reply."""

    status: Status
    detail: Mapping[str, Any] | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class FaceMatches:
    """Whether the faces on the card and on the applicant's photo are the register's."""

    card: bool
    photo: bool


INVALID = Verdict("invalid", None)
"""The register has no such NID number and date of birth."""


def judge(
    fields: Mapping[str, str],
    blood_group: str,
    citizen: Citizen,
    faces: FaceMatches,
) -> Verdict:
    """Compare what was submitted with the register's entry."""
    born_on = parse_birth_date(fields["dob"])
    values: Mapping[str, tuple[str, str, Callable[[str, str], int]]] = {
        "nid": (fields["nid_no"], citizen.nid_no, _nid_score),
        "dob": (
            (born_on and as_in_status(born_on)) or "",
            as_in_status(citizen.born_on),
            letter_score,
        ),
        "nameEng": (fields["applicant_name_eng"], citizen.name_eng, name_score),
        "nameBng": (fields["applicant_name_ben"], citizen.name_ben, name_score),
        "fatherName": (fields["father_name"], citizen.father_name, name_score),
        "motherName": (fields["mother_name"], citizen.mother_name, name_score),
        "presentAddress": (fields["pres_address"], citizen.address, address_score),
        "bloodGroup": (blood_group, citizen.blood_group, letter_score),
    }
    detail: dict[str, Any] = {}
    for name, (from_card, from_register, score) in values.items():
        detail[f"{name}_from_card"] = from_card
        detail[f"{name}_from_ec"] = from_register
        detail[f"{name}_score"] = score(from_card, from_register)
    text_matches = all(detail[f"{name}_score"] >= limit for name, limit in LIMITS.items())
    detail["textual_info_match"] = text_matches
    detail["applicantPhoto_from_card"] = ""  # empty in the document's sample as well
    detail["applicantPhoto_card_ec_match"] = faces.card
    detail["applicantPhoto_from_app"] = ""
    detail["applicantPhoto_app_ec_match"] = faces.photo
    passed = text_matches and faces.card and faces.photo
    return Verdict("passed" if passed else "failed", detail)


def corrected(status: Status, detail: Mapping[str, Any] | None) -> Verdict:
    """Reverse a verdict, as if the register or the photo had been checked again.

    Passed becomes failed by the applicant's photo; failed becomes passed because the register took
    over what was submitted. Invalid stays.
    """
    if detail is None:
        return Verdict(status, None)
    changed = dict(detail)
    if status == "passed":
        changed["applicantPhoto_app_ec_match"] = False
        return Verdict("failed", changed)
    for key in detail:
        if key.endswith("_from_ec"):
            changed[key] = detail[key.replace("_from_ec", "_from_card")]
        elif key.endswith("_score"):
            changed[key] = 100
        elif key.endswith("_match"):
            changed[key] = True
    return Verdict("passed", changed)


def _nid_score(from_card: str, from_register: str) -> int:
    """Compare NID numbers; one of 17 digits is the birth year before the 13 that count."""
    if len(from_card) == 17:
        from_card = from_card[4:]
    return letter_score(from_card, from_register)
