"""python -m benchmarks.distance LISTEN TARGET SECONDS: a network with that delay each way.

What takes a trip on the wire is measured this way on one machine.
"""

import contextlib
import socket
import sys
import threading
import time

_HOST = "127.0.0.1"
_BYTES = 65_536


def _pump(source: socket.socket, sink: socket.socket, seconds: float) -> None:
    with contextlib.suppress(OSError):
        while sent := source.recv(_BYTES):
            time.sleep(seconds)
            sink.sendall(sent)
    for end in (source, sink):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


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
            threading.Thread(target=_pump, args=(source, sink, seconds), daemon=True).start()


if __name__ == "__main__":
    main()
