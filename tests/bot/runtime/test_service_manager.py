"""What a service manager such as systemd is told arrives on a real socket."""

import asyncio
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.runtime.service_manager import ALIVE, READY, STOPPING, service_manager
from bot.runtime.watchdog import Watchdog
from tests.support.processes import machine_in


class Manager:
    """The other end: a socket of datagrams, as systemd has one."""

    def __init__(self, folder: Path) -> None:
        self.address = str(folder / "notify")
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(self.address)

    def hears(self, within: float = 30.0) -> str:
        """The next word; TimeoutError when none comes."""
        self._socket.settimeout(within)
        return self._socket.recv(4096).decode()

    def heard(self) -> list[str]:
        """What has come since, without waiting."""
        words: list[str] = []
        self._socket.setblocking(False)
        while True:
            try:
                words.append(self._socket.recv(4096).decode())
            except BlockingIOError:
                return words

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Manager]:
    manager = Manager(tmp_path)
    yield manager
    manager.close()


def test_an_abstract_address_is_understood() -> None:
    name = f"onboarding-bot-{threading.get_ident()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(f"\0{name}")
        listening.settimeout(5)

        service_manager({"NOTIFY_SOCKET": f"@{name}"})(READY)

        assert listening.recv(100) == b"READY=1"


@pytest.mark.parametrize("address", ["", "/nowhere/notify", "vsock:2:1234"])
def test_without_anybody_who_listens_nothing_happens(address: str) -> None:
    service_manager({"NOTIFY_SOCKET": address})(READY)
    service_manager({})(READY)


async def test_the_bot_says_that_it_is_ready_that_it_lives_and_that_it_stops(
    manager: Manager, tmp_path: Path
) -> None:
    async with machine_in(tmp_path) as machine:
        bot = await machine.serving_bot(NOTIFY_SOCKET=manager.address)
        before = [await asyncio.to_thread(manager.hears)]
        while READY not in before:
            before.append(await asyncio.to_thread(manager.hears))
        assert set(before) <= {ALIVE, READY}
        assert [await asyncio.to_thread(manager.hears) for _ in range(3)] == [ALIVE] * 3

        bot.signal(signal.SIGTERM)

        assert await bot.ends() == 0
        last = manager.heard()
        assert STOPPING in last
        assert set(last) <= {ALIVE, STOPPING}


async def test_a_process_that_does_not_run_is_not_said_to_live(
    manager: Manager, tmp_path: Path
) -> None:
    """Nothing else speaks for it: neither a child nor a helper."""
    async with machine_in(tmp_path) as machine:
        bot = await machine.serving_bot(NOTIFY_SOCKET=manager.address)
        bot.signal(signal.SIGSTOP)
        manager.heard()

        with pytest.raises(TimeoutError):
            await asyncio.to_thread(manager.hears, 3.0)

        bot.signal(signal.SIGCONT)
        assert await asyncio.to_thread(manager.hears) == ALIVE


def test_a_loop_that_is_stuck_is_not_said_to_live(manager: Manager) -> None:
    """The process goes on, and so does the watchdog's thread; the loop does not."""
    tell = service_manager({"NOTIFY_SOCKET": manager.address})
    silent, patience = threading.Event(), 0.3
    dog = Watchdog(patience, lambda _: silent.set(), while_moving=lambda: tell(ALIVE))
    beat = dog.pulse("the loop")

    async def move(until: float) -> None:
        while time.monotonic() < until:
            beat()
            await asyncio.sleep(0.01)

    async def get_stuck() -> None:
        dog.start()
        await move(time.monotonic() + 1.0)
        assert ALIVE in manager.heard()
        assert silent.wait(10)  # blocks the loop, as an endless computation would

    asyncio.run(get_stuck())

    manager.heard()
    with pytest.raises(TimeoutError):
        manager.hears(2 * patience + 1.0)
