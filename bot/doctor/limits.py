"""The limits beyond which the doctor warns; pure."""

from dataclasses import dataclass
from datetime import timedelta

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Sizes are in bytes."""

    least_free: int = 1000 * MEGABYTE
    oldest_backup: timedelta = timedelta(days=2)  # one a day, and one may fail


#: Below this SQLite may fail in the middle of a day's work.
ALMOST_FULL = 100 * MEGABYTE

#: The write-ahead log is some 4 MB unless a reader keeps it from being emptied.
LONGEST_LOG = 64 * MEGABYTE

#: The bot notes every five minutes that it is there.
LONGEST_ABSENCE = timedelta(hours=1)

#: Telegram keeps updates until they are taken; a bot that runs leaves none for seconds.
MOST_WAITING_UPDATES = 100

#: Telegram keeps the last failure of a webhook even when all has been well since.
LATEST_FAILURE = timedelta(hours=1)

#: A Date has whole seconds, and an answer takes time.
CLOCK_AGREES = timedelta(seconds=10)
#: From five minutes on the bot erases nothing, because it does not trust the clock.
CLOCK_IS_WRONG = timedelta(minutes=2)

#: Rows that are counted; more are "at least" that many.
MOST_COUNTED = 1000

#: The first one with idle_session_timeout, which frees the seat of a process that is frozen.
OLDEST_POSTGRES = 14

#: A form step makes some 5 trips, so that they take less than the work itself.
LONGEST_TRIP = timedelta(milliseconds=0.3)

#: Times in the database are of the process that has the seat, and its lock outlives a change.
SERVER_CLOCK_AGREES = timedelta(seconds=2)

#: An hour of work is what is lost with all machines at once.
LONGEST_UNARCHIVED = timedelta(hours=1)

#: Three processes with a few reports and exports, and a command.
FEWEST_FREE_SESSIONS = 15
