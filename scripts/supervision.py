"""Take the supervisor's pictures in docs/screens from the running trial, in both languages.

It needs what `scripts.screens` needs. Run it with `make screens`.
"""

import asyncio
from collections.abc import Awaitable, Callable

from playwright.async_api import Page

from bot.sandbox.person import Person
from bot.texts import in_digits, plain
from bot.trial.chairs import RAHIM, SALMA, Chair, admitted
from bot.trial.example import register
from bot.trial.processes import Trial
from scripts.screens import CUSTOMER, WRONG_FACE, phone, take_in_every_language, take_picture
from storage.agents import Role

ANNOUNCEMENT = {
    "en": "Tomorrow the office opens at 10.",
    "bn": "কাল অফিস ১০টায় খুলবে।",
}
NEWCOMER = {"en": "Jamal Hossain", "bn": "জামাল হোসেন"}
NEWCOMERS = {"en": ("Shirin Akter", "Habib Khan"), "bn": ("শিরিন আক্তার", "হাবিব খান")}
BOSS = Chair(1004, Role.ADMIN, {"en": "Nasrin Sultana", "bn": "নাসরিন সুলতানা"})


async def take(running: Trial, language: str) -> None:
    """Two customers of Rahim's, one passed and one failed, as Salma sees them."""
    async with admitted(running, language) as (rahim, _, salma):
        await register(rahim, CUSTOMER, language)
        await rahim.sees(plain(language, "verdict-passed", customer="").strip(), timeout=60)
        await register(rahim, WRONG_FACE, language)
        await rahim.sees(plain(language, "verdict-failed", customer="").strip(), timeout=60)
        await rahim.says("/new")
        await rahim.taps(plain(language, "button-agree"))
        await rahim.sees(plain(language, "front.prompt"))
        async with phone(running, SALMA.user_id, language) as page:

            async def snap(step: str) -> None:
                await take_picture(page, f"supervisor-{step}-{language}")

            await snap("welcome")
            await _play(salma, language, snap)
            await _take_admin(running, page, language)


async def _take_admin(running: Trial, page: Page, language: str) -> None:
    """What an admin sees differently."""
    name = BOSS.names[language]
    async with Person(running.telegram_url, BOSS.user_id, name, language) as boss:
        await boss.opens(await running.invite(name, BOSS.role))
        await boss.sees(plain(language, "welcome-admin", name=name).splitlines()[0])
        await page.goto(f"{running.telegram_url}/?agent={BOSS.user_id}")
        await take_picture(page, f"admin-welcome-{language}")
        await boss.says("/invite")
        await boss.sees(plain(language, "invite-whom"))
        await take_picture(page, f"admin-invite-{language}")
        await boss.says("/agents")
        await boss.sees(SALMA.names[language])
        await take_picture(page, f"admin-people-{language}")


async def _play(salma: Person, language: str, snap: Callable[[str], Awaitable[None]]) -> None:
    await salma.says("/report")
    await salma.sees(plain(language, "report-agents"))
    await snap("report")
    await salma.taps(f"{in_digits('1', language)}. ")
    await salma.sees(plain(language, "view-agent", name=RAHIM.names[language]))
    await snap("view")
    await salma.says("/agents")
    await salma.sees(RAHIM.names[language])
    await snap("people")
    await salma.taps(RAHIM.names[language])
    await salma.sees(plain(language, "person-id", id=""))
    await snap("person")
    await salma.taps(plain(language, "button-give"))
    await salma.sees(plain(language, "give-question", name=RAHIM.names[language], count=3))
    await snap("give")
    await salma.taps(plain(language, "button-leave"))
    await salma.sees(plain(language, "person-id", id=""))
    await salma.taps(plain(language, "button-remove"))
    await salma.sees(plain(language, "remove-question", name=RAHIM.names[language]))
    await snap("remove")
    await salma.taps(plain(language, "button-leave"))
    await salma.says(f"/announce {ANNOUNCEMENT[language]}")
    await salma.sees(ANNOUNCEMENT[language])
    await snap("announce")
    await salma.says("/export")
    await salma.sees(plain(language, "export-by-dates", command="/export"))
    await snap("export")
    await salma.taps(plain(language, "period-7"))
    await salma.sees(plain(language, "export-kind-masked"))
    await snap("export-format")
    await salma.says(f"/invite {NEWCOMER[language]}")
    await salma.sees(plain(language, "invite-qr", name=NEWCOMER[language]))
    await snap("invite")
    await salma.says("/invite")
    await salma.sees(plain(language, "invite-name-by-id"))
    await salma.says("\n".join(NEWCOMERS[language]))
    await salma.sees(NEWCOMERS[language][-1])
    await snap("invite-names")
    await salma.says("/invite")
    await salma.taps(plain(language, "button-invitations", count=3))
    await salma.sees(plain(language, "invitations-withdraw"))
    await snap("invitations")
    await salma.says("/log vendor")
    await salma.sees(plain(language, "short-failed"))
    await snap("vendor-log")
    await salma.says("/help")
    await salma.sees(plain(language, "help-supervisor"))
    await snap("help")


if __name__ == "__main__":
    asyncio.run(take_in_every_language(take))
