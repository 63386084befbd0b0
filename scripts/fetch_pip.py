"""Fetch pip into this environment, where Debian's Python has no ensurepip and nobody is root.

From the registry that PIP_INDEX_URL names; pip itself, which knows others, is what is missing.
"""

import hashlib
import os
import re
import ssl
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import urlopen

NAME = "pip-26.3-py3-none-any.whl"
SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
_SECONDS = 60


class NotFetched(Exception):
    """Nothing usable came from the registry."""


def fetch(index: str, name: str, sha256: str) -> bytes:
    """The file of that name from the page of pip in a registry (PEP 503)."""
    page = f"{index.rstrip('/')}/pip/"
    link = re.search(rf'href="([^"]*/{re.escape(name)})[#"]', _read(page).decode())
    if not link:
        raise NotFetched(f"{page} has no {name}")
    content = _read(urljoin(page, link[1]))
    if hashlib.sha256(content).hexdigest() != sha256:
        raise NotFetched(f"{name} from {page} has another hash than {sha256}")
    return content


def _read(address: str) -> bytes:
    # A fresh Debian may have no authorities to check against; the hash tells a forged file.
    unchecked = ssl.create_default_context()
    unchecked.check_hostname = False
    unchecked.verify_mode = ssl.CERT_NONE
    try:
        with urlopen(address, timeout=_SECONDS, context=unchecked) as reply:  # noqa: S310
            content: bytes = reply.read()
    except OSError as error:
        raise NotFetched(f"{address}: {error}") from error
    return content


def main() -> None:
    index = os.environ.get("PIP_INDEX_URL")
    if not index:
        sys.exit("pip is missing, and PIP_INDEX_URL names no registry to fetch it from.")
    try:
        content = fetch(index, NAME, SHA256)
    except NotFetched as error:
        sys.exit(f"pip is missing and cannot be fetched. {error}")
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(folder) / NAME
        wheel.write_bytes(content)
        # A wheel is a zip file, from which Python runs pip to install itself.
        words = ("install", "--quiet", "--no-index", "--no-compile", wheel)
        subprocess.run([sys.executable, wheel / "pip", *words], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
