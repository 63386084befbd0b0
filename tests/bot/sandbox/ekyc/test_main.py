"""`python -m bot.sandbox.ekyc` as a process."""

import asyncio
import contextlib
import importlib.util
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.bot.sandbox.ekyc.caller import TOKEN, Caller
from tests.bot.sandbox.ekyc.conftest import client


@contextlib.asynccontextmanager
async def process(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.sandbox.ekyc", *arguments),
        stderr=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield running
    finally:
        if running.returncode is None:
            running.terminate()
        await running.communicate()


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_it_answers_and_ends_when_told(tmp_path: Path, port: int) -> None:
    reader = "ocr" if importlib.util.find_spec("tesserocr") else "off"
    settings = ["--token", TOKEN, "--database", str(tmp_path / "ekyc.db"), "--ocr", reader]
    async with process("--port", str(port), *settings) as running:
        async with client(f"http://127.0.0.1:{port}", TOKEN) as http, asyncio.timeout(60):
            while True:
                with contextlib.suppress(httpx.TransportError):
                    assert (await Caller(http).log(status="all")).json() == []
                    break
                await asyncio.sleep(0.05)
        running.terminate()
        await asyncio.wait_for(running.communicate(), 10)


async def test_it_needs_a_token_and_a_database() -> None:
    async with process() as running:
        _, said = await running.communicate()
        assert running.returncode == 2
        assert "--token" in said.decode()
