"""Values told apart without being kept: the same value has the same hash, in this database only.

The key is random, made with the database and never shown. NID and mobile numbers are few enough
to be tried one by one, so a hash without a key would hide nothing.
"""

import hmac
from typing import overload

_BYTES = 16  # no two of a billion values meet


class KeyedHashes:
    def __init__(self, key: str) -> None:
        self._key = bytes.fromhex(key)

    @overload
    def of(self, kind: str, value: str) -> str: ...

    @overload
    def of(self, kind: str, value: str | None) -> str | None: ...

    def of(self, kind: str, value: str | None) -> str | None:
        """The hash of a value, another one for another kind of value; nothing of nothing."""
        if value is None:
            return None
        said = f"{kind}\0{value}".encode()
        return hmac.digest(self._key, said, "sha256")[:_BYTES].hex()
