"""Processes of the bot for work that would hold up its loop, or that may cost a process its life.

Each works on one request at a time. They start on demand with an almost empty environment, and end
with their input: when idle, with the pool, and when the bot is killed.

    ProcessEnded    it ended before it replied, or was given up
"""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Self

from bot.runtime.framing import LENGTH_BYTES, framed

#: A process idle for this long ends; a new one is ready in half a second.
_IDLE_SECONDS = 60.0

_LAST_SECONDS = 2.0  # between the closing of its pipes and the end of a process

_FOLDER = Path(__file__).parents[2]  # from which `bot` is imported

_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "LANG", "TZ")


class ProcessEnded(Exception):
    """The exit code of a process that ended before it replied; a signal if negative."""

    def __init__(self, code: int) -> None:
        super().__init__(f"signal {-code}" if code < 0 else f"exit code {code}")
        self.code = code


class ProcessPool:
    """Closed at the end of an `async with`."""

    def __init__(
        self,
        module: str,
        *,
        at_once: int,
        deadline: float,
        longest_reply: int,
        niceness: int,
        environment: Mapping[str, str],
    ) -> None:
        """The processes run `python -m module`; `environment` is added to what all of them get.

        `deadline` is in seconds for one reply, `longest_reply` in bytes; `niceness` is how far the
        processes give way to the bot.
        """
        self._module = module
        self._deadline = deadline
        self._longest_reply = longest_reply
        self._niceness = niceness
        self._environment = environment
        self._turns = asyncio.Semaphore(at_once)
        self._idle: dict[Worker, asyncio.TimerHandle] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for worker, timer in self._idle.items():
            timer.cancel()
            await worker.end()
        self._idle.clear()

    @contextlib.asynccontextmanager
    async def worker(self) -> AsyncIterator["Worker"]:
        """A process for the block, which is killed if the block fails."""
        async with self._turns:
            worker = await self._take()
            try:
                yield worker
            except BaseException:
                await worker.end()
                raise
            if not worker.has_ended:
                self._rest(worker)

    async def _take(self) -> "Worker":
        while self._idle:
            worker, timer = self._idle.popitem()
            timer.cancel()
            if not worker.has_ended:
                return worker
        return await self._start()

    async def _start(self) -> "Worker":
        seen = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", self._module),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # a traceback may contain what customers gave
            env={**seen, "PYTHONPATH": str(_FOLDER), **self._environment},
        )
        with contextlib.suppress(ProcessLookupError):  # it has ended already
            # Not by itself: what it imports takes most of what it needs for a photo.
            own = os.getpriority(os.PRIO_PROCESS, 0)
            os.setpriority(os.PRIO_PROCESS, process.pid, own + self._niceness)
        return Worker(process, deadline=self._deadline, longest_reply=self._longest_reply)

    def _rest(self, worker: "Worker") -> None:
        loop = asyncio.get_running_loop()
        self._idle[worker] = loop.call_later(_IDLE_SECONDS, self._dismiss, worker)

    def _dismiss(self, worker: "Worker") -> None:
        del self._idle[worker]
        worker.dismiss()


class Worker:
    """One process of a pool."""

    def __init__(
        self, process: asyncio.subprocess.Process, *, deadline: float, longest_reply: int
    ) -> None:
        self._process = process
        self._deadline = deadline
        self._longest_reply = longest_reply

    @property
    def has_ended(self) -> bool:
        return self._process.returncode is not None

    async def ask(self, request: bytes, *attached: bytes | bytearray) -> bytes:
        """Its reply to the request and the bytes that follow it; raises ProcessEnded."""
        writer, reader = self._process.stdin, self._process.stdout
        assert writer
        assert reader
        try:
            async with asyncio.timeout(self._deadline):
                writer.write(framed(request))
                for content in attached:
                    writer.write(content)
                    await writer.drain()
                length = int.from_bytes(await reader.readexactly(LENGTH_BYTES))
                if length > self._longest_reply:
                    raise await self.ended()
                return await reader.readexactly(length)
        except TimeoutError:
            raise ProcessEnded(-signal.SIGALRM) from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise await self.ended() from None

    async def ended(self) -> ProcessEnded:
        """How a process ended that has closed its pipes or writes nonsense.

        One that keeps running is killed.
        """
        try:
            async with asyncio.timeout(_LAST_SECONDS):
                # Not killed at once: `kill` would hide the exit code of one that just ended.
                return ProcessEnded(await self._process.wait())
        except TimeoutError:
            return ProcessEnded(await self.end())

    def dismiss(self) -> None:
        """Let it end on its own: there is nothing more to read."""
        assert self._process.stdin
        self._process.stdin.close()

    async def end(self) -> int:
        """Kill it now; returns its exit code, which is a signal if negative."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        # `wait` also waits for the end of the pipe, which nobody notices while part of a long reply
        # is left in it.
        await self._process.communicate()
        return await self._process.wait()
