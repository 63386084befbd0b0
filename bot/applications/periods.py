"""How long forms are kept."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Periods:
    """How long a form is kept after its verdict; without one, or as a draft, after it moved."""

    form: timedelta
    undecided: timedelta
    draft: timedelta
