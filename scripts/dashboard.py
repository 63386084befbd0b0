"""Draw docs/dashboard.png: the panels of deploy/grafana for a day that is played in five minutes.

Five agents of the trial register customers. Early in the day the eKYC service refuses the token for
a moment, later it fails for a while, and some customers have the wrong face. A real Prometheus asks
the bot every second, evaluates the alerts, and answers the panels' expressions. Needs `prometheus`
(Debian: apt-get install prometheus), which may be named: `python -m scripts.dashboard PROGRAM`.
"""

import asyncio
import contextlib
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from bot.reports.svg import picture, text
from bot.sandbox.person import Person
from bot.trial.example import Customer, register
from bot.trial.processes import Trial, trial_in

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "dashboard.png"
DASHBOARD = ROOT / "deploy" / "grafana" / "dashboard.json"
ALERTS = ROOT / "deploy" / "prometheus" / "alerts.yaml"

AGENTS = 5
CITIZENS = 12  # the specimens
DAY_SECONDS = 300
THINKING = (0.2, 1.5)  # seconds at each step
REFUSED = (45, 50)  # seconds from the beginning; the bot tries again after two minutes
OUTAGE = (200, 230)

_HEALTH, _PROMETHEUS = "127.0.0.1:18080", "127.0.0.1:18090"
_RANGE = "15s"  # for Grafana's $__rate_interval
_STEP_SECONDS = 2

COLOURS = (
    *("#2f6db5", "#c8502d", "#3b8f4b", "#8a55a8", "#b58a1a", "#3a9a9a", "#777777", "#b0446f"),
    *("#1b2f5b", "#7a2e12", "#8fbf5a", "#d9a7e0", "#e3c65b", "#8fd3d3"),
)
_WIDTH, _HEIGHT, _GAP = 660, 250, 16
_TILE = 80
_MARGIN = 64  # left of the curves, for the numbers


@dataclass(frozen=True, slots=True)
class Series:
    """One curve: its name, and its value at each second since the beginning."""

    name: str
    points: Sequence[tuple[float, float]]


# -- the day -------------------------------------------------------------------------------------


async def play_day(trial: Trial) -> None:
    """Let the agents work while things go wrong."""
    ends_at = time.monotonic() + DAY_SECONDS
    links = [await trial.invite(f"Agent {number}") for number in range(AGENTS)]
    async with asyncio.TaskGroup() as group:
        for number, link in enumerate(links):
            group.create_task(_work(trial, number, link, ends_at))
        group.create_task(_go_wrong(trial))


async def _work(trial: Trial, number: int, link: str, ends_at: float) -> None:
    async def think(_: str) -> None:
        await asyncio.sleep(random.uniform(*THINKING))  # noqa: S311 - spreads the work

    async with Person(trial.telegram_url, 2000 + number, f"Agent {number}") as agent:
        await agent.opens(link)
        await agent.sees("Welcome", timeout=60)
        done = 0
        while time.monotonic() < ends_at:
            customer = Customer(
                number=(number + done) % CITIZENS,
                mobile_number=f"017{number}{done:07}",
                selfie_of=(number + done + 1) % CITIZENS if done % 4 == 3 else None,
            )
            done += 1
            try:
                async with asyncio.timeout(max(ends_at - time.monotonic(), 1.0)):
                    await register(agent, customer, at_step=think)
            except AssertionError:  # the service is down: the next customer, as the bot offers
                await asyncio.sleep(1)
            except TimeoutError:
                return


async def _go_wrong(trial: Trial) -> None:
    calls = ["step_one", "step_two", "status", "log"]
    troubles = (("unauthorized", *REFUSED), ("bad_gateway", *OUTAGE))
    passed = 0
    async with httpx.AsyncClient(base_url=trial.ekyc_url, trust_env=False) as http:
        for kind, begins, ends in troubles:
            await asyncio.sleep(begins - passed)
            fault = {"kind": kind, "calls": calls, "times": "always"}
            (await http.post("/control/faults", json=fault)).raise_for_status()
            await asyncio.sleep(ends - begins)
            (await http.post("/control/faults", json={"kind": "clear"})).raise_for_status()
            passed = ends


