"""A small machine runs fewer tests at once, and is not out of memory."""

import pytest

from tests.support.workers import workers


@pytest.mark.parametrize(
    ("memory", "limit", "count"),
    [
        ("MemTotal: 24105000 kB\nMemAvailable:   22235612 kB\n", "max", 6),
        ("MemAvailable:    3500000 kB\n", "max", 3),
        ("MemAvailable:   22235612 kB\n", "2147483648", 2),
        ("MemAvailable:     400000 kB\n", "max", 1),
        ("", "max", 6),
        ("", "4294967296", 4),
    ],
)
def test_each_process_has_a_gigabyte(memory: str, limit: str, count: int) -> None:
    assert workers(memory, limit) == count
