"""A pooler that gives each transaction whichever backend is free, as PgBouncer's pool_mode does."""

import contextlib
import itertools
import select
import socket
import struct
import threading
from pathlib import Path

_FAKE = itertools.count(1)  # what poolers tell instead of the number of a backend
_READY, _KEY, _IDLE = ord("Z"), ord("K"), ord("I")


class TransactionPooler:
    """Between the two sockets, until the process ends."""

    def __init__(self, near: Path, far: str) -> None:
        self._far = far
        self._free: list[socket.socket] = []
        self._greeting = b""
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(near))
        listening.listen()
        threading.Thread(target=self._accept, args=(listening,), daemon=True).start()

    def _accept(self, listening: socket.socket) -> None:
        with listening:
            while True:
                client, _ = listening.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            hello = client.recv(65_536)
            self._give_back(self._backend(hello))
            client.sendall(self._greeting + struct.pack("!cIII", b"K", 12, next(_FAKE), 7))
            client.sendall(b"Z\0\0\0\5I")
            while said := client.recv(65_536):
                if said[:1] == b"X":
                    return
                self._lend(client, said, self._backend(hello))

    def _backend(self, hello: bytes) -> socket.socket:
        if self._free:
            return self._free.pop()
        backend = socket.socket(socket.AF_UNIX)
        backend.connect(self._far)
        backend.sendall(hello)
        messages, told = _Messages(), b""
        while not messages.is_idle:
            told += (got := backend.recv(65_536))
            messages.read(got)
        self._greeting = told[: messages.key_at]
        return backend

    def _give_back(self, backend: socket.socket) -> None:
        self._free.append(backend)

    def _lend(self, client: socket.socket, said: bytes, backend: socket.socket) -> None:
        """Until the transaction has ended."""
        messages = _Messages()
        backend.sendall(said)
        while not messages.is_idle:
            for end in select.select([client, backend], [], [])[0]:
                got = end.recv(65_536)
                if not got:
                    backend.close()
                    raise ConnectionError
                if end is backend:
                    messages.read(got)
                (client if end is backend else backend).sendall(got)
        self._give_back(backend)


class _Messages:
    """Reads what a server says; `is_idle` when it last said that it is in no transaction."""

    def __init__(self) -> None:
        self.is_idle = False
        self.key_at = 0
        self._rest = b""
        self._at = 0

    def read(self, said: bytes) -> None:
        self._rest += said
        while len(self._rest) >= 5:
            length = 1 + int.from_bytes(self._rest[1:5], "big")
            if len(self._rest) < length:
                return
            if self._rest[0] == _KEY:
                self.key_at = self._at
            self.is_idle = self._rest[0] == _READY and self._rest[5] == _IDLE
            self._rest, self._at = self._rest[length:], self._at + length
