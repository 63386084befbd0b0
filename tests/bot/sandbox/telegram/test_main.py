import asyncio
import signal
import socket
import sys
from asyncio.subprocess import PIPE

from tests.bot.sandbox.loopback import http_client
from tests.bot.sandbox.telegram.wire import TOKEN


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


async def started(*arguments: str) -> asyncio.subprocess.Process:
    command = [sys.executable, "-m", "bot.sandbox.telegram", *arguments]
    return await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE)


async def test_it_serves_until_it_is_interrupted() -> None:
    port = free_port()
    process = await started("--port", str(port), "--token", TOKEN)
    assert process.stdout is not None
    async with asyncio.timeout(30):
        line = await process.stdout.readline()
        assert line.decode() == f"Bot API: http://127.0.0.1:{port}/bot<token>/<method>\n"
        async with http_client(f"http://127.0.0.1:{port}") as http:
            assert (await http.get(f"/bot{TOKEN}/getMe")).status_code == 200
            assert len((await http.get("/specimens")).json()) == 12
        process.send_signal(signal.SIGINT)
        _, errors = await process.communicate()
    assert (process.returncode, errors) == (0, b"")


async def test_a_taken_port_and_a_bad_token_are_said_plainly() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        process = await started("--port", port, "--token", TOKEN)
        _, errors = await process.communicate()
        assert errors.decode().startswith(f"Error: Port {port} is taken")
        process = await started("--port", port, "--token", "nonsense")
        _, errors = await process.communicate()
        assert b"A token looks like 123456:ABC-DEF" in errors
