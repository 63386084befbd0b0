"""All checks at once, each with a time limit, so that the whole ends whatever is silent."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.assembly.egress import egress_of
from bot.doctor.clock import ClockComparison, judge_clock
from bot.doctor.database import examine_database
from bot.doctor.drawing import examine_fonts, examine_pictures
from bot.doctor.egress import examine_authorities, examine_proxies
from bot.doctor.ekyc import examine_ekyc
from bot.doctor.finding import Finding, broken, refused
from bot.doctor.limits import Limits
from bot.doctor.server import examine_server
from bot.doctor.settings import judge_settings
from bot.doctor.telegram import examine_telegram
from bot.runtime.address_unusable import AddressUnusable
from bot.runtime.egress import Egress
from bot.runtime.threads import in_daemon_thread
from bot.runtime.timer import LoopTimer, Timer, within
from bot.settings.database import PostgresAddress
from bot.settings.misspelling import Misspelling
from bot.settings.settings import Settings
from bot.telegram.inspection import InspectingClient

_WIRE_SECONDS = 8.0
_DATABASE_SECONDS = 10.0
_PICTURE_SECONDS = 15.0
_SHORT_SECONDS = 5.0

_TIMER = LoopTimer()


@dataclass(frozen=True, slots=True)
class _Check:
    """`name` is that of its first finding; `cure` is for when it does not end."""

    name: str
    seconds: float
    ask: Callable[[], Coroutine[Any, Any, Iterable[Finding]]] = field(repr=False)
    cure: str


async def examine(
    settings: Settings,
    limits: Limits,
    clock: Callable[[], datetime],
    timer: Timer = _TIMER,
    *,
    misspellings: Sequence[Misspelling] = (),
) -> list[Finding]:
    """All findings, in the order of the checks; the timer measures how long each takes."""
    comparison = ClockComparison(clock)
    checks = _checks(settings, limits, comparison, clock)
    found, of_program = await asyncio.gather(_all(checks, timer), examine_program(timer))
    judged = judge_settings(settings, misspellings)
    return [*judged, *found, judge_clock(comparison.heard), *of_program]


def _checks(
    settings: Settings,
    limits: Limits,
    comparison: ClockComparison,
    clock: Callable[[], datetime],
) -> Sequence[_Check]:
    """The checks that need the settings; those of both wires also hear what time it is there."""
    egress = egress_of(settings)
    addresses = settings.telegram_api_url, settings.ekyc_url
    network = "Look at the network, the firewall and HTTPS_PROXY."
    return (
        _Check(
            "database",
            _DATABASE_SECONDS,
            lambda: _in_thread(lambda: _examine_database(settings, clock, limits)),
            "Look at the disk or the server, and end other programs that have the database open.",
        ),
        _Check(
            "certificates",
            _SHORT_SECONDS,
            lambda: _in_thread(lambda: examine_authorities(egress, clock())),
            "Look at the disk.",
        ),
        _Check("proxy", _SHORT_SECONDS, lambda: examine_proxies(egress, addresses), network),
        _Check(
            "telegram",
            _WIRE_SECONDS,
            lambda: _examine_telegram(settings, egress, comparison, clock),
            network,
        ),
        _Check("ekyc", _WIRE_SECONDS, lambda: _examine_ekyc(settings, egress, comparison), network),
    )


async def _examine_telegram(
    settings: Settings, egress: Egress, comparison: ClockComparison, clock: Callable[[], datetime]
) -> Iterable[Finding]:
    async with InspectingClient(
        settings.telegram_bot_token,
        settings.telegram_api_url,
        egress,
        on_date=comparison.listener("Telegram"),
    ) as client:
        return await examine_telegram(client, settings.webhook_url, clock())


async def _examine_ekyc(
    settings: Settings, egress: Egress, comparison: ClockComparison
) -> Iterable[Finding]:
    finding = await examine_ekyc(
        settings.ekyc_url,
        settings.ekyc_token,
        egress,
        seconds=_WIRE_SECONDS / 2,
        on_date=comparison.listener("the eKYC service"),
    )
    return [finding]


def _examine_database(
    settings: Settings, clock: Callable[[], datetime], limits: Limits
) -> Iterable[Finding]:
    if isinstance(settings.database, PostgresAddress):
        return examine_server(settings.database, settings.database_key, clock)
    return examine_database(settings.database, settings.database_key, clock(), limits)


async def examine_program(timer: Timer = _TIMER) -> list[Finding]:
    """What can be checked without settings."""

    async def pictures() -> Iterable[Finding]:
        return [await examine_pictures()]

    cure = "Look at the load and the memory of this machine."
    return await _all(
        (
            _Check("fonts", _SHORT_SECONDS, lambda: _in_thread(lambda: [examine_fonts()]), cure),
            _Check("pictures", _PICTURE_SECONDS, pictures, cure),
        ),
        timer,
    )


async def _all(checks: Sequence[_Check], timer: Timer) -> list[Finding]:
    found = await asyncio.gather(*(_carried_out(check, timer) for check in checks))
    return [finding for findings in found for finding in findings]


async def _carried_out(check: _Check, timer: Timer) -> list[Finding]:
    try:
        return list(await within(timer, check.seconds, check.ask()))
    except TimeoutError:
        words = f"There was no answer within {check.seconds:.0f} seconds."
        return [broken(check.name, words, check.cure)]
    except AddressUnusable as unusable:
        return [refused(check.name, unusable, check.cure)]
    except Exception as error:  # noqa: BLE001 - the other findings are still worth their lines
        words = f"The check itself failed ({type(error).__name__})."
        return [broken(check.name, words, "Report this as a fault of the bot.")]


async def _in_thread(work: Callable[[], Iterable[Finding]]) -> Iterable[Finding]:
    """The findings of work that may block."""
    return await in_daemon_thread(lambda: list(work()))
