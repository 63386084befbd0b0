"""Which certificate authorities are trusted and which proxy is used, for both wires."""

import ssl
import subprocess
import sys
from pathlib import Path

import pytest

from bot.runtime.address_unusable import AddressUnusable
from bot.runtime.egress import Egress, is_loopback


def test_they_are_read_once_and_names_are_checked() -> None:
    authorities = Egress().authorities()

    assert Egress().authorities() is authorities
    assert authorities.verify_mode is ssl.CERT_REQUIRED
    assert authorities.check_hostname


def test_a_machine_without_authorities_uses_those_that_were_installed(tmp_path: Path) -> None:
    """SSL_CERT_FILE and SSL_CERT_DIR say where a machine keeps them."""
    count = (
        "from bot.runtime.egress import Egress;"
        "print(Egress().authorities().cert_store_stats()['x509_ca'])"
    )
    counted = subprocess.run(
        [sys.executable, "-c", count],
        env={"SSL_CERT_FILE": str(tmp_path / "none.pem"), "SSL_CERT_DIR": str(tmp_path)},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    assert int(counted.stdout) > 50


@pytest.mark.parametrize(
    ("host", "is_here"),
    [
        ("localhost", True),
        ("ekyc.localhost", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost.example.com", False),
        ("10.0.0.1", False),
    ],
)
def test_what_is_this_machine(host: str, *, is_here: bool) -> None:
    assert is_loopback(host) is is_here


@pytest.mark.parametrize(
    ("environment", "setting", "url", "proxy"),
    [
        ({}, "", "https://ekyc.example.com", None),
        ({}, "http://bank:3128", "https://ekyc.example.com", "http://bank:3128"),
        ({"HTTPS_PROXY": "other:1"}, "", "https://ekyc.example.com", "http://other:1"),
        ({"ALL_PROXY": "http://all:1"}, "", "https://ekyc.example.com", "http://all:1"),
        (
            {"HTTPS_PROXY": "other:1"},
            "http://bank:3128",
            "https://ekyc.example.com",
            "http://bank:3128",
        ),
        ({"NO_PROXY": "example.com"}, "http://bank:3128", "https://ekyc.example.com", None),
        ({}, "http://bank:3128", "http://127.0.0.1:8081", None),
        ({"HTTP_PROXY": "other:1"}, "", "https://ekyc.example.com", None),
    ],
)
def test_the_setting_comes_before_the_environment_and_this_machine_needs_no_proxy(
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    setting: str,
    url: str,
    proxy: str | None,
) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert Egress(proxy=setting).proxy_to(url) == proxy


def test_a_proxy_that_is_not_reached_by_http_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ALL_PROXY", "socks5h://rahim:secret@bank:1080")

    with pytest.raises(AddressUnusable, match=r"by socks5h://, which .* Name an http proxy") as no:
        Egress().proxy_to("https://ekyc.example.com")

    assert "secret" not in str(no.value)
    assert Egress().proxy_to("http://127.0.0.1:8081") is None


def test_a_password_of_the_proxy_is_not_shown() -> None:
    assert "secret" not in repr(Egress(proxy="http://rahim:secret@bank:3128"))
