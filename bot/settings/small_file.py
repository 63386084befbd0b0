"""Files that settings name: a secret, the extra questions, the wording of the consent."""

from pathlib import Path

_MOST = 100_000  # bytes


def read_small_file(path: str | Path) -> str:
    """The text of a file in UTF-8; raises OSError, and ValueError for any other or a longer one."""
    if not Path(path).is_file():  # a pipe would be waited for, perhaps for ever
        raise ValueError("no file")
    with Path(path).open("rb") as file:
        content = file.read(_MOST + 1)
    if len(content) > _MOST:
        raise ValueError("longer than any setting")
    return content.decode("utf-8-sig")
