"""Readers of settings: what each accepts, and that no text makes one fail."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import readers

READERS = (
    readers.bot_token,
    readers.proxy,
    readers.name,
    readers.helpline,
    readers.listening,
    readers.dsn,
    readers.file,
    readers.user_ids,
    readers.days,
    readers.minutes,
    readers.interval,
    readers.patience,
    readers.whole(1, 1000),
    readers.one_of(("en", "bn")),
)


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (readers.user_ids, "12, 7 12", {7, 12}),
        (readers.whole(1, 30), "30", 30),
        (readers.days, "3650", timedelta(days=3650)),
        (readers.minutes, "0", timedelta()),
        (readers.interval, "1.5", timedelta(seconds=1.5)),
        (readers.patience, "120", timedelta(minutes=2)),
        (readers.one_of(("INFO", "DEBUG")), "debug", "DEBUG"),
    ],
)
def test_a_valid_text_becomes_its_value(
    read: Callable[[str], object], text: str, value: object
) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text", "limits"),
    [
        (readers.whole(1, 30), "31", "from 1 to 30"),
        (readers.whole(1, 30), "0", "from 1 to 30"),
        (readers.whole(1, 30), "৭", "from 1 to 30"),
        (readers.days, "3651", "from 1 to 3650"),
        (readers.minutes, "1441", "from 0 to 1440"),
        (readers.interval, "0.9", "from 1 to 86400"),
        (readers.patience, "119", "from 120 to 86400"),
        (readers.one_of(("en", "bn")), "fr", "one of en, bn"),
    ],
)
def test_a_value_beyond_a_limit_is_refused_with_the_limit(
    read: Callable[[str], object], text: str, limits: str
) -> None:
    with pytest.raises(ValueError, match=limits):
        read(text)


@given(st.sampled_from(READERS), st.text())
def test_no_text_makes_a_reader_stumble(read: Callable[[str], object], text: str) -> None:
    try:
        read(text)
    except ValueError as problem:
        assert str(problem).startswith("must be ")  # noqa: PT017 - or none at all
