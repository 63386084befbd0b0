"""Rows of three processes that take turns on PostgreSQL with a synchronous standby."""

from dataclasses import dataclass
from typing import Literal

from tests.faults.campaign.fate import EKYC, ERASES, FETCHING, POSTS, SENDING, Fault, Mixture

#: To the process that serves, to its session, to the servers, or to both.
Mishap = Literal[
    "kill",
    "restart",
    "freeze",
    "cut",
    "lose statement",
    "lose commit",
    "fail over",
    "machine",
    "hang",
    "standby",
    "away",
]


@dataclass(frozen=True, slots=True)
class AmongThree:
    """What happens to the processes or the servers in turn, or on the wires to both services."""

    name: str
    mishaps: tuple[Mishap, ...] | Mixture


_CALLS = (
    Fault("before a getUpdates", ("getUpdates",), "before", longest=5),
    Fault("before the eKYC server's effect", EKYC, "before"),
    Fault("after a getUpdates", ("getUpdates",), "after", longest=5),
    Fault("after the eKYC server's effect", EKYC, "after"),
    Fault("before Telegram's effect", (*SENDING, *FETCHING), "before", longest=4),
    Fault("after step 2", ("step two",), "after"),
    Fault("after Telegram's effect", SENDING, "after", longest=4),
    Fault("with the eKYC server's answer", EKYC, "told"),
)

ON_POSTGRES: tuple[AmongThree, ...] = (
    AmongThree("killed among three processes", ("kill",)),
    AmongThree("killed at a call of either service, among three", Mixture("calls", _CALLS)),
    AmongThree("an erase during a submission, among three", Mixture("erases", ERASES)),
    AmongThree(
        "webhook duplicates and cuts, among three", Mixture("posts", POSTS, by_webhook=True)
    ),
    AmongThree("restarted in turn among three", ("restart",)),
    AmongThree("frozen for 15 s among three", ("freeze",)),
    AmongThree("cut off from the database for 15 s among three", ("cut",)),
    AmongThree("the session ends at a statement in a transaction", ("lose statement",)),
    AmongThree("the session ends with the answer to a commit", ("lose commit",)),
    AmongThree("the database fails over", ("fail over",)),
    AmongThree("the process that serves and the primary are killed at once", ("machine",)),
    AmongThree("the primary hangs, and the standby takes its place", ("hang",)),
    AmongThree("commits wait up to 40 s for the standby", ("standby",)),
    AmongThree("the database is away for up to 60 s", ("away",)),
)
