"""How long to wait before the next attempt. Arithmetic only."""

import random
from datetime import timedelta


def backoff(
    attempts: int,
    *,
    first: timedelta = timedelta(seconds=2),
    longest: timedelta = timedelta(minutes=10),
    jitter: float | None = None,
) -> timedelta:
    """Doubles after each failed attempt, up to `longest`; returns 50 to 100 % of that.

    `attempts` counts the attempts so far, from 0; `jitter` is from 0 to 1 and random unless given,
    so that calls that failed together are not retried together.
    """
    full: timedelta = min(first * 2 ** min(attempts, 20), longest)
    share = random.random() if jitter is None else jitter  # noqa: S311 - spreads load, hides nothing
    return full * (0.5 + share / 2)
