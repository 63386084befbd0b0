"""What the background check found."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Decision(StrEnum):
    """The end of an application; API document, page 8."""

    PASSED = "passed"
    FAILED = "failed"
    INVALID = "invalid"  # the Election Commission knows no such number and date of birth


class Source(StrEnum):
    """Which of the service's answers gave the decision."""

    STATUS = "status"
    LOG = "log"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How well one field agreed with the register.

    `points` is the service's own number, usually 0 to 100; None means not compared. The bank sets
    the passing mark and the API does not tell it (docs/ekyc-api.md, trap 47), so no score is called
    good or bad.
    """

    field: str
    points: float | None
    differs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A decision with its explanation; None means that the service did not say."""

    decision: Decision
    found_at: datetime
    scores: tuple[Score, ...] = ()
    texts_match: bool | None = None
    card_photo_matches: bool | None = None
    selfie_matches: bool | None = None
    source: Source | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """What counted against the customer, as keys of fields and photos; empty if it passed."""
        if self.decision is not Decision.FAILED:
            return ("invalid",) if self.decision is Decision.INVALID else ()
        found = [score.field for score in self.lowest_first if score.differs]
        if self.card_photo_matches is False:
            found.append("card-photo")
        if self.selfie_matches is False:
            found.append("selfie")
        return tuple(found) or ("unexplained",)

    @property
    def lowest_first(self) -> tuple[Score, ...]:
        """Compared fields in the order in which an agent should check them."""
        compared = [score for score in self.scores if score.points is not None]
        return tuple(sorted(compared, key=lambda score: score.points or 0.0))
