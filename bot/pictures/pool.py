"""Pictures are decoded in separate processes, which a picture may kill without harm.

Each works on one picture at a time, so the picture that killed it is known. The processes start on
demand, know none of the bot's secrets, and end when idle.

    UnusablePicture    the agent must send another picture; `reason` is the key of the sentence
    PicturesFailed     our own program is at fault
"""

import contextlib
import logging
import signal
from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

from bot.observation import UNOBSERVED, Observer, timed
from bot.pictures.results import (
    CardViews,
    Examined,
    PictureDefect,
    Prepared,
    UnusablePicture,
)
from bot.pictures.wire import LONGEST_REPLY, Reply, Request
from bot.runtime.process_pool import ProcessEnded, ProcessPool

_log = logging.getLogger(__name__)

_AT_ONCE = 2  # each takes a core for a moment, and up to 320 MB for the most expensive picture

#: The process limits its own processor time; this limits the wait on a busy machine.
_DEADLINE = 90.0  # seconds

#: The signal for a picture that takes too long; another process would not be faster.
_TOO_SLOW = (signal.SIGXCPU, signal.SIGALRM)

#: A picture that ends this many processes is refused.
_DEATHS = 2
#: For one picture, those included that end before they have it: when memory runs out, the kernel
#: kills them first.
_STARTS = 4

#: A lower priority for the processor than the bot's. Without it, two hundred agents who send their
#: photos at once made presses of all of them wait for more than a second.
_NICENESS = 10

_BE_READY = msgspec.msgpack.encode(Request(work="be ready"))

_SINGLE_THREADED = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

#: Makes what is entered while a process has a picture.
Opening = Callable[[], contextlib.AbstractContextManager[None]]


class PicturesFailed(Exception):
    """Our own program is at fault, or incompletely installed; the picture may be good."""


class _NeverReady(ProcessEnded):
    """It ended before it was given the picture, which is not to blame."""


#: How work ended, for whoever observes it.
_RESULTS = ((UnusablePicture, "refused"), (PicturesFailed, "failed"))


class PicturePool(ProcessPool):
    """Closed at the end of an `async with`."""

    def __init__(self, observer: Observer = UNOBSERVED) -> None:
        self._observer = observer
        super().__init__(
            "bot.pictures.worker",
            at_once=_AT_ONCE,
            deadline=_DEADLINE,
            longest_reply=LONGEST_REPLY,
            niceness=_NICENESS,
            environment=_SINGLE_THREADED,
        )

    async def prepare(self, content: bytes | bytearray) -> Prepared:
        """The picture made ready; raises UnusablePicture."""
        reply = await self._reply("prepare", (content,))
        assert reply.prepared
        return reply.prepared

    async def examine(
        self,
        content: bytes | bytearray,
        slot: str,
        opening: Opening = contextlib.nullcontext,
    ) -> Examined:
        """The same with what is doubtful about it for that slot; raises UnusablePicture.

        `opening` is entered while a process has the picture, once for each that is given it.
        """
        reply = await self._reply("examine", (content,), slot, opening)
        assert reply.examined
        return reply.examined

    async def views(self, front: bytes | None, back: bytes | None) -> CardViews:
        """What can be shown of a card that the service cropped; nothing if it is damaged."""
        try:
            reply = await self._reply("views", (front or b"", back or b""))
        except UnusablePicture:
            return CardViews()
        return reply.views or CardViews()

    async def _reply(
        self,
        work: Literal["prepare", "examine", "views"],
        pictures: Sequence[bytes | bytearray],
        slot: str = "",
        opening: Opening = contextlib.nullcontext,
    ) -> Reply:
        sizes = tuple(len(picture) for picture in pictures)
        request = msgspec.msgpack.encode(Request(work=work, sizes=sizes, slot=slot))
        with timed(self._observer.picture_done, work, _RESULTS):
            reply = await self._insist(request, pictures, opening)
            if reply.refused:
                raise UnusablePicture(reply.refused)
        return reply

    async def _insist(
        self, request: bytes, pictures: Sequence[bytes | bytearray], opening: Opening
    ) -> Reply:
        """Ask a second process if the first was killed, perhaps for another reason."""
        deaths = 0
        for _ in range(_STARTS):
            try:
                return await self._asked(request, pictures, opening)
            except ProcessEnded as ended:
                if ended.code >= 0:
                    raise PicturesFailed(str(ended)) from None
                if isinstance(ended, _NeverReady):
                    continue
                deaths += 1
                _log.warning(
                    "A picture ended its process (%s); one that ends a second, too, is refused.",
                    ended,
                )
                if deaths == _DEATHS or -ended.code in _TOO_SLOW:
                    return Reply(refused=PictureDefect.TOO_COMPLEX)
        raise PicturesFailed("no process lives long enough to be given the picture")

    async def _asked(
        self, request: bytes, pictures: Sequence[bytes | bytearray], opening: Opening
    ) -> Reply:
        async with self.worker() as worker:
            try:
                await worker.ask(_BE_READY)
            except ProcessEnded as ended:
                raise _NeverReady(ended.code) from None
            try:
                with opening():
                    answer = await worker.ask(request, *pictures)
                reply = msgspec.msgpack.decode(answer, type=Reply)
            except msgspec.MsgspecError:
                raise await worker.ended() from None
            if reply.refused is PictureDefect.TOO_COMPLEX:
                await worker.end()  # its memory may be fragmented
            return reply
