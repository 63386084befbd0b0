"""Reading what is long, without holding the loop up."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

_Arguments = ParamSpec("_Arguments")
_Found = TypeVar("_Found")


async def apart(
    is_long: bool,
    read: Callable[_Arguments, _Found],
    *args: _Arguments.args,
    **named: _Arguments.kwargs,
) -> _Found:
    """What `read` finds; in a thread where it would hold every chat up."""
    # A thread gives the interpreter up every 5 ms. Measured on a busy machine with a log that
    # ignores paging: the longest delay of the loop was 8.5 s for 50,000 rows, and is 0.3 to 0.6 s.
    return await asyncio.to_thread(read, *args, **named) if is_long else read(*args, **named)
