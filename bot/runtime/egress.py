"""How both wires leave this machine: whose certificates are believed, and through which proxy."""

import functools
import ipaddress
import ssl
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import certifi


@dataclass(frozen=True, slots=True)
class Egress:
    """What the settings say; where they say nothing, the environment decides.

    `proxy` is a web address, and may hold a password. `certificates` is a file with authorities.
    """

    proxy: str = field(default="", repr=False)
    certificates: Path | None = None

    def authorities(self) -> ssl.SSLContext:
        return _authorities(self.certificates)

    def proxy_to(self, url: str) -> str | None:
        """The proxy on the way to that address; none to this machine and to what NO_PROXY names."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if is_loopback(host) or urllib.request.proxy_bypass(host):
            return None
        proxies = urllib.request.getproxies()
        proxy = self.proxy or proxies.get(parts.scheme) or proxies.get("all") or ""
        return proxy if not proxy or "://" in proxy else f"http://{proxy}"


@functools.cache
def _authorities(certificates: Path | None) -> ssl.SSLContext:
    """Those in the file, else the machine's own, else certifi's: a minimal Debian has none.

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
