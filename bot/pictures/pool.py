"""Pictures are decoded in separate processes, which a picture may kill without harm.

Each works on one picture at a time, so the picture that killed it is known. The processes start on
demand, know none of the bot's secrets, and end when idle.

    UnusablePicture    the agent must send another picture; `reason` is the key of the sentence
    PicturesFailed     our own program is at fault
"""

import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, Self

import msgspec

from bot.observation import UNOBSERVED, Observer, timed
from bot.pictures.results import (
    CardViews,
    Examined,
    PictureDefect,
    Prepared,
    UnusablePicture,
)
from bot.pictures.wire import LARGEST_REPLY, LENGTH_BYTES, Reply, Request

_log = logging.getLogger(__name__)

_AT_ONCE = 2  # each takes a core for a moment, and up to 320 MB for the most expensive picture

#: The process limits its own processor time; this limits the wait on a busy machine.
_DEADLINE = 90.0  # seconds

#: A process idle for this long ends; a new one is ready in less than half a second.
_IDLE_SECONDS = 60.0

#: The signal for a picture that takes too long; another process would not be faster.
_TOO_SLOW = (signal.SIGXCPU, signal.SIGALRM)

_LAST_SECONDS = 2.0  # between the closing of its pipes and the end of a process

_FOLDER = Path(__file__).parents[2]  # from which `bot` is imported

#: The whole environment of the processes.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "LANG", "TZ")
_SINGLE_THREADED = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


class PicturesFailed(Exception):
    """Our own program is at fault, or incompletely installed; the picture may be good."""


class _Ended(Exception):
    """The process was killed by that signal before it replied."""

    def __init__(self, by: int) -> None:
        super().__init__(by)
        self.by = by


#: How work ended, for whoever observes it.
_RESULTS = ((UnusablePicture, "refused"), (PicturesFailed, "failed"))


class PicturePool:
    """Closed at the end of an `async with`."""

    def __init__(self, observer: Observer = UNOBSERVED) -> None:
        self._observer = observer
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._idle: dict[_Worker, asyncio.TimerHandle] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for worker, timer in self._idle.items():
            timer.cancel()
            await worker.end()
        self._idle.clear()

    async def prepare(self, content: bytes | bytearray) -> Prepared:
        """The picture made ready; raises UnusablePicture."""
        reply = await self._reply("prepare", (content,))
        assert reply.prepared
        return reply.prepared

    async def examine(self, content: bytes | bytearray, slot: str) -> Examined:
        """The same with what is doubtful about it for that slot; raises UnusablePicture."""
        reply = await self._reply("examine", (content,), slot)
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
    ) -> Reply:
        sizes = tuple(len(picture) for picture in pictures)
        request = msgspec.msgpack.encode(Request(work=work, sizes=sizes, slot=slot))
        with timed(self._observer.picture_done, work, _RESULTS):
            async with self._turns:
                reply = await self._insist(request, pictures)
            if reply.refused:
                raise UnusablePicture(reply.refused)
        return reply

    async def _insist(self, request: bytes, pictures: Sequence[bytes | bytearray]) -> Reply:
        """Ask a second process if the first was killed, perhaps for another reason."""
        for _ in range(2):
            try:
                return await self._asked(request, pictures)
            except _Ended as ended:
                if ended.by in _TOO_SLOW:
                    break
        return Reply(refused=PictureDefect.TOO_COMPLEX)

    async def _asked(self, request: bytes, pictures: Sequence[bytes | bytearray]) -> Reply:
        worker = await self._take()
        try:
            reply = await worker.ask(request, pictures)
        except BaseException:
            await worker.end()
            raise
        if reply.refused is PictureDefect.TOO_COMPLEX:
            await worker.end()  # its memory may be fragmented
        else:
            self._rest(worker)
        return reply

    async def _take(self) -> "_Worker":
        if not self._idle:
            return await _Worker.start()
        worker, timer = self._idle.popitem()
        timer.cancel()
        return worker

    def _rest(self, worker: "_Worker") -> None:
        loop = asyncio.get_running_loop()
        self._idle[worker] = loop.call_later(_IDLE_SECONDS, self._dismiss, worker)

    def _dismiss(self, worker: "_Worker") -> None:
        del self._idle[worker]
        worker.dismiss()


class _Worker:
    """One process; see `bot.pictures.worker`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls) -> Self:
        return cls(
            await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot.pictures.worker",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,  # a traceback may contain a picture's metadata
                cwd=_FOLDER,
                env=_environment(),
            )
        )

    async def ask(self, request: bytes, pictures: Sequence[bytes | bytearray]) -> Reply:
        """Its reply; raises _Ended."""
        writer, reader = self._process.stdin, self._process.stdout
        assert writer
        assert reader
        try:
            async with asyncio.timeout(_DEADLINE):
                writer.write(len(request).to_bytes(LENGTH_BYTES) + request)
                for picture in pictures:
                    writer.write(picture)
                    await writer.drain()
                length = int.from_bytes(await reader.readexactly(LENGTH_BYTES))
                if length > LARGEST_REPLY:
                    raise msgspec.DecodeError("too long")
                return msgspec.msgpack.decode(await reader.readexactly(length), type=Reply)
        except TimeoutError:
            _log.warning("A picture was given up after %.0f seconds.", _DEADLINE)
            raise _Ended(signal.SIGALRM) from None
        except (asyncio.IncompleteReadError, ConnectionError, msgspec.MsgspecError):
            code = await self._exit_code()
            if code >= 0:
                raise PicturesFailed(f"exit code {code}") from None
            _log.warning("A picture ended the process that decoded it (signal %d).", -code)
            raise _Ended(-code) from None

    def dismiss(self) -> None:
        """Let it end on its own: there is nothing more to read."""
        assert self._process.stdin
        self._process.stdin.close()

    async def end(self) -> int:
        """Kill it now; returns its exit code, which is a signal if negative."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        return await self._process.wait()

    async def _exit_code(self) -> int:
        """Reap a process that has closed its pipes; one that keeps running is killed."""
        try:
            async with asyncio.timeout(_LAST_SECONDS):
                # Not killed at once: `kill` would hide the exit code of one that just ended.
                return await self._process.wait()
        except TimeoutError:
            return await self.end()


def _environment() -> Mapping[str, str]:
    seen = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return {**seen, **_SINGLE_THREADED}
