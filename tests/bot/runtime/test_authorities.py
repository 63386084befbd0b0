"""A machine without certificate authorities still verifies certificates."""

import ssl
import subprocess
import sys
from pathlib import Path

from bot.runtime.authorities import authorities


def test_they_are_read_once_and_names_are_checked() -> None:
    assert authorities() is authorities()
    assert authorities().verify_mode is ssl.CERT_REQUIRED
    assert authorities().check_hostname


def test_a_machine_without_authorities_uses_those_that_were_installed(tmp_path: Path) -> None:
    """SSL_CERT_FILE and SSL_CERT_DIR say where a machine keeps them."""
    count = (
        "from bot.runtime.authorities import authorities;"
        "print(authorities().cert_store_stats()['x509_ca'])"
    )
    counted = subprocess.run(
        [sys.executable, "-c", count],
        env={"SSL_CERT_FILE": str(tmp_path / "none.pem"), "SSL_CERT_DIR": str(tmp_path)},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        check=True,
        text=True,
    )
    assert int(counted.stdout) > 50
