"""The service as a separate process, and a client that behaves like an agent's bot."""

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from benchmarks.sandbox.phone_photos import photograph
from bot.sandbox.ekyc.register import Citizen, load_register

CITIZENS = load_register().citizens
VERIFICATION_DELAY = 0.2  # seconds


@dataclass(frozen=True, slots=True)
class Pair:
    """Both sides of one citizen's card in one take; take 0 is the shipped photos."""

    citizen: Citizen
    take: int
    front: bytes
    back: bytes


def pairs(fresh: int) -> Iterator[Pair]:
    """Return the shipped photos and the requested number of simulated ones of each citizen."""
    for take in range(fresh + 1):
        for citizen in CITIZENS:
            front, back = (
                citizen.specimen("photos", f"_{side}").read_bytes()
                if take == 0
                else photograph(
                    citizen.specimen("cards", f"_{side}"),
                    seed=10_000 * take + 100 * citizen.number + (side == "back"),
                )
                for side in ("front", "back")
            )
            yield Pair(citizen, take, front, back)


class Service:
    """A running service with real OCR; all times in seconds, memory in megabytes."""

    def __init__(self, process: subprocess.Popen[bytes], http: httpx.Client, ready: float) -> None:
        self._process = process
        self._http = http
        self.seconds_to_ready = ready

    def memory(self) -> int:
        """Return the resident memory now (Linux)."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) // 1024

    def processor_seconds(self) -> float:
        """Return the processor time of the service so far (Linux)."""
        stat = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii")
        user, system = stat.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def step_one(self, pair: Pair) -> tuple[Mapping[str, str] | None, float]:
        """Have a card read; returns the reading, None if it was refused, and the seconds."""
        started_at = time.perf_counter()
        reply = self._http.post(
            "/agent/customer-registration/?step=1&crop=1",
            files={
                "id_front": ("front.jpg", pair.front, "image/jpeg"),
                "id_back": ("back.jpg", pair.back, "image/jpeg"),
            },
        )
        seconds = time.perf_counter() - started_at
        body = reply.raise_for_status().json()
        return body.get("data"), seconds

    def misread_next(self) -> None:
        """Have two fields of the next card misread."""
        self._http.post("/control/faults", json={"kind": "fields_misread"}).raise_for_status()

    def verdict(self, card: Mapping[str, str], selfie: bytes) -> tuple[Mapping[str, Any], float]:
        """Submit a card as read, with a selfie; returns the verdict and its seconds."""
        number = f"017{secrets.randbelow(10**8):08}"
        form = {
            "nid_no": card["nid_no"],
            "dob": card["dob"],
            "applicant_name_ben": card["customer_name_ben"],
            "applicant_name_eng": card["customer_name_eng"],
            "father_name": card["father_name"],
            "mother_name": card["mother_name"],
            "pres_address": card["address"],
            "perm_address": card["address"],
            "id_front_name": card["id_front_name"],
            "id_back_name": card["id_back_name"],
            "gender": "Other",
            "profession": "Teacher",
            "nominee": "Ambia Khatun",
            "nominee_relation": "Mother",
            "mobile_number": number,
        }
        started_at = time.perf_counter()
        self._http.post(
            "/agent/customer-registration/?step=2",
            data=form,
            files={"applicant_photo": ("selfie.jpg", selfie, "image/jpeg")},
        ).raise_for_status()
        while True:
            body: Mapping[str, Any] = self._http.post(
                "/agent/get-verification-status/", files={"mobile_number": (None, number)}
            ).json()
            if body["status"] != "pending":
                return body, time.perf_counter() - started_at - VERIFICATION_DELAY
            time.sleep(0.02)


@contextlib.contextmanager
def running_service() -> Iterator[Service]:
    """Start `python -m bot.sandbox.ekyc` and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        started_at = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own module
            [
                *(sys.executable, "-m", "bot.sandbox.ekyc", "--port", str(port)),
                *("--token", "benchmark", "--database", f"{folder}/ekyc.db"),
                *("--reader", "ocr", "--verification-delay", str(VERIFICATION_DELAY)),
            ],
            env=os.environ,
            stdout=subprocess.DEVNULL,
        )
        http = httpx.Client(
            base_url=f"http://127.0.0.1:{port}",
            headers={"Authorization": "Token benchmark"},
            timeout=60,
            trust_env=False,
        )
        try:
            while process.poll() is None:
                try:
                    http.get("/agent/get-verification-log/?status=all")
                    break
                except httpx.TransportError:
                    time.sleep(0.02)
            yield Service(process, http, time.perf_counter() - started_at)
        finally:
            http.close()
            process.terminate()
            process.wait()
