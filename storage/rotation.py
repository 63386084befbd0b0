"""Copies in one folder: each is named by its time, and only the newest are kept."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

_STAMP = "%Y%m%dT%H%M%SZ"
_COPY = re.compile(r"onboarding-(\d{8}T\d{6}Z)\.db")
_PART = re.compile(r"onboarding-(\d{8}T\d{6}Z)\.db\.part(-wal|-shm)?")

#: No copy takes as long; what is older was left by one that was interrupted.
_LONGEST = timedelta(days=1)


def name_of_copy(now: datetime) -> str:
    return f"onboarding-{now:{_STAMP}}.db"


def surplus(names: Iterable[str], keep: int, now: datetime) -> list[str]:
    """The files to delete: copies older than the newest `keep`, and parts that nobody completes.

    A file of another name is never among them, nor one from the future: the clock that named it was
    wrong, or `now` is.
    """
    names = sorted(names)
    current = name_of_copy(now)
    copies = [name for name in names if _COPY.fullmatch(name) and name <= current]
    parts = [(name, found[1]) for name in names if (found := _PART.fullmatch(name))]
    latest = f"{now - _LONGEST:{_STAMP}}"
    return copies[: max(0, len(copies) - keep)] + [name for name, at in parts if at < latest]
