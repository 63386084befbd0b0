"""python -m benchmarks.distance LISTEN TARGET SECONDS: a network with that delay each way.

What takes a trip on the wire is measured this way on one machine.
"""

import contextlib
import queue
import socket
import sys
import threading
import time

_HOST = "127.0.0.1"
_BYTES = 65_536

_UnderWay = queue.SimpleQueue[tuple[float, bytes]]  # when it is due there, and what


def _take(source: socket.socket, under_way: _UnderWay, seconds: float) -> None:
    with contextlib.suppress(OSError):
        while sent := source.recv(_BYTES):
            under_way.put((time.monotonic() + seconds, sent))
    under_way.put((0.0, b""))


def _deliver(under_way: _UnderWay, sink: socket.socket) -> None:
    """Each packet is as late as the network is long, however many are on their way."""
    with contextlib.suppress(OSError):
        while True:
            due, sent = under_way.get()
            time.sleep(max(due - time.monotonic(), 0.0))
            if not sent:
                break
            sink.sendall(sent)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_RDWR)


def main() -> None:
    listen, target, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    listening = socket.create_server((_HOST, listen))
    print("listening", flush=True)
    while True:
        near, _ = listening.accept()
        far = socket.create_connection((_HOST, target))
        for end in (near, far):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for source, sink in ((near, far), (far, near)):
            under_way = _UnderWay()
            for work in ((_take, source, under_way, seconds), (_deliver, under_way, sink)):
                threading.Thread(target=work[0], args=work[1:], daemon=True).start()


if __name__ == "__main__":
    main()
