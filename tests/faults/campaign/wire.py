"""python -m tests.faults.campaign.wire LISTEN:TARGET ...: a network between process and server.

After SIGUSR1 nothing gets through, in either direction, and no connection ends; SIGUSR2 ends those
that there were, and others are let through again.
"""

import contextlib
import signal
import socket
import sys
import threading

_HOST = "127.0.0.1"
_BYTES = 65_536


class Wire:
    """Connections to `listening` go on to the port `target` of this machine."""

    def __init__(self) -> None:
        self._is_whole = threading.Event()
        self._is_whole.set()
        self._ends: list[socket.socket] = []

    def serve(self, listening: socket.socket, target: int) -> None:
        while True:
            near, _ = listening.accept()
            self._is_whole.wait()
            try:
                far = socket.create_connection((_HOST, target))
            except OSError:
                near.close()
                continue
            for end in (near, far):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._ends += (near, far)
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(_BYTES):
                self._is_whole.wait()
                sink.sendall(data)
        self._is_whole.wait()  # an end is no more heard of than anything else
        for each in (source, sink):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        self._is_whole.clear()

    def mend(self) -> None:
        ends, self._ends = self._ends, []
        for each in ends:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        self._is_whole.set()


def main() -> None:
    wire = Wire()
    signal.signal(signal.SIGUSR1, lambda *_: wire.cut())
    signal.signal(signal.SIGUSR2, lambda *_: wire.mend())
    for pair in sys.argv[1:]:
        listen, _, target = pair.partition(":")
        listening = socket.create_server((_HOST, int(listen)))
        threading.Thread(target=wire.serve, args=(listening, int(target)), daemon=True).start()
    print("listening", flush=True)
    while sys.stdin.read(1):  # ends with whoever started it
        pass


if __name__ == "__main__":
    main()
