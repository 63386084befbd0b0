"""Sealing: text is encrypted in the bot, so that whoever runs the database cannot read it.

AES-256-GCM with random nonces (NIST SP 800-38D), under a data key of the database. A sealed text is
`v1.<number of the data key>.<base64 of nonce, ciphertext and tag>`. Table, column and row are
authenticated with it: a text that somebody moved elsewhere does not open. Its length stays visible.
"""

import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.database import SealBroken

_VERSION = "v1"
NONCE_BYTES = 12  # 2**32 texts under one key (SP 800-38D, 8.3): 1.4 years at 100 a second
KEY_BYTES = 32


class KeyUnknown(SealBroken):
    """A text is sealed with a data key that is not at hand."""


def prefix_of(number: int) -> str:
    """How each text begins that is sealed with the data key of that number."""
    return f"{_VERSION}.{number}."


@dataclass(frozen=True, slots=True)
class Keyring:
    """The data keys of a database by their number; the newest seals."""

    keys: Mapping[int, AESGCM] = field(repr=False)

    @classmethod
    def of(cls, keys: Mapping[int, bytes]) -> Self:
        return cls({number: AESGCM(key) for number, key in keys.items()})

    @property
    def current(self) -> int:
        return max(self.keys)

    def with_keys_of(self, other: "Keyring") -> "Keyring":
        """All keys of both: whoever reads an older state of the database needs the older ones."""
        return Keyring({**self.keys, **other.keys})

    def seal(self, text: str, column: str, row: object, *, nonce: bytes) -> str:
        """Seal it for that column, `table.column`, and row; a nonce is random and used once.

        No text stays none, so that statements can leave it out.
        """
        if not text:
            return ""
        number = self.current
        sealed = self.keys[number].encrypt(nonce, text.encode(), _place(column, row))
        return prefix_of(number) + binascii.b2a_base64(nonce + sealed, newline=False).decode()

    def unseal(self, sealed: str, column: str, row: object) -> str:
        """The text that was sealed for that column and row; raises SealBroken and KeyUnknown."""
        if not sealed:
            return ""
        version, _, rest = sealed.partition(".")
        number, _, content = rest.partition(".")
        if version != _VERSION or not number.isdecimal():
            raise SealBroken(f"{column} holds a text that is not sealed")
        key = self.keys.get(int(number))
        if key is None:
            raise KeyUnknown(f"{column} is sealed with the unknown data key {int(number)}")
        try:
            raw = binascii.a2b_base64(content, strict_mode=True)
            opened = key.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _place(column, row))
        except (InvalidTag, ValueError):
            raise SealBroken(f"{column} holds a text that does not open in its row") from None
        return opened.decode()


def _place(column: str, row: object) -> bytes:
    return f"{column}\0{row}".encode()
