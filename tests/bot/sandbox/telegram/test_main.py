"""`python -m bot.sandbox.telegram` as a process."""

import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.sandbox.loopback import http_client
from tests.bot.sandbox.telegram.wire import TOKEN
from tests.support.processes import IN_BACKGROUND, Start, free_ports, starting


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    with starting("bot.sandbox.telegram", tmp_path) as begin:
        yield begin


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_it_serves_until_it_is_told_to_end(start: Start, number: signal.Signals) -> None:
    (port,) = free_ports(1)
    process = start("--port", str(port), "--token", TOKEN)
    await process.says(f"Bot API: http://127.0.0.1:{port}/bot<token>/<method>\n")
    async with http_client(f"http://127.0.0.1:{port}") as http:
        assert (await http.get(f"/bot{TOKEN}/getMe")).status_code == 200
        assert len((await http.get("/specimens")).json()) == 12

    process.signal(number)

    assert (await process.ends(), process.log) == (0, "")


async def test_a_shell_that_ignores_ctrl_c_in_the_background_does_not_keep_it_from_stopping(
    start: Start,
) -> None:
    process = start("--port=0", "--token", TOKEN, before=IN_BACKGROUND)
    await process.says("Bot API")

    process.signal(signal.SIGINT)

    assert await process.ends() == 0


async def test_what_nohup_has_started_outlives_its_terminal(start: Start) -> None:
    (port,) = free_ports(1)
    process = start("--port", str(port), "--token", TOKEN, before=("nohup",))
    await process.says("Bot API")

    process.signal(signal.SIGHUP)

    async with http_client(f"http://127.0.0.1:{port}") as http:
        for _ in range(3):
            assert (await http.get(f"/bot{TOKEN}/getMe")).status_code == 200


async def test_a_taken_port_and_a_bad_token_are_said_plainly(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        process = start("--port", port, "--token", TOKEN)
        assert await process.ends() == 1
        assert process.log.startswith(f"Error: Port {port} is taken")
    process = start("--port=0", "--token", "nonsense")
    assert await process.ends() == 2
    assert "A token looks like 123456:ABC-DEF" in process.log
