"""What the database says about the bot's work: who is told, what is stalled or set aside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.doctor.finding import Finding, doubtful, fine
from bot.doctor.limits import LONGEST_ABSENCE, MOST_COUNTED
from bot.people.admins import HOW_TO_HAVE_ONE, NO_ADMIN
from bot.reports.team import STALLED_AFTER
from conversations.application import Phase
from storage import Store
from storage.agents import Role

#: Drafts are with the agents, who are reminded.
_WITH_US = (Phase.SUBMITTING, Phase.CHECKING, Phase.PENDING)

_START = "Start it: python -m bot run. If it runs, its log says why it erases nothing."

#: Troubles that end, by the first word of their name, and what cures them.
_LASTING = {
    "denied": (
        "The eKYC service refuses a token.",
        "Correct EKYC_TOKEN and send SIGHUP; for a person or team: python -m bot agents token.",
    ),
    "elsewhere": (
        "The eKYC service is not at EKYC_URL.",
        "Correct EKYC_URL and restart; see the line ekyc.",
    ),
    "unavailable": (
        "The bot does not reach the eKYC service.",
        "Nothing if the service is down; see the line ekyc otherwise.",
    ),
    "untrusted": (
        "The bot does not accept the certificate of the eKYC service.",
        "Name the authority's file in SSL_CERT_FILE and restart.",
    ),
    "clock": (
        "The bot does not trust the clock, so it erases nothing.",
        "Have the clock set by a time service: timedatectl set-ntp true.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Counts stop at MOST_COUNTED."""

    backed_up_at: datetime | None
    seen_at: datetime | None
    admins: int
    silent_admins: int  # no message reaches them
    stalled: Mapping[Phase, int]
    unresolved: int
    set_aside: int
    troubles: frozenset[str]


def find_work(store: Store, now: datetime) -> Work:
    """Raises DatabaseFailed."""
    copies = store.audit.entries(actions=("backed-up",), last=1)
    admins = store.agents.with_role(Role.ADMIN)
    return Work(
        backed_up_at=copies[0].at if copies else None,
        seen_at=store.last_seen.at(),
        admins=len(admins),
        silent_admins=sum(not admin.is_reachable for admin in admins),
        stalled={phase: _count(store, phase, now - STALLED_AFTER[phase]) for phase in _WITH_US},
        unresolved=_count(store, Phase.CLOSED, now),
        set_aside=len(store.inbox.list_set_aside(limit=MOST_COUNTED)),
        troubles=frozenset(store.troubles.present()),
    )


def _count(store: Store, phase: Phase, before: datetime) -> int:
    return len(store.applications.idle(phase, before, limit=MOST_COUNTED))


def judge_work(work: Work, now: datetime) -> Iterator[Finding]:
    yield _judge_admins(work)
    yield _judge_presence(work.seen_at, now)
    yield _judge_stalled(work.stalled)
    yield _judged_count(
        "unresolved",
        work.unresolved,
        "applications were closed without a verdict",
        "Ask the eKYC service for each; the admins were told the references.",
    )
    yield _judged_count(
        "updates",
        work.set_aside,
        "updates could not be handled and are set aside",
        "python -m bot updates list shows them; report the fault, then retry or drop each.",
    )
    yield from _judge_troubles(work.troubles)


def _judge_admins(work: Work) -> Finding:
    if not work.admins:
        return doubtful("admins", NO_ADMIN, HOW_TO_HAVE_ONE)
    if work.silent_admins:
        return doubtful(
            "admins",
            f"The bot cannot write to {work.silent_admins} of {work.admins} admins.",
            "Each of them opens the chat with the bot and presses Start, or is removed.",
        )
    return fine("admins", f"The bot tells {work.admins} when something is wrong.")


def _judge_presence(seen_at: datetime | None, now: datetime) -> Finding:
    if seen_at is None:
        return doubtful("bot", "The bot has never run with this database.", _START)
    absence = max(now - seen_at, timedelta())
    words = f"The bot was last seen running on {seen_at:%Y-%m-%d at %H:%M} UTC."
    return doubtful("bot", words, _START) if absence > LONGEST_ABSENCE else fine("bot", words)


def _judge_stalled(stalled: Mapping[Phase, int]) -> Finding:
    found = [f"{_in_words(count)} {phase}" for phase, count in stalled.items() if count]
    if not found:
        return fine("stalled", "No application waits longer than it should.")
    return doubtful(
        "stalled",
        f"Applications wait longer than they should: {', '.join(found)}.",
        "Mend the lines above that are broken. /report shows the oldest; the eKYC service knows why"
        " it gives no verdict.",
    )


def _judged_count(name: str, count: int, what: str, cure: str) -> Finding:
    words = f"{_in_words(count)} {what}."
    return doubtful(name, words, cure) if count else fine(name, words)


def _in_words(count: int) -> str:
    return f"at least {count}" if count >= MOST_COUNTED else str(count)


def _judge_troubles(troubles: frozenset[str]) -> Iterator[Finding]:
    """Those of which the admins were told and that are not over."""
    kinds = sorted({trouble.partition(" ")[0] for trouble in troubles} & _LASTING.keys())
    for kind in kinds:
        yield doubtful("trouble", *_LASTING[kind])
    if not kinds:
        yield fine("trouble", "The bot has reported no trouble that lasts.")
