"""The values that go to and come from the eKYC service; whatever is personal stays out of `repr`.

Field names are ours. The document's names (`applicant_name_ben`, `nameEng_from_card`, …) appear
only where a request is built or a reply is read.
"""

import dataclasses
import enum
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One JPEG, ready to be sent: upright, without metadata."""

    content: bytes = dataclasses.field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What step 1 read from the two sides of a card.

    A field that was not read ("", null, "none", "N/A", "-") is None. Text is NFC, joiners kept.
    """

    nid_number: str | None = dataclasses.field(repr=False)  # ASCII digits
    date_of_birth: str | None = dataclasses.field(
        repr=False
    )  # exactly as received, to be returned so
    name_bangla: str | None = dataclasses.field(repr=False)
    name_english: str | None = dataclasses.field(repr=False)
    father_name: str | None = dataclasses.field(repr=False)
    mother_name: str | None = dataclasses.field(repr=False)
    spouse_name: str | None = dataclasses.field(repr=False)  # later servers only
    address: str | None = dataclasses.field(repr=False)
    blood_group: str | None = dataclasses.field(repr=False)  # later servers only
    front_name: str = dataclasses.field(
        repr=False
    )  # names under which the service keeps the pictures;
    back_name: str = dataclasses.field(repr=False)  # opaque, step 2 returns them
    front_image: bytes | None = dataclasses.field(
        repr=False
    )  # JPEG or PNG as cropped by the service,
    back_image: bytes | None = dataclasses.field(repr=False)  # None when it is not a whole picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """The fifteen texts of step 2, all mandatory. Raises ValueError when one is blank."""

    nid_number: str = dataclasses.field(repr=False)
    date_of_birth: str = dataclasses.field(
        repr=False
    )  # as step 1 gave it unless the agent edited it
    name_bangla: str = dataclasses.field(repr=False)
    name_english: str = dataclasses.field(repr=False)
    father_name: str = dataclasses.field(repr=False)
    mother_name: str = dataclasses.field(repr=False)
    present_address: str = dataclasses.field(repr=False)
    permanent_address: str = dataclasses.field(repr=False)
    front_name: str = dataclasses.field(repr=False)  # both from the reading of these very pictures
    back_name: str = dataclasses.field(repr=False)
    gender: str = dataclasses.field(repr=False)
    profession: str = dataclasses.field(repr=False)
    nominee: str = dataclasses.field(repr=False)
    nominee_relation: str = dataclasses.field(repr=False)
    mobile_number: str = dataclasses.field(repr=False)  # 01XXXXXXXXX

    def __post_init__(self) -> None:
        for name, text in self.to_form().items():
            if not text.strip():
                raise ValueError(f"Step 2 needs a value for {name}")

    def to_form(self) -> dict[str, str]:
        """The same texts under the names, and in the order, of the document (section B)."""
        return {
            "nid_no": self.nid_number,
            "dob": self.date_of_birth,
            "applicant_name_ben": self.name_bangla,
            "applicant_name_eng": self.name_english,
            "father_name": self.father_name,
            "mother_name": self.mother_name,
            "pres_address": self.present_address,
            "perm_address": self.permanent_address,
            "id_front_name": self.front_name,
            "id_back_name": self.back_name,
            "gender": self.gender,
            "profession": self.profession,
            "nominee": self.nominee,
            "nominee_relation": self.nominee_relation,
            "mobile_number": self.mobile_number,
        }

    def personal_values(self) -> tuple[str, ...]:
        """The values that no error message may repeat."""
        return (
            self.nid_number,
            self.date_of_birth,
            self.name_bangla,
            self.name_english,
            self.father_name,
            self.mother_name,
            self.present_address,
            self.permanent_address,
            self.nominee,
            self.mobile_number,
        )


class Verdict(enum.StrEnum):
    """Where a verification stands. A word the document does not know counts as PENDING."""

    PASSED = "passed"
    FAILED = "failed"
    INVALID = "invalid"
    PENDING = "pending"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldScore:
    """How well one field of the application agrees with the Election Commission's register.

    `field` is one of nid, date_of_birth, name_english, name_bangla, father_name, mother_name,
    present_address, blood_group. The scale is the service's, usually 0 to 100, and the limit is
    the bank's: neither is documented.
    """

    field: str
    score: float | None  # None: not compared
    card: str | None = dataclasses.field(repr=False)  # the value that was compared
    register: str | None = dataclasses.field(repr=False)  # the register's value, 1.07 only


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The state of one verification; scores and matches are there only for passed and failed."""

    verdict: Verdict
    raw_status: str  # the service's own word
    is_known_status: bool  # False: a word outside the document, taken as PENDING
    nid_number: str | None = dataclasses.field(
        repr=False
    )  # whose application this is; None when not told
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
    verdict: Verdict
    raw_status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSweep:
    """Rows of the log, each once; `is_whole` tells that nothing lies beyond them.

    `pages` are the same rows as they came, one that moved meanwhile perhaps on two; it took so many
    `requests`.
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
