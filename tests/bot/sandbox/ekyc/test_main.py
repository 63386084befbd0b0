"""`python -m bot.sandbox.ekyc` as a process."""

import importlib.util
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.sandbox.ekyc.caller import TOKEN, Caller
from tests.bot.sandbox.ekyc.conftest import client
from tests.support.processes import IN_BACKGROUND, Start, free_ports, starting


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    with starting("bot.sandbox.ekyc", tmp_path) as begin:
        yield begin


@pytest.mark.parametrize(
    ("number", "reader"),
    [(signal.SIGTERM, "ocr"), (signal.SIGINT, "off"), (signal.SIGHUP, "off")],
)
async def test_it_answers_and_ends_when_told(
    start: Start, tmp_path: Path, number: signal.Signals, reader: str
) -> None:
    reader = reader if importlib.util.find_spec("tesserocr") else "off"
    (port,) = free_ports(1)
    settings = ("--token", TOKEN, "--database", str(tmp_path / "ekyc.db"), "--ocr", reader)
    process = start("--port", str(port), *settings, before=IN_BACKGROUND)
    await process.says(f"eKYC service: http://127.0.0.1:{port}/ (reader: {reader})")
    async with client(f"http://127.0.0.1:{port}", TOKEN) as http:
        assert (await Caller(http).log(status="all")).json() == []

    process.signal(number)

    assert (await process.ends(), process.log) == (0, "")


async def test_it_needs_a_token_a_database_and_a_free_port(start: Start, tmp_path: Path) -> None:
    nothing = start()
    assert await nothing.ends() == 2
    assert "--token" in nothing.log
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        settings = ("--token", TOKEN, "--database", str(tmp_path / "ekyc.db"), "--reader", "off")
        late = start("--port", port, *settings)
        assert await late.ends() == 1
        assert late.log.startswith(f"Error: Port {port} is taken")
