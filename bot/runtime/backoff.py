"""How long to wait before the next attempt. Arithmetic only."""

from datetime import timedelta

from bot.runtime.chance import chance


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
    share = chance() if jitter is None else jitter
    return full * (0.5 + share / 2)
