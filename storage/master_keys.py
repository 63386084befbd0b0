"""Master keys: made from DATABASE_KEY, they wrap the data keys that lie in the database.

So a new DATABASE_KEY needs no other processes than the old one, and an old one opens nothing once
the data keys wrapped with it are gone.
"""

import functools
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from storage.raw_key import is_raw
from storage.sealing import KEY_BYTES, NONCE_BYTES, Keyring

_SALT_BYTES = 16

#: 32 MB and a quarter of a second for each guess (OWASP, Password Storage Cheat Sheet, 2024).
_SCRYPT = {"n": 2**15, "r": 8, "p": 3}


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A data key that one master key opens: the one made with this `salt`."""

    number: int
    salt: str
    wrapped: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MasterKey:
    salt: str
    _key: bytes = field(repr=False)

    @classmethod
    def made(cls, database_key: str) -> "MasterKey":
        """A new one of that DATABASE_KEY."""
        return master_key(database_key, secrets.token_hex(_SALT_BYTES))

    def wrap(self, number: int, data_key: bytes) -> WrappedKey:
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(self._key).encrypt(nonce, data_key, _place(number))
        return WrappedKey(number, self.salt, (nonce + sealed).hex())

    def unwrap(self, wrapped: WrappedKey) -> bytes | None:
        """The data key; None when another DATABASE_KEY wrapped it."""
        raw = bytes.fromhex(wrapped.wrapped)
        try:
            return AESGCM(self._key).decrypt(
                raw[:NONCE_BYTES], raw[NONCE_BYTES:], _place(wrapped.number)
            )
        except InvalidTag:
            return None

    def keyring(self, wrapped: Iterable[WrappedKey]) -> Keyring:
        """The data keys that this master key opens."""
        mine = [each for each in wrapped if each.salt == self.salt]
        keys = {each.number: self.unwrap(each) for each in mine}
        return Keyring.of({number: key for number, key in keys.items() if key is not None})


def new_data_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def opening_master_key(database_key: str, wrapped: Iterable[WrappedKey]) -> MasterKey | None:
    """The master key of that DATABASE_KEY that opens some of these; None when it opens none."""
    by_salt = {each.salt: each for each in wrapped}
    masters = (master_key(database_key, salt) for salt in by_salt)
    return next((each for each in masters if each.unwrap(by_salt[each.salt]) is not None), None)


@functools.lru_cache(maxsize=8)
def master_key(database_key: str, salt: str) -> MasterKey:
    """A raw key is random enough; a passphrase is stretched."""
    if is_raw(database_key):
        derived = HKDF(SHA256(), KEY_BYTES, bytes.fromhex(salt), b"onboarding-bot master key")
        return MasterKey(salt, derived.derive(bytes.fromhex(database_key)))
    stretched = Scrypt(salt=bytes.fromhex(salt), length=KEY_BYTES, **_SCRYPT)
    return MasterKey(salt, stretched.derive(database_key.encode()))


def _place(number: int) -> bytes:
    return f"data key {number}".encode()
