"""How long to wait before the next try. Arithmetic only."""

import random
from datetime import timedelta


def backoff(
    attempts: int,
    *,
    first: timedelta = timedelta(seconds=2),
    longest: timedelta = timedelta(minutes=10),
    jitter: float | None = None,
) -> timedelta:
    """Twice as long after each failed try, up to `longest`, then 50 to 100 % of that.

    `attempts` counts the tries so far, from 0; `jitter` is from 0 to 1 and random unless given,
    so that what failed together does not come back together.
    """
    full: timedelta = min(first * 2 ** min(attempts, 20), longest)
    share = random.random() if jitter is None else jitter  # noqa: S311 - spreads load, hides nothing
    return full * (0.5 + share / 2)
