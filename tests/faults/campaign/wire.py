"""python -m tests.faults.campaign.wire LISTEN:TARGET ...: a network between process and server.

It obeys lines. After `cut` nothing gets through, in either direction, and no connection ends;
`mend` ends those that there were, and others are let through again. `lose WHAT TURN` ends a
connection at the TURN-th message of that kind, which gets lost, and says `lost` then.
"""

import contextlib
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Literal

_HOST = "127.0.0.1"
_BYTES = 65_536
_ROOT = Path(__file__).parents[3]

#: What the server answers (PostgreSQL, Message Formats): CommandComplete of a commit, and at the
#: end of each answer ReadyForQuery, with the state of the transaction.
_COMMITTED = b"COMMIT\0"
_WITHIN = b"Z\0\0\0\5T"

#: A statement within a transaction before the server has it, or the answer to a commit.
Lost = Literal["statement", "commit"]


class Wire:
    """Connections to `listening` go on to the port `target` of this machine.

    `on_lost` is called, in a thread, when a message got lost.
    """

    def __init__(self, on_lost: Callable[[], None] = lambda: None) -> None:
        self._on_lost = on_lost
        self._is_whole = threading.Event()
        self._is_whole.set()
        self._ends: list[socket.socket] = []
        self._losing = threading.Lock()
        self._lost: Lost | None = None
        self._turns = 0
        self._is_within = False  # a transaction, according to the last answer

    def serve(self, listening: socket.socket, target: int) -> None:
        """Until `listening` is closed."""
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            self._is_whole.wait()
            try:
                far = socket.create_connection((_HOST, target))
            except OSError:
                near.close()
                continue
            for end in (near, far):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._ends += (near, far)
            threading.Thread(target=self._connect, args=(near, far), daemon=True).start()

    def _connect(self, near: socket.socket, far: socket.socket) -> None:
        with near, far:
            ways = ((near, far, self._is_asked_in_vain), (far, near, self._is_unanswered))
            pumps = [threading.Thread(target=self._pump, args=way, daemon=True) for way in ways]
            for pump in pumps:
                pump.start()
            for pump in pumps:
                pump.join()

    def _pump(
        self, source: socket.socket, sink: socket.socket, is_lost: Callable[[bytes], bool]
    ) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(_BYTES):
                self._is_whole.wait()
                if is_lost(data):
                    break
                sink.sendall(data)
        self._is_whole.wait()  # an end is no more heard of than anything else
        for each in (source, sink):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _is_asked_in_vain(self, _data: bytes) -> bool:
        return self._is_within and self._is_turn("statement")

    def _is_unanswered(self, data: bytes) -> bool:
        self._is_within = data.endswith(_WITHIN)
        return _COMMITTED in data and self._is_turn("commit")

    def _is_turn(self, what: Lost) -> bool:
        with self._losing:
            if self._lost != what:
                return False
            self._turns -= 1
            if self._turns:
                return False
            self._lost = None
        self._on_lost()
        return True

    def lose(self, what: Lost, turn: int) -> None:
        with self._losing:
            self._lost, self._turns = what, turn

    def cut(self) -> None:
        self._is_whole.clear()

    def mend(self) -> None:
        ends, self._ends = self._ends, []
        for each in ends:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        self._is_whole.set()


class WireProcess:
    """A wire in a process of its own, which ends with whoever started it.

    `ways` are pairs of a port to listen at and one to go on to.
    """

    def __init__(self, *ways: tuple[int, int]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, *(f"{near}:{far}" for near, far in ways)],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._hears("listening")

    def obeys(self, words: str) -> None:
        assert self._process.stdin
        print(words, file=self._process.stdin, flush=True)

    def loses(self, what: Lost, turn: int) -> None:
        """Returns when it is lost."""
        self.obeys(f"lose {what} {turn}")
        self._hears("lost")

    def _hears(self, words: str) -> None:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line.strip() == words, "the wire has ended"

    def ends(self) -> None:
        self._process.kill()
        self._process.communicate()


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    wire = Wire(on_lost=lambda: print("lost", flush=True))
    for pair in sys.argv[1:]:
        listen, _, target = pair.partition(":")
        listening = socket.create_server((_HOST, int(listen)))
        threading.Thread(target=wire.serve, args=(listening, int(target)), daemon=True).start()
    print("listening", flush=True)
    for line in sys.stdin:
        match line.split():
            case ["cut"]:
                wire.cut()
            case ["mend"]:
                wire.mend()
            case ["lose", ("statement" | "commit") as what, turn]:
                wire.lose(what, int(turn))


if __name__ == "__main__":
    main()
