"""What runs in a trial: the pretend Telegram here, the pretend eKYC service and the real bot as
processes of their own.
"""

import asyncio
import contextlib
import os
import re
import secrets
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from bot import sandbox
from bot.sandbox.serving import serving
from bot.sandbox.telegram import build_app
from bot.sandbox.telegram.desk import DeskFailed
from bot.trial.desk import TrialDesk
from storage.agents import Role

_SPECIMENS = Path(sandbox.__file__).parent / "specimens"
_READY_SECONDS = 60.0  # including loading the OCR models from a slow disk
_STOP_SECONDS = 6.0  # the bot promises to end within 5
_VERIFICATION_SECONDS = 0.5  # a human would not be so fast, but nobody waits for a trial
_PORT_TAKEN = 1  # exit code of a service; another trial may have taken the port

#: Made up, like everybody in the trial.
ORGANISATION = {
    "ORGANISATION": "Shapla Bank",
    "ORGANISATION_BN": "শাপলা ব্যাংক",
    "HELPLINE": "09600-000000",
}


#: Has glibc give memory back between two cards: 50 MB less, and no slower with one reading thread.
_SPARING = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "1000000"}


class TrialFailed(DeskFailed):
    """A process did not start, or ended early; the message says which."""


@dataclass(frozen=True, slots=True)
class Trial:
    """The addresses of all parts, the bot's settings, and where its log goes."""

    telegram_url: str
    ekyc_url: str
    environment: Mapping[str, str] = field(repr=False)
    log: BinaryIO | None = None

    async def invite(self, name: str, role: str = Role.AGENT) -> str:
        """The link that `python -m bot invite` prints."""
        words = ("invite", "--role", role, "--", name)
        async with _process("bot", *words, environment=self.environment, log=self.log) as inviting:
            link, _ = await inviting.communicate()
        if inviting.returncode:
            raise TrialFailed("No invitation could be made.")
        return link.decode().strip()


@contextlib.asynccontextmanager
async def trial_in(
    folder: Path, *, reader: str, language: str, log_level: str, log: BinaryIO | None = None
) -> AsyncIterator[Trial]:
    """Run everything, with its files in the folder, during the block.

    What the bot and the eKYC service log goes to `log`, or with None to where ours goes.
    """
    token = f"{secrets.randbelow(10**9) + 10**9}:{secrets.token_urlsafe(27)[:35]}"
    ekyc_token = secrets.token_hex(20)
    ekyc = (
        *("--token", ekyc_token, "--database", str(folder / "ekyc.db"), "--reader", reader),
        f"--verification-delay={_VERIFICATION_SECONDS}",
    )
    app = build_app(token=token, specimens=_SPECIMENS, flood_limits=True)
    port = 8081 if _is_free(8081) else 0
    async with (
        serving(app, port=port) as telegram_url,
        _service("bot.sandbox.ekyc", *ekyc, preferred=8082, log=log) as ekyc_url,
    ):
        environment = {
            **os.environ,
            "TELEGRAM_BOT_TOKEN": token,
            "TELEGRAM_API_URL": telegram_url,
            "EKYC_URL": ekyc_url,
            "EKYC_TOKEN": ekyc_token,
            "DATABASE": str(folder / "bot.db"),
            "DATABASE_KEY": secrets.token_hex(32),
            "ADMINS": "",
            "LANGUAGE": language,
            **ORGANISATION,
            "VERDICT_INTERVAL": "1",
            "VERDICT_CHECKS": "5, 10, 20, 40",
            "LOG_LEVEL": log_level,
        }
        trial = Trial(telegram_url, ekyc_url, environment, log)
        async with _process("bot", "run", environment=environment, log=log):
            app.state.desk = TrialDesk(ekyc_url, trial.invite)
            yield trial


@contextlib.asynccontextmanager
async def _service(
    module: str, *words: str, preferred: int, log: BinaryIO | None
) -> AsyncIterator[str]:
    """Start a pretend service on the preferred port, else on any; returns its address."""
    for port in (preferred, 0) if _is_free(preferred) else (0,):
        words_and_port = (f"--port={port}", *words)
        environment = {**os.environ, **_SPARING}
        async with _process(module, *words_and_port, environment=environment, log=log) as service:
            if address := await _address(service):
                yield address
                return
            if await service.wait() != _PORT_TAKEN:
                break
    raise TrialFailed(f"{module} did not start.")


async def _address(service: Process) -> str | None:
    """The address that the service prints; None when it ends instead."""
    assert service.stdout
    try:
        async with asyncio.timeout(_READY_SECONDS):
            line = (await service.stdout.readline()).decode()
    except TimeoutError:
        raise TrialFailed("A service did not start serving.") from None
    found = re.search(r"http://[0-9.]+:[0-9]+", line)
    return found[0] if found else None


@contextlib.asynccontextmanager
async def _process(
    module: str, *words: str, environment: Mapping[str, str], log: BinaryIO | None
) -> AsyncIterator[Process]:
    """One child in its own session, so that Ctrl-C reaches only the parent."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *words),
        env=dict(environment),
        stdout=PIPE,
        stderr=log,
        start_new_session=True,
    )
    try:
        yield child
    finally:
        with contextlib.suppress(ProcessLookupError):
            child.terminate()
        try:
            async with asyncio.timeout(_STOP_SECONDS):
                await child.wait()
        except TimeoutError:
            child.kill()
            await child.wait()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
