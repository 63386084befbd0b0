"""The three processes of a trial: pretend Telegram, pretend eKYC service, and the real bot."""

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

_READY_SECONDS = 60.0  # loading the OCR models on a slow disk included
_STOP_SECONDS = 6.0  # the bot promises to be gone after 5


class TrialFailed(Exception):
    """A process did not start, or ended by itself; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Where everything listens, and the settings with which the bot runs."""

    telegram_url: str
    ekyc_url: str
    environment: Mapping[str, str] = field(repr=False)

    def invite(self, name: str) -> str:
        """The link that `python -m bot invite` prints."""
        command = [sys.executable, "-m", "bot", "invite", name]
        done = subprocess.run(  # noqa: S603 - our own module, fixed words
            command, env=dict(self.environment), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise TrialFailed(f"The invitation failed: {done.stderr.strip()}")
        return done.stdout.strip()


@contextlib.contextmanager
def trial_in(folder: Path, *, reader: str, language: str, log_level: str) -> Iterator[Trial]:
    """Run all three, with their files in the folder, for the time of the block."""
    token = f"{secrets.randbelow(10**9) + 10**9}:{secrets.token_urlsafe(27)[:35]}"
    ekyc_token = secrets.token_hex(20)
    telegram_port, ekyc_port = _free_port(8081), _free_port(8082)
    trial = Trial(
        telegram_url=f"http://127.0.0.1:{telegram_port}",
        ekyc_url=f"http://127.0.0.1:{ekyc_port}",
        environment={
            **os.environ,
            "TELEGRAM_BOT_TOKEN": token,
            "TELEGRAM_API_URL": f"http://127.0.0.1:{telegram_port}",
            "EKYC_URL": f"http://127.0.0.1:{ekyc_port}",
            "EKYC_TOKEN": ekyc_token,
            "DATABASE": str(folder / "bot.db"),
            "DATABASE_KEY": secrets.token_hex(32),
            "ADMINS": "",
            "LANGUAGE": language,
            "VERDICT_INTERVAL": "2",
            "LOG_LEVEL": log_level,
        },
    )
    telegram = ["bot.sandbox.telegram", "--port", str(telegram_port), "--token", token]
    ekyc = ["bot.sandbox.ekyc", "--port", str(ekyc_port), "--token", ekyc_token]
    ekyc += ["--database", str(folder / "ekyc.db"), "--reader", reader]
    with _process(telegram, trial), _process(ekyc, trial):
        _wait_for(trial.telegram_url)
        _wait_for(trial.ekyc_url)
        with _process(["bot", "run"], trial):
            yield trial


@contextlib.contextmanager
def _process(module: list[str], trial: Trial) -> Iterator[None]:
    """One child in a session of its own, so that Ctrl-C reaches only the parent."""
    child = subprocess.Popen(  # noqa: S603 - our own modules
        [sys.executable, "-m", *module], env=dict(trial.environment), start_new_session=True
    )
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _free_port(preferred: int) -> int:
    """The preferred port, or any free one when somebody else has it."""
    for port in (preferred, 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise TrialFailed("No port is free on this machine.")


def _wait_for(url: str) -> None:
    """Wait until somebody answers there, whatever the answer."""
    ends_at = time.monotonic() + _READY_SECONDS
    while time.monotonic() < ends_at:
        with contextlib.suppress(httpx.TransportError):
            httpx.get(url, trust_env=False)
            return
        time.sleep(0.1)
    raise TrialFailed(f"Nothing answers on {url}.")