# -- Prometheus ----------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def prometheus_in(folder: Path, program: str) -> AsyncIterator[httpx.AsyncClient]:
    """A real Prometheus that asks the bot; a client of it."""
    job = {"job_name": "onboarding-bot", "static_configs": [{"targets": [_HEALTH]}]}
    configuration = {
        "global": {"scrape_interval": "1s", "evaluation_interval": "2s"},
        "scrape_configs": [job],
        "rule_files": [str(ALERTS)],
    }
    (folder / "prometheus.yaml").write_text(yaml.safe_dump(configuration))
    running = await asyncio.create_subprocess_exec(
        program,
        f"--config.file={folder / 'prometheus.yaml'}",
        f"--storage.tsdb.path={folder / 'prometheus'}",
        f"--web.listen-address={_PROMETHEUS}",
        "--log.level=error",
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://{_PROMETHEUS}", trust_env=False) as http:
            yield http
    finally:
        running.terminate()
        await running.wait()


async def curves(
    http: httpx.AsyncClient, expression: str, began: float, legend: str
) -> list[Series]:
    """The expression's values since `began`, in seconds since 1970."""
    expression = expression.replace("$__rate_interval", _RANGE)
    asked = {"query": expression, "start": began, "end": time.time(), "step": _STEP_SECONDS}
    reply = await http.get("/api/v1/query_range", params={k: str(v) for k, v in asked.items()})
    reply.raise_for_status()
    found = []
    for each in reply.json()["data"]["result"]:
        name = legend
        for label, value in each["metric"].items():
            name = name.replace(f"{{{{{label}}}}}", value)
        points = [(at - began, float(value)) for at, value in each["values"] if value != "NaN"]
        found.append(Series(name, points))
    return found


# -- the drawing ---------------------------------------------------------------------------------


def in_unit(value: float, unit: str) -> str:
    """The value as a short text."""
    match unit:
        case "s" if value >= 1:
            return f"{value:.1f} s"
        case "s" if value > 0:
            return f"{value * 1000:.0f} ms"
        case "percentunit":
            return f"{value * 100:.0f} %"
        case "ops":
            return f"{value:.2g}/s"
        case "bytes" if value >= 1e9:
            return f"{value / 1e9:.1f} GB"
        case "bytes" if value > 0:
            return f"{value / 1e6:.1f} MB"
    return f"{value:.3g}"


def tile(left: float, top: float, width: float, panel: dict[str, Any], worst: Series) -> list[str]:
    """A panel with one number: the highest of the day, and the last."""
    values = [value for _, value in worst.points]
    unit = panel["fieldConfig"]["defaults"]["unit"]
    is_name = panel["options"].get("textMode") == "name"
    last = worst.name if is_name else in_unit(values[-1], unit)
    said = "" if is_name else f"at most {in_unit(max(values), unit)}"
    return [
        f'<rect x="{left}" y="{top}" width="{width}" height="{_TILE}" fill="#eef2f6" rx="6"/>',
        text(left + 10, top + 20, 13, panel["title"]),
        text(left + 10, top + 50, 24, last),
        text(left + 10, top + 70, 12, said, fill="#666666"),
    ]


def chart(left: float, top: float, panel: dict[str, Any], found: Sequence[Series]) -> list[str]:
    """A panel with curves over the day."""
    unit = panel["fieldConfig"]["defaults"]["unit"]
    rows = (len(found) + 3) // 4  # of the legend
    inner, height = _WIDTH - _MARGIN - 10, _HEIGHT - 58 - 16 * rows
    base = top + 36 + height
    last = max((seconds for one in found for seconds, _ in one.points), default=1.0)
    most = max((value for one in found for _, value in one.points), default=0.0) or 1.0
    parts = [
        f'<rect x="{left}" y="{top}" width="{_WIDTH}" height="{_HEIGHT}" fill="#f7f7f7" rx="6"/>',
        text(left + 10, top + 22, 15, panel["title"]),
    ]
    for share in (0.0, 0.5, 1.0):
        at = base - share * height
        parts += [
            f'<path d="M{left + _MARGIN} {at}h{inner}" stroke="#dddddd"/>',
            text(left + _MARGIN - 6, at + 4, 11, in_unit(most * share, unit), anchor="end"),
        ]
    for number, one in enumerate(found):
        colour = COLOURS[number % len(COLOURS)]
        path, before = "", -1.0
        for seconds, value in one.points:
            x, y = left + _MARGIN + seconds / last * inner, base - value / most * height
            # Nothing is drawn over a time without a value.
            path += f"{'L' if 0 <= before >= seconds - 2 * _STEP_SECONDS else 'M'}{x:.1f} {y:.1f}"
            before = seconds
        parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        column, row = number % 4, number // 4
        x, y = left + 12 + column * (_WIDTH - 20) / 4, base + 20 + row * 16
        parts += [
            f'<rect x="{x}" y="{y - 9}" width="10" height="10" fill="{colour}"/>',
            text(x + 14, y, 12, one.name),
        ]
    return parts


def drawing(shown: Sequence[tuple[dict[str, Any], Sequence[Series]]]) -> bytes:
    """All panels in the order of the dashboard: tiles in a row, then charts in two columns."""
    tiles = [each for each in shown if each[0]["type"] == "stat"]
    charts = [each for each in shown if each[0]["type"] == "timeseries"]
    whole = 2 * _WIDTH + 3 * _GAP
    width = (whole - _GAP) / len(tiles) - _GAP
    parts: list[str] = []
    for number, (panel, found) in enumerate(tiles):
        (worst,) = found
        parts += tile(_GAP + number * (width + _GAP), _GAP, width, panel, worst)
    for number, (panel, found) in enumerate(charts):
        row, column = divmod(number, 2)
        left = _GAP + column * (_WIDTH + _GAP)
        parts += chart(left, _TILE + 2 * _GAP + row * (_HEIGHT + _GAP), panel, found)
    rows = (len(charts) + 1) // 2
    return picture(whole, _TILE + 2 * _GAP + rows * (_HEIGHT + _GAP), parts)


async def main(program: str) -> None:
    os.environ["HEALTH"] = _HEALTH  # the trial hands its environment on to the bot
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with (folder / "log").open("wb") as log:
            async with (
                trial_in(
                    folder, reader="specimens", language="en", log_level="INFO", log=log
                ) as trial,
                prometheus_in(folder, program) as http,
            ):
                began = time.time()
                await play_day(trial)
                shown = [
                    (
                        panel,
                        [
                            series
                            for target in panel["targets"]
                            for series in await curves(
                                http, target["expr"], began, target["legendFormat"]
                            )
                        ],
                    )
                    for panel in json.loads(DASHBOARD.read_text("utf-8"))["panels"]
                ]
                raised = await curves(http, "ALERTS", began, "{{alertname}} {{alertstate}}")
    PICTURE.write_bytes(drawing(shown))
    print(f"{PICTURE}; alerts: {sorted({one.name for one in raised})}")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "prometheus"))
