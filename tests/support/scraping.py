"""What a tool of the operator reads from a running bot."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

_PATIENCE = 60.0  # seconds; only a failing test waits that long


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    problems: list[str]
    role: str  # of /ready


@dataclass(frozen=True, slots=True)
class Scraper:
    """The server of HEALTH at this port of this machine."""

    port: int

    async def get(self, path: str) -> httpx.Response:
        async with httpx.AsyncClient(trust_env=False) as http:
            return await http.get(f"http://127.0.0.1:{self.port}{path}")

    async def asks(self, path: str) -> Answer:
        """/live or /ready, as soon as the server is there."""
        reply: httpx.Response | None = None
        ends_at = time.monotonic() + _PATIENCE
        while reply is None:
            try:
                reply = await self.get(path)
            except httpx.ConnectError:
                assert time.monotonic() < ends_at, "the server never came"
                await asyncio.sleep(0.05)
        said: dict[str, Any] = reply.json()
        assert said["ok"] == reply.is_success
        return Answer(reply.status_code, said["problems"], said.get("role", ""))

    async def scrapes(self) -> "Scrape":
        reply = await self.get("/metrics")
        assert reply.status_code == 200, reply.text
        assert reply.headers["Content-Type"].startswith("text/plain")
        return Scrape(reply.text)


class Scrape:
    """One page of metrics."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.samples: list[Sample] = [
            sample for family in text_string_to_metric_families(page) for sample in family.samples
        ]

    def names(self) -> set[str]:
        return {sample.name for sample in self.samples}

    def value(self, name: str, **labels: str) -> float:
        """The sum of all samples of that name with at least these labels."""
        return sum(sample.value for sample in self._having(name, labels))

    def _having(self, name: str, labels: dict[str, str]) -> Iterator[Sample]:
        for sample in self.samples:
            if sample.name == name and labels.items() <= sample.labels.items():
                yield sample
