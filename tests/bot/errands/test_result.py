"""How long a failed call waits, and how an errand ends without an answer."""

from datetime import timedelta

import pytest

from bot.ekyc import EkycBusy, EkycDenied, EkycMisunderstood, EkycUnavailable
from bot.ekyc.errors import EkycError
from bot.ekyc.polite import DENIED_WAIT
from bot.errands.result import LOOK_AGAIN, Notice, Result, closing, wait_after
from bot.telegram.errors import TelegramError, TelegramRefused, TelegramUnavailable
from conversations.replies import LeftUnresolved
from tests.support.owed import ERRAND


@pytest.mark.parametrize("attempts", [0, 40])
@pytest.mark.parametrize(
    ("error", "wait"),
    [
        (EkycUnavailable("", retry_after=7.5, is_own_pause=True), timedelta(seconds=7.5)),
        (EkycUnavailable("", retry_after=0.0, is_own_pause=True), timedelta(0)),
        (EkycBusy("", retry_after=600.0), timedelta(minutes=10)),
        (TelegramUnavailable("", retry_after=31.0), timedelta(seconds=31)),
        (EkycDenied(""), DENIED_WAIT),
        (EkycMisunderstood(""), LOOK_AGAIN),
    ],
)
def test_a_wait_that_is_known_is_kept_however_often_it_failed(
    error: EkycError | TelegramError, wait: timedelta, attempts: int
) -> None:
    assert wait_after(error, attempts) == wait


@pytest.mark.parametrize(
    "error",
    [
        EkycUnavailable(""),
        EkycBusy("", retry_after=0.0),  # or a date that is over
        TelegramUnavailable(""),
        TelegramRefused(""),
    ],
)
@pytest.mark.parametrize(("attempts", "longest"), [(0, 2), (3, 16), (6, 120), (1000, 120)])
def test_any_other_wait_grows_to_two_minutes(
    error: EkycError | TelegramError, attempts: int, longest: int
) -> None:
    waits = [wait_after(error, attempts).total_seconds() for _ in range(50)]

    assert longest / 2 <= min(waits) < max(waits) <= longest


def test_an_errand_that_ends_unanswered_reports_so_with_the_gravest_notice() -> None:
    assert closing(ERRAND) == Result(
        event=LeftUnresolved(ticket="the ticket"), notice=Notice("closed-unresolved", 4)
    )
