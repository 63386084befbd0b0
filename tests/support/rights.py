"""Somebody who is not root, though the tests may be."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

ORDINARY_USER = 65534  # nobody


@contextlib.contextmanager
def ordinary_user() -> Iterator[Path]:
    """A private folder, and during the block no rights outside it."""
    folder = Path(tempfile.mkdtemp())
    user = os.geteuid()
    if user == 0:
        os.chown(folder, ORDINARY_USER, ORDINARY_USER)
        os.seteuid(ORDINARY_USER)
    try:
        yield folder
    finally:
        os.seteuid(user)
        shutil.rmtree(folder)
