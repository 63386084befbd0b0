"""Take the supervisor's pictures in docs/screens from the running trial, in both languages.

It needs what `scripts.screens` needs. Run it with `make screens`.
"""

import asyncio
from collections.abc import Awaitable, Callable

from bot.sandbox.person import Person
from bot.texts import plain
from bot.trial.chairs import RAHIM, SALMA, admitted
from bot.trial.example import register
from bot.trial.processes import Trial
from scripts.screens import CUSTOMER, WRONG_FACE, phone, take_in_every_language, take_picture

ANNOUNCEMENT = {
    "en": "Tomorrow the office opens at 10.",
    "bn": "কাল অফিস ১০টায় খুলবে।",
}
NEWCOMER = {"en": "Jamal Hossain", "bn": "জামাল হোসেন"}


async def take(running: Trial, language: str) -> None:
    """Two customers of Rahim's, one passed and one failed, as Salma sees them."""
    async with admitted(running, language) as (rahim, _, salma):
        await register(rahim, CUSTOMER, language)
        await rahim.sees(plain(language, "verdict-passed", customer="").strip(), timeout=60)
        await register(rahim, WRONG_FACE, language)
        await rahim.sees(plain(language, "verdict-failed", customer="").strip(), timeout=60)
        async with phone(running, SALMA.user_id, language) as page:

            async def snap(step: str) -> None:
                await take_picture(page, f"supervisor-{step}-{language}")

            await snap("welcome")
            await _play(salma, language, snap)


async def _play(salma: Person, language: str, snap: Callable[[str], Awaitable[None]]) -> None:
    await salma.says("/report")
    await salma.sees(plain(language, "report-agents"))
    await snap("report")
    await salma.says("/agents")
    await salma.sees(RAHIM.names[language])
    await snap("people")
    await salma.taps(RAHIM.names[language])
    await salma.sees(plain(language, "person-id", id=""))
    await snap("person")
    await salma.says(f"/announce {ANNOUNCEMENT[language]}")
    await salma.sees(ANNOUNCEMENT[language])
    await snap("announce")
    await salma.says("/export")
    await salma.sees(plain(language, "export-by-dates", command="/export"))
    await snap("export")
    await salma.says(f"/invite {NEWCOMER[language]}")
    await salma.sees(plain(language, "invite-qr", name=NEWCOMER[language]))
    await snap("invite")


if __name__ == "__main__":
    asyncio.run(take_in_every_language(take))
