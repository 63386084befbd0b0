"""No host or proxy without a valid certificate receives a token."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ekyc import EkycClient, EkycUnavailable, EkycUntrusted
from bot.runtime.egress import Egress
from bot.telegram.client import TelegramClient
from bot.telegram.errors import TelegramUnavailable
from tests.support.tls import HOST, Host, Proxy, host_in, needs_openssl, proxy_to

TOKEN = "42:TEST"
pytestmark = needs_openssl


@pytest.fixture
async def host(tmp_path: Path) -> AsyncIterator[Host]:
    async with host_in(tmp_path) as listening:
        yield listening


@pytest.fixture
async def proxy(host: Host) -> AsyncIterator[Proxy]:
    async with proxy_to(host) as listening:
        yield listening


async def asks_telegram(url: str, egress: Egress) -> None:
    async with TelegramClient(TOKEN, url, egress) as client:
        await client.poll(0, most=1, hold_seconds=0)


async def asks_service(url: str, egress: Egress) -> None:
    async with EkycClient(url=url, token="service-token", egress=egress) as client:
        await client.list_log()


async def test_an_impostor_hears_no_token_and_its_certificate_is_named_as_the_reason(
    host: Host,
) -> None:
    with pytest.raises(TelegramUnavailable, match=r"certificate is not accepted: self-signed"):
        await asks_telegram(host.url, Egress())
    with pytest.raises(EkycUntrusted, match=r"certificate of the eKYC service is not accepted"):
        await asks_service(host.url, Egress())

    assert host.heard == b""


async def test_an_authority_of_ones_own_is_believed_on_both_wires(host: Host) -> None:
    egress = Egress(certificates=host.certificate)

    await asks_telegram(host.url, egress)
    await asks_service(host.url, egress)

    assert b"service-token" in host.heard
    assert TOKEN.encode() in host.heard


async def test_both_wires_go_through_the_proxy_and_nothing_is_readable_there(
    host: Host, proxy: Proxy
) -> None:
    egress = Egress(proxy=proxy.url, certificates=host.certificate)

    await asks_telegram(f"https://{HOST}", egress)
    await asks_service(f"https://{HOST}", egress)

    assert proxy.asked == [f"CONNECT {HOST}:443 HTTP/1.1"] * 2
    assert b"service-token" in host.heard


async def test_a_proxy_that_refuses_is_named_as_such(host: Host, proxy: Proxy) -> None:
    egress = Egress(proxy=proxy.url, certificates=host.certificate)
    proxy.refusal = b"407 Proxy Authentication Required"

    with pytest.raises(TelegramUnavailable, match=r"proxy refuses: HTTP 407"):
        await asks_telegram(f"https://{HOST}", egress)
    with pytest.raises(EkycUnavailable, match=r"proxy .* refuses .*407"):
        await asks_service(f"https://{HOST}", egress)

    assert host.heard == b""


async def test_a_proxy_that_is_not_there_is_named_as_such() -> None:
    with pytest.raises(TelegramUnavailable, match="proxy cannot be reached"):
        await asks_telegram(f"https://{HOST}", Egress(proxy="http://127.0.0.1:9"))
    with pytest.raises(EkycUnavailable, match="cannot be reached"):
        await asks_service(f"https://{HOST}", Egress(proxy="http://127.0.0.1:9"))
