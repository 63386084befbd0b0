"""Pictures that are soon needed again; in memory only, since pictures are never stored."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

_MOST_BYTES = 64 * 1024 * 1024
_LONGEST = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class _Kept:
    content: bytes = field(repr=False)
    since: datetime


class ShortMemory:
    """Pictures by name: the newest up to 64 MiB together, none for more than half an hour."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._bytes = 0

    def keep(self, name: str, content: bytes) -> None:
        self.drop(name)
        self._kept[name] = _Kept(content, self._clock())
        self._bytes += len(content)
        self._forget()

    def find(self, name: str) -> bytes | None:
        self._forget()
        kept = self._kept.get(name)
        return kept.content if kept else None

    def drop(self, name: str) -> None:
        kept = self._kept.pop(name, None)
        if kept:
            self._bytes -= len(kept.content)

    def drop_all(self, beginning: str) -> None:
        """Drop every picture whose name begins so."""
        for name in [each for each in self._kept if each.startswith(beginning)]:
            self.drop(name)

    def _forget(self) -> None:
        oldest_allowed = self._clock() - _LONGEST
        while self._kept:
            name, oldest = next(iter(self._kept.items()))
            if self._bytes <= _MOST_BYTES and oldest.since >= oldest_allowed:
                return
            self.drop(name)
