"""A burst, then an even rate, and no chat at the cost of another."""

import pytest

from bot.telegram.limits import Limits

RAHIM, KARIM = 2001, 2002


def most(limits: Limits, chats: list[int], seconds: float) -> int:
    """How many messages go out in that time when the chats get as many as possible."""
    now, sent = 1000.0, 0
    while now <= 1000.0 + seconds:
        free = [chat for chat in chats if limits.wait(chat, now) == 0]
        for chat in free:
            if limits.wait(chat, now) == 0:
                limits.take(chat, now)
                sent += 1
        if not free:
            now += max(min(limits.wait(chat, now) for chat in chats), 1e-6)
    return sent


def test_a_chat_takes_a_burst_and_then_one_message_a_second() -> None:
    assert 60 + 99 <= most(Limits(), [RAHIM], 100) <= 60 + 101


def test_all_chats_together_take_thirty_a_second() -> None:
    chats = list(range(1, 100))

    assert 60 + 290 <= most(Limits(), chats, 10) <= 60 + 302


def test_a_process_that_takes_over_gets_no_second_burst() -> None:
    chats = list(range(1, 100))

    assert 290 <= most(Limits(used_up_at=1000.0), chats, 10) <= 302
    assert Limits(used_up_at=1000.0).wait(RAHIM, 1000.0) == 0


def test_a_bot_that_pays_for_more_takes_more() -> None:
    chats = list(range(1, 100))

    assert 200 + 490 <= most(Limits(per_second=100), chats, 5) <= 200 + 502


def test_a_chat_that_has_had_its_share_holds_up_no_other() -> None:
    limits = Limits()
    for _ in range(60):
        limits.take(RAHIM, 1000.0)

    assert limits.wait(RAHIM, 1005.0) == 0
    for _ in range(5):
        limits.take(RAHIM, 1005.0)
    assert limits.wait(RAHIM, 1005.0) == pytest.approx(1.0)
    assert limits.wait(KARIM, 1005.0) == 0
