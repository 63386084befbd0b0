"""Pictures that are soon needed again; in memory only, since pictures are never stored."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

_MOST_BYTES = 64 * 1024 * 1024
_LONGEST = 1800.0  # seconds


class Alarm(Protocol):
    def cancel(self) -> None:
        """Do nothing when the time comes."""


def in_this_loop(seconds: float, act: Callable[[], None]) -> Alarm:
    """Act after that time, which no setting of the clock changes."""
    return asyncio.get_running_loop().call_later(seconds, act)


@dataclass(frozen=True, slots=True)
class _Kept:
    content: bytes = field(repr=False)
    end: Alarm


class ShortMemory:
    """Pictures by name: the newest up to 64 MiB together, none for more than half an hour."""

    def __init__(self, later: Callable[[float, Callable[[], None]], Alarm] = in_this_loop) -> None:
        """`later` acts after that time, also when nobody asks for a picture meanwhile."""
        self._later = later
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._bytes = 0

    def keep(self, name: str, content: bytes) -> None:
        self.drop(name)
        self._kept[name] = _Kept(content, self._later(_LONGEST, partial(self.drop, name)))
        self._bytes += len(content)
        while self._bytes > _MOST_BYTES:
            self.drop(next(iter(self._kept)))

    def find(self, name: str) -> bytes | None:
        kept = self._kept.get(name)
        return kept.content if kept else None

    def drop(self, name: str) -> None:
        kept = self._kept.pop(name, None)
        if kept:
            kept.end.cancel()
            self._bytes -= len(kept.content)

    def drop_all(self, beginning: str) -> None:
        """Drop every picture whose name begins so."""
        for name in [each for each in self._kept if each.startswith(beginning)]:
            self.drop(name)
