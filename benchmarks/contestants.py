"""The measured bots, each started as a separate process."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
_TICKS = os.sysconf("SC_CLK_TCK")

PATIENCE = 600.0  # seconds; a round on a busy machine is slow, but not a failure
TOKEN = "42:measured"
TELEGRAMS_LIMIT = 30  # messages a second (core.telegram.org/bots/faq)
DATABASE_KEY = "5d" * 32  # a raw key, as in service: no stretching


@dataclass(frozen=True, slots=True)
class Contestant:
    """`module` runs with `python -m`; ours reads its environment, a peer its argument."""

    name: str
    module: str
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_ours(self) -> bool:
        return self.module == "bot"


OURS = Contestant("this bot, every step on disk", "bot")
OURS_IN_SERVICE = Contestant(
    "this bot, every step on disk", "bot", {"MESSAGES_PER_SECOND": str(TELEGRAMS_LIMIT)}
)
PTB_ECHO = Contestant("plain PTB, echo", "benchmarks.peers.ptb_echo")
PTB_ECHO_IN_SERVICE = replace(PTB_ECHO, environment={"MESSAGES_PER_SECOND": str(TELEGRAMS_LIMIT)})
PTB_CONCURRENT = Contestant(
    "PTB, concurrent_updates(256), echo", "benchmarks.peers.ptb_echo", {"CONCURRENT": "256"}
)
PTB_FORM = Contestant("PTB ConversationHandler, in memory", "benchmarks.peers.ptb_form")
PTB_FORM_SETTLING = replace(
    PTB_FORM, name="PTB, settling each question", environment={"SETTLES": "1"}
)
AIOGRAM_FORM = Contestant("aiogram FSM, in memory", "benchmarks.peers.aiogram_form")
AIOGRAM_FORM_SETTLING = replace(
    AIOGRAM_FORM, name="aiogram, settling each question", environment={"SETTLES": "1"}
)


@dataclass(frozen=True, slots=True)
class Running:
    """A process observed from outside."""

    pid: int
    log: Path

    def cpu_seconds(self) -> float:
        """Of all its threads, including ended ones."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self, line: str = "VmRSS") -> float:
        """In MB; VmHWM is the maximum so far."""
        for each in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if each.startswith(f"{line}:"):
                return int(each.split()[1]) / 1024
        return 0.0


@contextlib.contextmanager
def running(
    contestant: Contestant, url: str, database: Path | str, ekyc_url: str = "http://127.0.0.1:9"
) -> Iterator[Running]:
    """The bot, using this Bot API, until the block ends; ours with the given database."""
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        "PYTHONPATH": str(ROOT),
        **contestant.environment,
    }
    words = [sys.executable, "-m", contestant.module]
    if contestant.is_ours:
        words.append("run")
        environment = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": url,
            "EKYC_URL": ekyc_url,
            "EKYC_TOKEN": "measured",
            "DATABASE": str(database),
            "DATABASE_KEY": DATABASE_KEY,
            "MESSAGES_PER_SECOND": "100000",  # the peers do not respect Telegram's limit
            **environment,
        }
    else:
        words.append(url)
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        environment["TMPDIR"] = folder  # one bot per token and folder; other runs do not matter
        with log.open("wb") as errors:
            process = subprocess.Popen(  # noqa: S603 - our own programs
                words, cwd=folder, env=environment, stdout=errors, stderr=errors
            )
        try:
            yield Running(process.pid, log)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
