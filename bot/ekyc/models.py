"""The values sent to and received from the eKYC service; personal ones stay out of `repr`.

Field names are ours. The document's names (`applicant_name_ben`, `nameEng_from_card`, …) appear
only where a request is built or a reply is read.
"""

import dataclasses
import enum
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One JPEG, ready to be sent: upright, without metadata."""

    content: bytes = dataclasses.field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What step 1 read from the two sides of a card.

    A field that was not read ("", null, "none", "N/A", "-") is None. Text is NFC, joiners kept; the
    date of birth is exactly as received, to be returned unmodified.

    The service keeps the pictures under two names, which step 2 returns. An image is a JPEG or PNG
    as cropped by the service, None when it is not a whole picture.
    """

    nid_number: str | None = dataclasses.field(repr=False)  # ASCII digits
    date_of_birth: str | None = dataclasses.field(repr=False)
    name_bangla: str | None = dataclasses.field(repr=False)
    name_english: str | None = dataclasses.field(repr=False)
    father_name: str | None = dataclasses.field(repr=False)
    mother_name: str | None = dataclasses.field(repr=False)
    spouse_name: str | None = dataclasses.field(repr=False)  # later servers only
    address: str | None = dataclasses.field(repr=False)
    blood_group: str | None = dataclasses.field(repr=False)  # later servers only
    front_name: str = dataclasses.field(repr=False)
    back_name: str = dataclasses.field(repr=False)
    front_image: bytes | None = dataclasses.field(repr=False)
    back_image: bytes | None = dataclasses.field(repr=False)


def _personal(name: str) -> Mapping[str, object]:
    """The name of a text of step 2 in the document (section B); no error message may repeat it."""
    return {"name": name, "is_personal": True}


def _common(name: str) -> Mapping[str, object]:
    """The same for a text that is not personal."""
    return {"name": name, "is_personal": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """The fifteen texts of step 2 in the document's order, all mandatory.

    The date of birth is as step 1 returned it unless the agent edited it; the two names are those
    of the reading of these very pictures; the mobile number is 01XXXXXXXXX.

    Raises ValueError when one is blank.
    """

    nid_number: str = dataclasses.field(repr=False, metadata=_personal("nid_no"))
    date_of_birth: str = dataclasses.field(repr=False, metadata=_personal("dob"))
    name_bangla: str = dataclasses.field(repr=False, metadata=_personal("applicant_name_ben"))
    name_english: str = dataclasses.field(repr=False, metadata=_personal("applicant_name_eng"))
    father_name: str = dataclasses.field(repr=False, metadata=_personal("father_name"))
    mother_name: str = dataclasses.field(repr=False, metadata=_personal("mother_name"))
    present_address: str = dataclasses.field(repr=False, metadata=_personal("pres_address"))
    permanent_address: str = dataclasses.field(repr=False, metadata=_personal("perm_address"))
    front_name: str = dataclasses.field(repr=False, metadata=_common("id_front_name"))
    back_name: str = dataclasses.field(repr=False, metadata=_common("id_back_name"))
    gender: str = dataclasses.field(repr=False, metadata=_common("gender"))
    profession: str = dataclasses.field(repr=False, metadata=_common("profession"))
    nominee: str = dataclasses.field(repr=False, metadata=_personal("nominee"))
    nominee_relation: str = dataclasses.field(repr=False, metadata=_common("nominee_relation"))
    mobile_number: str = dataclasses.field(repr=False, metadata=_personal("mobile_number"))

    def __post_init__(self) -> None:
        for name, text in self.to_form().items():
            if not text.strip():
                raise ValueError(f"Step 2 needs a value for {name}")

    def to_form(self) -> dict[str, str]:
        """The texts under the document's names and in its order."""
        return {
            field.metadata["name"]: getattr(self, field.name) for field in dataclasses.fields(self)
        }

    def personal_values(self) -> tuple[str, ...]:
        """The values that no error message may repeat."""
        personal = (each for each in dataclasses.fields(self) if each.metadata["is_personal"])
        return tuple(getattr(self, each.name) for each in personal)


#: The question of the form that is meant where the service names one of its fields.
QUESTION_OF: Mapping[str, str] = {
    **{each.metadata["name"]: each.name for each in dataclasses.fields(Registration)},
    "id_front": "front",
    "id_front_name": "front",
    "id_back": "back",
    "id_back_name": "back",
    "applicant_photo": "selfie",
}


class State(enum.StrEnum):
    """The state of a verification. A word outside the document counts as PENDING."""

    PASSED = "passed"
    FAILED = "failed"
    INVALID = "invalid"
    PENDING = "pending"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldScore:
    """How well one field of the application agrees with the Election Commission's register.

    `field` is one of nid, date_of_birth, name_english, name_bangla, father_name, mother_name,
    present_address, blood_group. The scale is the service's, usually 0 to 100, and the limit is the
    bank's; neither is documented.
    """

    field: str
    score: float | None  # None: not compared
    card: str | None = dataclasses.field(repr=False)  # the value that was compared
    register: str | None = dataclasses.field(repr=False)  # the register's value, 1.07 only


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The state of one verification; scores and matches are there only for passed and failed.

    `nid_number` says whose application it is; None when that is not told.
    """

    state: State
    raw_status: str  # the service's own word
    is_known_status: bool  # False: a word outside the document, taken as PENDING
    nid_number: str | None = dataclasses.field(repr=False)
    scores: tuple[FieldScore, ...]
    textual_match: bool | None
    card_photo_match: bool | None  # the card's portrait against the register's
    selfie_match: bool | None  # the applicant's photo against the register's


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One line of the verification log. No column is a key: two rows may share any of them."""

    mobile_number: str = dataclasses.field(repr=False)  # 01XXXXXXXXX
    customer_name: str = dataclasses.field(repr=False)  # "" when missing
    nid_number: str = dataclasses.field(repr=False)  # ASCII digits, "" when missing
    submitted_on: str  # as received: day/month/year, or ISO with a time from later servers
    state: State
    raw_status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSweep:
    """Rows of the log, each once; `is_whole` when there are no others.

    `pages` are the same rows as received, a row that moved meanwhile perhaps on two; `requests` is
    how many calls it took.
    """

    rows: tuple[LogRow, ...]
    is_whole: bool
    pages: tuple[tuple[LogRow, ...], ...]
    requests: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """One page of the log, in whatever order the service chose."""

    rows: tuple[LogRow, ...]
    total_pages: int | None  # later servers only
    page_digest: str  # equal for equal rows: the last page may be served again past the end
