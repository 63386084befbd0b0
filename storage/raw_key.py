"""The two kinds of DATABASE_KEY: a raw one, and a passphrase."""

_DIGITS = 64  # 256 bits in hex


def is_raw(key: str) -> bool:
    """Whether the key is used as it is; a passphrase is stretched first."""
    return len(key) == _DIGITS and all(digit in "0123456789abcdefABCDEF" for digit in key)
