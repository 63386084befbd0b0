"""The bytes of an encrypted database as somebody with the key sees them, free pages included.

SQLCipher 4 (its design page): pages of 4096 bytes, AES-256-CBC, each page with 80 bytes at its end,
of which the first 16 are the initialisation vector; the file begins with 16 bytes of salt. A key of
64 hex digits is used directly. The write-ahead log has a header of 32 bytes, and before each page
one of 24 (SQLite, "WAL format").
"""

import ctypes
import ctypes.util
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_PAGE, _RESERVED, _VECTOR, _SALT = 4096, 80, 16, 16
_LOG_HEADER, _FRAME_HEADER = 32, 24


def decrypted(database: Path, key: str) -> bytes:
    """All pages of the database and of its write-ahead log, decrypted."""
    log = database.with_name(f"{database.name}-wal")
    pages = [*_pages(database.read_bytes(), 0, 0)]
    if log.exists():
        pages += _pages(log.read_bytes(), _LOG_HEADER, _FRAME_HEADER)
    return b"".join(_decrypted_page(page, bytes.fromhex(key)) for page in pages)


def _pages(content: bytes, start: int, before_each: int) -> Iterator[bytes]:
    for at in range(start + before_each, len(content) - _PAGE + 1, _PAGE + before_each):
        yield content[at : at + _PAGE]


def _decrypted_page(page: bytes, key: bytes) -> bytes:
    """The page; the database's first page begins with the salt, which is tried as well."""
    end = _PAGE - _RESERVED
    vector = page[end : end + _VECTOR]
    return _aes(page[:end], key, vector) + _aes(page[_SALT:end], key, vector)


def _aes(content: bytes, key: bytes, vector: bytes) -> bytes:
    """AES-256-CBC by OpenSSL's own library, which Python itself needs."""
    crypto = _library()
    context = ctypes.c_void_p(crypto.EVP_CIPHER_CTX_new())
    plain, length = ctypes.create_string_buffer(len(content) + 16), ctypes.c_int()
    try:
        assert crypto.EVP_DecryptInit_ex(context, _cipher(crypto), None, key, vector) == 1
        crypto.EVP_CIPHER_CTX_set_padding(context, 0)
        assert crypto.EVP_DecryptUpdate(context, plain, ctypes.byref(length), content, len(content))
    finally:
        crypto.EVP_CIPHER_CTX_free(context)
    return plain.raw[: length.value]


@cache
def _library() -> ctypes.CDLL:
    """Searched for once, because `find_library` starts programs."""
    crypto = ctypes.CDLL(ctypes.util.find_library("crypto") or "libcrypto.so.3")
    crypto.EVP_CIPHER_CTX_new.restype = ctypes.c_void_p
    crypto.EVP_aes_256_cbc.restype = ctypes.c_void_p
    return crypto


def _cipher(crypto: ctypes.CDLL) -> ctypes.c_void_p:
    return ctypes.c_void_p(crypto.EVP_aes_256_cbc())
