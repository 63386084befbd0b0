"""Who has access, and how people get it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.person import Person
from storage.agents import Role
from storage.invitations import Invitation
from storage.refusals import Refusal
from tests.support.clocks import eventually
from tests.support.customers import comes_to
from tests.support.running import ADMIN, RunningBot, Trial

COMMANDS = {
    *("new", "drafts", "log", "stats", "status"),
    *("cancel", "erase", "help", "language", "start"),
}


async def test_a_stranger_is_refused_once_politely_with_the_number(
    trial: Trial, bot: RunningBot
) -> None:
    async with trial.person("Eve", 3001) as eve:
        await eve.says("/start")
        refused = await eve.sees("This bot is for invited field agents.")
        assert "3001" in refused.text
        assert refused.buttons == ()
        await eve.says("/new")
        await eve.sends_sticker()
        await eve.does_not_see("This bot is for", within=0.5)


async def test_a_stranger_who_was_told_is_ignored_and_so_are_their_presses(
    trial: Trial, bot: RunningBot
) -> None:
    async with trial.person("Eve", 3001) as eve:
        await eve.says("hello")
        await eve.sees("This bot is for invited field agents.")
        await eve.forges("~new.")
        await eve.does_not_see("Does the customer agree", within=0.5)

        assert eve.toasts == []
        assert bot.store.refusals.count(3001) == {Refusal.STRANGER: 2}


async def test_a_bangla_speaker_is_refused_in_bangla(trial: Trial, bot: RunningBot) -> None:
    async with trial.person("Eve", 3001, "bn") as eve:
        await eve.says("hello")

        await eve.sees("এই বট শুধু আমন্ত্রিত এজেন্টদের জন্য।")


async def test_an_invitation_is_good_once(trial: Trial, bot: RunningBot) -> None:
    link = bot.invites("Rahim Uddin")
    async with trial.person("Rahim", 2001) as rahim, trial.person("Eve", 3001) as eve:
        await rahim.opens(link)
        await rahim.sees("Welcome, Rahim Uddin. You can register customers now.")
        await eve.opens(link)

        refused = await eve.sees("This invitation is no longer valid.")
        assert "3001" in refused.text
        await rahim.opens(link)
        await rahim.sees("Welcome back, Rahim Uddin.")


async def test_an_invitation_expires(trial: Trial, bot: RunningBot) -> None:
    past = datetime.now(UTC) - timedelta(minutes=1)
    with bot.store.transaction():
        bot.store.invitations.add(
            "late", Invitation(name="Rahim", role=Role.AGENT, expires_at=past), past
        )
    async with trial.person("Rahim", 2001) as rahim:
        await rahim.opens("https://t.me/trial_bot?start=late")

        await rahim.sees("This invitation is no longer valid.")


async def test_somebody_refused_before_is_let_in_by_an_invitation(
    trial: Trial, bot: RunningBot
) -> None:
    async with trial.person("Rahim", 2001) as rahim:
        await rahim.says("hello")
        await rahim.sees("This bot is for invited field agents.")
        await rahim.opens(bot.invites("Rahim Uddin"))
        await rahim.sees("Welcome, Rahim Uddin.")
        await rahim.taps("New customer")

        await rahim.sees("Does the customer agree")


async def test_an_invitation_gives_an_agent_another_role(rahim: Person, bot: RunningBot) -> None:
    await rahim.opens(bot.invites("Rahim Uddin", Role.SUPERVISOR))
    await rahim.sees("Welcome, Rahim Uddin.")

    agent = bot.store.agents.find(rahim.user_id)
    assert agent is not None
    assert agent.role is Role.SUPERVISOR


async def test_the_admins_of_the_settings_need_no_invitation(trial: Trial, bot: RunningBot) -> None:
    async with trial.person("Boss", ADMIN) as boss:
        await boss.says("/new")

        await boss.sees("Does the customer agree")


async def test_a_group_is_left_at_once(rahim: Person) -> None:
    group = await rahim.adds_bot_to_group()

    await rahim.sees_bot_leave(group)


# -- the menu, the help, the language ---------------------------------------------------------


async def test_the_menu_speaks_the_agents_language(rahim: Person) -> None:
    await rahim.says("/help")
    await rahim.sees("Register a customer")
    menu = await rahim.commands()
    assert set(menu) == COMMANDS
    assert menu["new"] == "Register a new customer"
    await rahim.says("/language")
    await rahim.taps("বাংলা")
    await rahim.sees("এখন থেকে বাংলায়।")
    await rahim.says("/help")
    await rahim.sees("গ্রাহক নিবন্ধন")

    assert (await rahim.commands())["new"] == "নতুন গ্রাহক নিবন্ধন"


async def test_the_menu_of_a_stranger_offers_only_start(trial: Trial, bot: RunningBot) -> None:
    async with trial.person("Eve", 3001) as eve:
        await eve.says("hello")
        await eve.sees("This bot is for invited field agents.")

        async def has_menu() -> bool:
            return set(await eve.commands()) == {"start", "help"}

        await eventually(has_menu)  # the bot sets it while it already serves


async def test_agents_are_served_before_the_menu_of_strangers_is_set(trial: Trial) -> None:
    await trial.fault(
        "telegram", kind="delay", method="setMyDescription", seconds=60, times="always"
    )

    async with RunningBot(trial) as bot, await bot.enrols("Rahim", user_id=2001) as rahim:
        await rahim.says("/help")
        await rahim.sees("Register a customer")


async def test_help_in_the_middle_of_the_form_loses_nothing(rahim: Person) -> None:
    await comes_to(rahim, "mobile_number")
    await rahim.says("/help")
    await rahim.sees("Nothing is lost when the connection breaks")
    await rahim.says("01712345678")

    await rahim.sees("What is the customer’s work?")


@pytest.mark.parametrize("command", ["/nonsense", "/NEW2", "/"])
async def test_an_unknown_command_shows_the_help(rahim: Person, command: str) -> None:
    await rahim.says(command)

    await rahim.sees("Register a customer: /new")


async def test_an_agent_who_unblocks_the_bot_continues(rahim: Person) -> None:
    await comes_to(rahim, "mobile_number")
    await rahim.blocks_bot()
    await rahim.unblocks_bot()
    await rahim.says("01712345678")

    await rahim.sees("What is the customer’s work?")
