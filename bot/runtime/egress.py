"""How both wires leave this machine: which certificate authorities are trusted, and which proxy is
used.
"""

import functools
import ipaddress
import ssl
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import certifi

from bot.runtime.address_unusable import AddressUnusable


@dataclass(frozen=True, slots=True)
class Egress:
    """The settings; the environment decides what they leave open.

    `proxy` is a web address and may contain a password. `certificates` is a file with authorities.
    """

    proxy: str = field(default="", repr=False)
    certificates: Path | None = None

    def authorities(self) -> ssl.SSLContext:
        return _authorities(self.certificates)

    def proxy_to(self, url: str) -> str | None:
        """The proxy for that address; none for this machine and for hosts in NO_PROXY.

        Raises AddressUnusable for one that is not reached by http, such as a SOCKS proxy.
        """
        parts = urlsplit(url)
        host = parts.hostname or ""
        if is_loopback(host) or urllib.request.proxy_bypass(host):
            return None
        proxies = urllib.request.getproxies()
        proxy = self.proxy or proxies.get(parts.scheme) or proxies.get("all")
        if not proxy:
            return None
        address = proxy if "://" in proxy else f"http://{proxy}"
        scheme = urlsplit(address).scheme
        if scheme not in {"http", "https"}:
            raise AddressUnusable(
                f"The environment names a proxy by {scheme}://, which the bot cannot use. Name an"
                " http proxy in HTTPS_PROXY, or hosts to reach directly in the variable NO_PROXY."
            )
        return address


@functools.cache
def _authorities(certificates: Path | None) -> ssl.SSLContext:
    """The authorities in the file, else the machine's own, else certifi's, because a minimal Debian
    has none.

    Reading them takes 60 ms, so it is done once for both wires.
    """
    context = ssl.create_default_context(cafile=certificates)
    if not context.cert_store_stats()["x509_ca"]:
        context.load_verify_locations(certifi.where())
    return context


def is_loopback(host: str) -> bool:
    """Whether `host` names this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
