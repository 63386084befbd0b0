"""The desk of a trial: lets people in by the real bot, and has the eKYC service misbehave."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import httpx

from bot.sandbox.telegram.desk import DeskFailed, Pending
from storage.agents import Role

#: What can go wrong, as the eKYC service is asked for it; docs/sandbox-ekyc.md explains the kinds.
TROUBLES: Mapping[str, Mapping[str, object]] = {
    "card_badly_read": {"kind": "fields_left_out"},
    "not_in_register": {"kind": "not_in_register"},
    "down_for_a_minute": {"kind": "bad_gateway", "times": "always", "lasts": 60},
    "down_until_ended": {"kind": "bad_gateway", "times": "always"},
    "reply_lost": {"kind": "timeout_after_saving", "seconds": 5},
    "slow": {"kind": "slow", "seconds": 20},
    # A question that is refused once while cards are read may be one that the token may not ask.
    "token_refused": {"kind": "unauthorized", "calls": ["step_one", "step_two"], "times": 1},
    "verdict_corrected": {"kind": "verdict_corrected", "seconds": 10},
}


class TrialDesk:
    """`invite` makes the link of the real bot for a name and a role."""

    roles: Sequence[str] = tuple(Role)
    troubles: Sequence[str] = tuple(TROUBLES)

    def __init__(self, ekyc_url: str, invite: Callable[[str, str], Awaitable[str]]) -> None:
        self._faults = f"{ekyc_url}/control/faults"
        self._invite = invite

    async def invite(self, name: str, role: str) -> str:
        return await self._invite(name, role)

    async def cause(self, kind: str) -> None:
        await self._ask("POST", TROUBLES[kind])

    async def end_troubles(self) -> None:
        await self._ask("POST", {"kind": "clear"})

    async def pending(self) -> list[Pending]:
        found = ((_named(fault), fault["ends_in"]) for fault in await self._ask("GET"))
        return [Pending(kind=kind, ends_in=ends_in) for kind, ends_in in found if kind]

    async def _ask(
        self, method: str, fault: Mapping[str, object] | None = None
    ) -> list[dict[str, Any]]:
        """Ask the eKYC service for a fault, or only for those that are pending; returns these."""
        try:
            async with httpx.AsyncClient(trust_env=False) as http:
                reply = (await http.request(method, self._faults, json=fault)).raise_for_status()
        except httpx.HTTPError:
            raise DeskFailed("the eKYC service does not answer") from None
        faults: list[dict[str, Any]] = reply.json()["faults"]
        return faults


def _named(fault: Mapping[str, object]) -> str | None:
    """The trouble that this pending fault is; None for one that was asked for elsewhere."""
    is_timed = fault["ends_in"] is not None
    for name, asked in TROUBLES.items():
        if asked["kind"] == fault["kind"] and ("lasts" in asked) == is_timed:
            return name
    return None
