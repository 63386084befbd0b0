"""Values compared without being kept: equal values have equal hashes, in this database only.

The key is random, made with the database and never shown. NID and mobile numbers are few enough to
try them all, so an unkeyed hash would hide nothing.
"""

import hmac
from typing import overload

_BYTES = 16  # no two of a billion values collide


class KeyedHashes:
    def __init__(self, key: str) -> None:
        self._key = bytes.fromhex(key)

    @overload
    def of(self, kind: str, value: str) -> str: ...

    @overload
    def of(self, kind: str, value: str | None) -> str | None: ...

    def of(self, kind: str, value: str | None) -> str | None:
        """The hash of a value, different for each kind of value; None for None."""
        if value is None:
            return None
        said = f"{kind}\0{value}".encode()
        return hmac.digest(self._key, said, "sha256")[:_BYTES].hex()
