"""How both wires leave this machine: certificate authorities and proxies."""

import asyncio
import contextlib
import ssl
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.doctor.finding import Finding, broken, doubtful, fine
from bot.runtime.egress import Egress

#: What cures an error on a wire, by the setting that its words name.
CURES = {
    "SSL_CERT_FILE": "Name the file (PEM) of the authority that signed it in SSL_CERT_FILE, then"
    " restart. If you do not know that authority, somebody may be listening.",
    "HTTPS_PROXY": "Correct HTTPS_PROXY, or name hosts to reach directly in the variable NO_PROXY.",
}


def cure_of(words: str, otherwise: str) -> str:
    """The cure of a wire's error, by the setting that it names."""
    return next((cure for setting, cure in CURES.items() if setting in words), otherwise)


def judge_authorities(
    found: Sequence[Mapping[str, Any]], named: Path | None, now: datetime
) -> Finding:
    """`found` are the trusted certificates as ssl describes them; `named` is SSL_CERT_FILE."""
    source = f"in {named}" if named else "of this machine"
    words = f"{len(found)} certificate authorities {source} are trusted."
    if not found:
        return broken("certificates", words, CURES["SSL_CERT_FILE"])
    expired = sum(ssl.cert_time_to_seconds(each["notAfter"]) < now.timestamp() for each in found)
    if expired == len(found):
        return broken(
            "certificates",
            f"{words} All have expired.",
            "Ask for a new file with authorities, or install the package ca-certificates.",
        )
    if expired and named:
        return doubtful(
            "certificates",
            f"{words} {expired} have expired.",
            "Ask for a new file with authorities.",
        )
    return fine("certificates", words)


async def examine_proxies(egress: Egress, addresses: Sequence[str]) -> list[Finding]:
    """Whether each proxy to these addresses takes connections."""
    proxies = {proxy for address in addresses if (proxy := egress.proxy_to(address))}
    if not proxies:
        return [fine("proxy", "Both services are reached without a proxy.")]
    return await asyncio.gather(*(_examine_proxy(proxy) for proxy in sorted(proxies)))


async def _examine_proxy(proxy: str) -> Finding:
    parts = urlsplit(proxy)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = f"{parts.hostname}:{port}"  # without the name and the password before it
    try:
        _, writer = await asyncio.open_connection(parts.hostname, port)
    except OSError:
        return broken("proxy", f"The proxy {host} cannot be reached.", CURES["HTTPS_PROXY"])
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return fine("proxy", f"The proxy {host} takes connections.")


def examine_authorities(egress: Egress, now: datetime) -> Iterator[Finding]:
    yield judge_authorities(egress.authorities().get_ca_certs(), egress.certificates, now)
