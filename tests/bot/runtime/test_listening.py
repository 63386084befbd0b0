"""Connections that say nothing take no more than their share, and not for long."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import httpx
import pytest
from aiohttp import web

from bot.runtime.listening import listening
from tests.support.processes import free_ports

#: Seconds; a busy machine takes some to open a hundred connections.
SILENCE = 8.0


@pytest.fixture
async def address() -> AsyncIterator[tuple[str, int]]:
    async def greet(_: web.Request) -> web.Response:
        return web.Response(text="here")

    app = web.Application()
    app.router.add_get("/", greet)
    (port,) = free_ports(1)
    async with listening(app, "HEALTH", ("127.0.0.1", port), silence=SILENCE):
        yield "127.0.0.1", port


async def is_answered(address: tuple[str, int]) -> bool:
    host, port = address
    async with httpx.AsyncClient(trust_env=False) as http:
        try:
            return (await http.get(f"http://{host}:{port}/")).text == "here"
        except httpx.TransportError:
            return False


async def test_more_than_a_hundred_are_refused_until_idle_ones_are_closed(
    address: tuple[str, int],
) -> None:
    with contextlib.ExitStack() as idle:
        for _ in range(100):
            idle.enter_context(socket.create_connection(address))
            await asyncio.sleep(0.001)
        assert not await is_answered(address)

        async with asyncio.timeout(60):
            while not await is_answered(address):  # noqa: ASYNC110 - nothing tells when one is closed
                await asyncio.sleep(0.2)


async def test_those_that_read_no_answers_are_closed_too(address: tuple[str, int]) -> None:
    """Such as a scraper that hangs, with one request after the other."""
    questions = b"GET / HTTP/1.1\r\nHost: bot\r\n\r\n" * 2000
    with contextlib.ExitStack() as deaf:
        for _ in range(100):
            one = deaf.enter_context(socket.socket())
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            one.connect(address)
            one.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                one.send(questions)
            await asyncio.sleep(0.001)
        assert not await is_answered(address)

        async with asyncio.timeout(60):
            while not await is_answered(address):  # noqa: ASYNC110 - nothing tells when one is closed
                await asyncio.sleep(0.2)
