"""Pictures are decoded elsewhere: a picture that kills the decoder harms nobody else."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from PIL import Image

from bot.pictures.pool import PicturePool, PicturesFailed
from bot.pictures.results import CardViews, PictureDefect, PictureDoubt, UnusablePicture
from tests.support.children import GONE, children, told
from tests.support.hostile_files import DEAR_FILES
from tests.support.image_files import encoded

SPECIMENS = Path(__file__).parents[3] / "bot" / "sandbox" / "specimens"
FRONT = (SPECIMENS / "photos" / "00_front.jpg").read_bytes()
MEGABYTE = 1024 * 1024
_MOST_ROOM = 320  # MB

pytestmark = pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="the processes are found through /proc"
)


def workers() -> list[int]:
    return children("bot.pictures.worker")


@pytest.fixture
async def pool() -> AsyncIterator[PicturePool]:
    async with PicturePool() as running:
        yield running


def opened(pid: int) -> list[str]:
    return [str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir()]


def status(pid: int, line: str) -> int:
    """A line of its status, in MB."""
    for each in told(pid, "status").splitlines():
        if each.startswith(f"{line}:"):
            return int(each.split()[1]) // 1024
    return 0


class Killer:
    """Kills the processes that have a picture, or those that start."""

    def __init__(self, by: signal.Signals = signal.SIGKILL) -> None:
        self._by = by
        self.killed: list[int] = []

    def kill(self) -> None:
        for pid in workers():
            with contextlib.suppress(*GONE):
                if pid not in self.killed:
                    os.kill(pid, self._by)
                    self.killed.append(pid)

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Handed to the pool, which enters it while a process has the picture."""
        self.kill()
        yield

    @contextlib.asynccontextmanager
    async def at_start(self, most: int) -> AsyncIterator[None]:
        async def kill() -> None:
            while len(self.killed) < most:
                self.kill()
                await asyncio.sleep(0.002)

        task = asyncio.create_task(kill())
        try:
            yield
        finally:
            task.cancel()


# -- the work -----------------------------------------------------------------------------------


async def test_a_photo_is_made_ready_and_examined(pool: PicturePool) -> None:
    prepared = await pool.prepare(FRONT)
    examined = await pool.examine(bytearray(FRONT), "back")

    assert examined.picture == prepared
    assert examined.doubts == (PictureDoubt.WRONG_SIDE,)


async def test_a_card_is_cut_into_what_the_agent_looks_at(pool: PicturePool) -> None:
    views = await pool.views(FRONT, None)

    assert views.sheet
    assert set(views.parts) == {"names", "numbers"}
    assert await pool.views(b"damaged", None) == CardViews()


async def test_what_cannot_be_used_is_refused_by_name(pool: PicturePool) -> None:
    with pytest.raises(UnusablePicture) as refusal:
        await pool.prepare(b"%PDF-1.7")

    assert refusal.value.reason is PictureDefect.PDF


async def test_at_most_two_pictures_are_worked_on_at_once(pool: PicturePool) -> None:
    await asyncio.gather(*(pool.prepare(FRONT) for _ in range(6)))

    assert len(workers()) == 2


async def test_the_processes_end_with_the_pool() -> None:
    async with PicturePool() as pool:
        await pool.prepare(FRONT)
        assert workers()

    assert not workers()


# -- expensive and deadly pictures --------------------------------------------------------------


async def test_no_picture_takes_more_memory_or_time_than_there_is(pool: PicturePool) -> None:
    small = encoded(Image.new("RGB", (600, 400)))
    at_rest: dict[int, int] = {}
    for name, make in DEAR_FILES.items():
        content = make()
        await pool.prepare(small)
        (pid,) = workers()
        at_rest.setdefault(pid, status(pid, "VmRSS"))
        began = time.monotonic()

        with contextlib.suppress(UnusablePicture):
            await pool.prepare(content)

        assert len(content) < 3 * MEGABYTE, name
        assert time.monotonic() - began < 20, name
        for pid in workers():
            assert status(pid, "VmHWM") - at_rest.get(pid, 0) < _MOST_ROOM, name
        assert (await pool.prepare(FRONT)).width == 1280, name


async def test_a_picture_that_kills_is_refused_after_two_deaths_and_others_are_served(
    pool: PicturePool,
) -> None:
    killer = Killer()
    with pytest.raises(UnusablePicture) as refusal:
        await pool.examine(FRONT, "front", killer.at_work)

    assert refusal.value.reason is PictureDefect.TOO_COMPLEX
    assert len(killer.killed) == 2
    assert (await pool.prepare(FRONT)).width == 1280


async def test_a_picture_that_takes_too_long_is_not_tried_a_second_time(pool: PicturePool) -> None:
    killer = Killer(signal.SIGXCPU)
    with pytest.raises(UnusablePicture) as refusal:
        await pool.examine(FRONT, "front", killer.at_work)

    assert refusal.value.reason is PictureDefect.TOO_COMPLEX
    assert len(killer.killed) == 1


async def test_a_process_that_was_ended_meanwhile_is_replaced_without_a_word(
    pool: PicturePool,
) -> None:
    await pool.prepare(FRONT)
    (pid,) = workers()
    os.kill(pid, signal.SIGKILL)

    assert (await pool.prepare(FRONT)).width == 1280
    assert pid not in workers()


async def test_a_picture_is_not_to_blame_for_processes_that_were_killed_as_they_started(
    pool: PicturePool,
) -> None:
    killer = Killer()
    async with killer.at_start(most=2):
        assert (await pool.prepare(FRONT)).width == 1280

    assert len(killer.killed) == 2


async def test_a_picture_is_kept_for_later_when_no_process_starts(pool: PicturePool) -> None:
    async with Killer().at_start(most=100):
        with pytest.raises(PicturesFailed):
            await pool.prepare(FRONT)


async def test_cancelled_work_ends(pool: PicturePool) -> None:
    await pool.prepare(FRONT)
    waiting = asyncio.create_task(pool.prepare(encoded(Image.new("RGB", (4000, 3000)))))
    await asyncio.sleep(0)
    waiting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await waiting

    assert (await pool.prepare(FRONT)).width == 1280


# -- what the processes know --------------------------------------------------------------------


async def test_the_processes_see_none_of_the_bots_secrets(
    pool: PicturePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_KEY", "of the bank")
    monkeypatch.setenv("EKYC_TOKEN", "of the service")

    await pool.prepare(FRONT)

    (pid,) = workers()
    environment = told(pid, "environ")
    assert "of the" not in environment
    assert "DATABASE_KEY" not in environment
    assert not any(name.endswith((".db", ".db-wal")) for name in opened(pid))


async def test_the_processes_are_limited_and_the_first_to_go(pool: PicturePool) -> None:
    await pool.prepare(FRONT)

    (pid,) = workers()
    lines = told(pid, "limits").splitlines()
    limits = {line[:26].strip(): line[26:].split()[0] for line in lines}
    assert limits["Max core file size"] == "0"
    assert limits["Max address space"] != "unlimited"
    assert limits["Max cpu time"] != "unlimited"
    assert told(pid, "oom_score_adj").strip() == "1000"
