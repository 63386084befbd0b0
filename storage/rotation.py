"""Copies in one folder: each is named by its bot and time, and only the newest are kept."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

_STAMP = "%Y%m%dT%H%M%SZ"
#: Up to 0.3.0 no name had a bot; such a copy counts as one's own.
_COPY = re.compile(
    r"onboarding-(?:(?P<bot>\d+)-)?(?P<at>\d{8}T\d{6}Z)\.db"
    r"(?P<part>(?:\.\w{8})?\.part(?:-wal|-shm)?)?"
)

#: No copy takes as long; what is older was left by one that was interrupted.
_LONGEST = timedelta(days=1)


def name_of_copy(bot: int | None, now: datetime) -> str:
    """`bot` is its Telegram ID, if known, so that several bots may copy into one folder."""
    return f"onboarding-{now:{_STAMP}}.db" if bot is None else f"onboarding-{bot}-{now:{_STAMP}}.db"


def surplus(names: Iterable[str], bot: int | None, keep: int, now: datetime) -> list[str]:
    """The files to delete: the bot's copies older than its newest `keep`, and unfinished ones.

    A file of another name is never among them, nor another bot's, nor one from the future: the
    clock that named it was wrong, or `now` is.
    """
    found = (_COPY.fullmatch(name) for name in names)
    own = [each for each in found if each and each["bot"] in {None, str(bot)}]
    own.sort(key=lambda each: (each["at"], each[0]))
    current, latest = f"{now:{_STAMP}}", f"{now - _LONGEST:{_STAMP}}"
    copies = [each[0] for each in own if not each["part"] and each["at"] <= current]
    parts = [each[0] for each in own if each["part"] and each["at"] < latest]
    return copies[: max(0, len(copies) - keep)] + parts
