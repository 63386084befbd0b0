import asyncio
import signal
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.serving import serving
from tests.bot.sandbox.loopback import http_client


async def hello(_: Request) -> Response:
    return PlainTextResponse("hello")


async def echo(request: Request) -> Response:
    return PlainTextResponse(await request.body())


async def for_ever(_: Request) -> Response:
    await asyncio.Event().wait()
    return Response()


async def cut(request: Request) -> Response:
    request.state.cut()
    return PlainTextResponse("never arrives")


APP = Starlette(
    routes=[
        Route("/", hello),
        Route("/echo", echo, methods=["POST"]),
        Route("/for-ever", for_ever),
        Route("/cut", cut),
    ]
)


async def test_an_application_is_served_on_a_free_port_of_this_machine() -> None:
    async with http_client() as http:
        async with serving(APP) as url:
            assert url.startswith("http://127.0.0.1:")
            assert (await http.get(url)).text == "hello"
        with pytest.raises(httpx.ConnectError):
            await http.get(url)


async def test_answers_on_a_kept_connection_come_without_delay() -> None:
    async with serving(APP) as url, http_client(url) as http:
        taken = []
        for _ in range(20):
            begun = time.monotonic()
            await http.post("/echo", json={"said": "hello"})
            taken.append(time.monotonic() - begun)
        assert min(taken) < 0.04  # with Nagle's delay even the quickest takes 40 ms


async def test_several_applications_are_served_at_once() -> None:
    async with serving(APP) as one, serving(APP) as other, http_client() as http:
        assert one != other
        assert (await http.get(one)).text == (await http.get(other)).text == "hello"


async def test_a_taken_port_is_an_error_of_the_caller() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        async with serving(APP, port=taken.getsockname()[1]):
            pass


async def test_a_failing_start_is_an_error_and_not_the_end_of_the_process() -> None:
    @asynccontextmanager
    async def broken(_: Starlette) -> AsyncIterator[None]:
        raise ValueError("no database")
        yield

    with pytest.raises(RuntimeError, match="failed to start"):
        async with serving(Starlette(lifespan=broken)):
            pass


async def test_waiting_requests_do_not_hold_up_the_end() -> None:
    async with http_client() as http:
        async with serving(APP) as url:
            waiting = asyncio.create_task(http.get(f"{url}/for-ever", timeout=30))
            await asyncio.sleep(0.1)
            begun = time.monotonic()
        assert time.monotonic() - begun < 20  # the request itself would take 30
        with pytest.raises(httpx.TransportError):
            await waiting


async def test_a_request_can_be_cut_off_without_any_answer() -> None:
    async with serving(APP) as url, http_client(url) as http:
        with pytest.raises(httpx.TransportError):
            await http.get("/cut")
        assert (await http.get("/")).text == "hello"


async def test_signals_stay_with_the_caller() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    async with serving(APP):
        assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
