"""Access: invited, suspended, removed, and work handed to somebody else."""

from collections.abc import AsyncIterator

import pytest

from bot.chat.buttons import press_button
from bot.sandbox.person import Person
from conversations.application import Application, Phase
from storage.agents import Agent, Role, Standing
from storage.refusals import Refusal
from tests.support.clocks import until
from tests.support.customers import comes_to
from tests.support.running import ADMIN, RunningBot, Trial


@pytest.fixture
async def boss(trial: Trial, bot: RunningBot) -> AsyncIterator[Person]:
    """The admin of the settings."""
    async with trial.person("Boss", ADMIN) as person:
        await person.says("/help")
        await person.sees("You look after everybody")
        yield person


async def opens_card_of(boss: Person, name: str) -> None:
    await boss.says("/agents")
    page = await boss.sees("People (")
    (label,) = (each for row in page.buttons for each in row if name in each)
    await boss.taps(label)
    await boss.sees("Telegram ID:")


def first_of(bot: RunningBot, agent: Person) -> Application:
    (application,) = bot.store.caseloads.of_agent(agent.user_id, limit=1)
    return application


def find(bot: RunningBot, person: Person) -> Agent:
    found = bot.store.agents.find(person.user_id)
    assert found
    return found


class TestInvitations:
    async def test_an_admin_invites_in_the_chat(self, trial: Trial, boss: Person) -> None:
        await boss.says("/invite Rahim Uddin")
        made = await boss.sees("Send this link to Rahim Uddin.")
        link = made.text.split()[-1]
        async with trial.person("Rahim", 2001) as rahim:
            await rahim.opens(link)
            await rahim.sees("Welcome, Rahim Uddin.")
            assert "agents" not in await rahim.commands()

    async def test_the_role_comes_before_the_name_and_brings_its_menu(
        self, trial: Trial, bot: RunningBot, boss: Person
    ) -> None:
        await boss.says("/invite supervisor Rahima Khatun")
        made = await boss.sees("Send this link to Rahima Khatun.")
        async with trial.person("Rahima", 2005) as rahima:
            await rahima.opens(made.text.split()[-1])
            await rahima.sees("Welcome, Rahima Khatun.")
            await rahima.says("/agents")
            await rahima.sees("No people yet.")

            assert {"agents", "invite"} <= set(await rahima.commands())
        invited, enrolled = bot.store.audit.entries(actions=("invited", "enrolled"))
        assert (invited.actor, enrolled.actor) == (str(ADMIN), "2005")

    async def test_a_supervisor_invites_agents_only(self, trial: Trial, bot: RunningBot) -> None:
        async with trial.person("Rahima", 2005) as rahima:
            await rahima.opens(bot.invites("Rahima", Role.SUPERVISOR))
            await rahima.sees("Welcome")
            await rahima.says("/invite admin Eve")
            made = await rahima.sees("Send this link to admin Eve.")
            async with trial.person("Eve", 3001) as eve:
                await eve.opens(made.text.split()[-1])
                await eve.sees("Welcome, admin Eve.")
        found = bot.store.agents.find(3001)
        assert found
        assert found.role is Role.AGENT

    async def test_an_admin_who_opens_a_link_stays_admin_and_the_link_stays_good(
        self, trial: Trial, boss: Person
    ) -> None:
        await boss.says("/invite Rahim Uddin")
        link = (await boss.sees("Send this link to Rahim Uddin.")).text.split()[-1]
        await boss.opens(link)
        await boss.sees("You already have access as admin, so this link was not used.")
        await boss.says("/agents")
        await boss.sees("No people yet.")

        async with trial.person("Rahim", 2001) as rahim:
            await rahim.opens(link)
            await rahim.sees("Welcome, Rahim Uddin.")

    async def test_an_agent_invites_nobody(self, rahim: Person) -> None:
        await rahim.says("/invite Eve")
        await rahim.sees("Register a customer: /new")
        await rahim.says("/agents")  # gets no second hint of the same kind
        await rahim.says("/log")
        await rahim.sees("You have no applications yet.")
        assert "People (" not in rahim.transcript()

    async def test_somebody_trying_codes_is_ignored_after_five(
        self, trial: Trial, bot: RunningBot
    ) -> None:
        good = bot.invites("Eve")
        async with trial.person("Eve", 3001) as eve:
            for number in range(5):
                await eve.opens(f"https://t.me/trial_bot?start=wrong{number}")
                await eve.sees("This invitation is no longer valid.")
            await eve.opens(good)
            await eve.does_not_see("Welcome", within=0.5)

        assert bot.store.refusals.count(3001)[Refusal.INVITATION] == 6


class TestTheDialog:
    async def test_an_admin_invites_by_buttons_and_several_at_once(
        self, trial: Trial, boss: Person
    ) -> None:
        await boss.says("/invite")
        await boss.taps("Supervisor")
        await boss.sees("Type the name of the new supervisor.")
        await boss.says("Rahima Khatun")
        made = await boss.sees("Send this link to Rahima Khatun.")
        assert ("Share the link",) in made.buttons
        await boss.sees("can also scan this with the phone’s camera")
        async with trial.person("Rahima", 2005) as rahima:
            await rahima.opens(made.text.split()[-1])
            await rahima.sees("Welcome, Rahima Khatun. You look after")
            await rahima.taps("Invite")
            await rahima.sees("Type the name of the new agent.")
            await rahima.says("Rahim\nKarim\n123")
            several = await rahima.sees("2 invitations, valid for 7 days.")
            assert "Line 3, “123”: a name needs letters" in several.text
            async with trial.person("Karim", 2002) as karim:
                await karim.opens(several.text.split("Karim\n")[1].split()[0])
                await karim.sees("Welcome, Karim.")

            await rahima.says("/invite")
            await rahima.taps("Open invitations (1)")
            await rahima.sees("1. Rahim · agent · 7 days left · by Rahima Khatun")
            await rahima.taps("✕ 1")
            await rahima.sees("Withdrawn: Rahim")
            await rahima.sees("No invitation is open.")
            async with trial.person("Rahim", 2001) as rahim:
                await rahim.opens(several.text.split("Rahim\n")[1].split()[0])
                await rahim.sees("This invitation is no longer valid.")

    async def test_a_person_is_admitted_by_telegram_id(self, trial: Trial, boss: Person) -> None:
        async with trial.person("Karim", 2002) as karim:
            await karim.says("hello")
            await karim.sees("This bot is for invited field agents.")
            await boss.says("/invite 2002 Karim Ali")
            await boss.sees("Karim Ali (Telegram ID 2002) has been admitted.")
            await karim.sees("Welcome, Karim Ali.")


class TestTheCard:
    async def test_a_supervisor_looks_at_a_person_and_returns_to_the_list(
        self, trial: Trial, bot: RunningBot, rahim: Person
    ) -> None:
        await comes_to(rahim, "receipt")
        await rahim.sees("Passed: Md. Asaduzzaman Miah")
        async with trial.person("Rahima", 2005) as rahima:
            await rahima.opens(bot.invites("Rahima", Role.SUPERVISOR))
            welcome = await rahima.sees("Welcome, Rahima. You look after the agents of your team:")
            assert "/invite – invite somebody" in welcome.text
            await rahima.taps("People")
            await rahima.taps("1. Rahim")
            card = await rahima.sees("Last seen: today")
            assert "7 days: started 1 · submitted 1 · passed 1" in card.text
            assert "At the first attempt: 100% (of 1 customer)" in card.text
            await rahima.taps("← People")
            await rahima.sees("People (1–1 of 1)")


class TestShutOut:
    async def test_a_suspended_agent_is_told_so_then_ignored_and_comes_back(
        self, rahim: Person, boss: Person
    ) -> None:
        await comes_to(rahim, "mobile_number")
        await opens_card_of(boss, "Rahim")
        await boss.taps("Suspend")
        card = await boss.sees("Rahim · agent · suspended")
        assert ("Restore", "Remove") in card.buttons

        await rahim.says("01712345678")
        told = await rahim.sees("Your access to this bot is suspended")
        assert "Please ask your supervisor or an admin." in told.text
        await rahim.says("/log")
        await rahim.does_not_see("Your applications", within=0.5)

        await boss.taps("Restore")
        await boss.sees("Rahim · agent")
        await rahim.says("/log")
        await rahim.sees("Your applications, newest first (1–1 of 1)")

    async def test_a_supervisor_cannot_restore_an_agent_whom_an_admin_has_suspended(
        self, trial: Trial, rahim: Person, boss: Person, bot: RunningBot
    ) -> None:
        await opens_card_of(boss, "Rahim")
        await boss.taps("Suspend")
        await boss.sees("Rahim · agent · suspended")
        async with trial.person("Rahima", 2005) as rahima:
            await rahima.opens(bot.invites("Rahima", Role.SUPERVISOR))
            await rahima.sees("Welcome")
            await opens_card_of(rahima, "Rahim")
            card = await rahima.sees("Only an admin can restore them.")
            assert card.buttons == (("Remove",), ("Hand over work",), ("← People",))
            await rahima.gets_answer(await rahima.forges(f"~restore.{rahim.user_id}"))
            assert not find(bot, rahim).is_served

    async def test_an_agent_suspended_in_mid_draft_is_led_back_to_it(
        self, rahim: Person, boss: Person
    ) -> None:
        await comes_to(rahim, "mobile_number")
        await opens_card_of(boss, "Rahim")
        await boss.taps("Suspend")
        await boss.sees("Rahim · agent · suspended")
        await boss.taps("Restore")
        await boss.sees("Rahim · agent")

        await rahim.says("/start")
        await rahim.taps("Continue")
        await rahim.sees("mobile number")

    async def test_what_an_agent_submitted_before_being_suspended_is_sent_and_its_verdict_kept(
        self, rahim: Person, boss: Person, bot: RunningBot, trial: Trial
    ) -> None:
        await comes_to(rahim, "review")
        await trial.fault("ekyc", kind="bad_gateway", calls=["step_two", "status"], times="always")
        await rahim.taps("Submit")
        await rahim.sees("being sent")
        await opens_card_of(boss, "Rahim")
        await boss.taps("Suspend")
        await boss.sees("Rahim · agent · suspended")

        await trial.fault("ekyc", kind="clear")
        await until(lambda: first_of(bot, rahim).phase is Phase.DECIDED)
        await rahim.does_not_see("Passed", within=0.2)
        await boss.taps("Restore")
        await rahim.sees("Passed: Md. Asaduzzaman Miah")

    async def test_a_removed_agents_old_buttons_are_dead_at_once(
        self, rahim: Person, boss: Person, bot: RunningBot
    ) -> None:
        await comes_to(rahim, "review")
        (draft,) = bot.store.caseloads.of_agent(rahim.user_id, limit=1)
        await opens_card_of(boss, "Rahim")
        await boss.taps("Remove")
        await boss.sees("Remove Rahim?")
        await boss.taps("Remove")
        await boss.sees("Rahim · agent · removed")

        submit = press_button("", draft, "submit").data
        press = await rahim.forges(submit)
        assert await rahim.gets_answer(press) == "You are not registered here."
        for data in (submit, f"~open.{draft.id}", "~log.0"):
            await rahim.forges(data)
        await rahim.says("/log")
        await rahim.does_not_see("Your applications", within=0.5)

        (after,) = bot.store.caseloads.of_agent(rahim.user_id, limit=1)
        assert (after.phase, after.version) == (draft.phase, draft.version)
        assert bot.store.refusals.count(rahim.user_id)[Refusal.STRANGER] == 5
        assert set(await rahim.commands()) == {"start", "help"}

    async def test_an_invitation_from_before_does_not_bring_a_removed_agent_back(
        self, rahim: Person, boss: Person, bot: RunningBot
    ) -> None:
        kept_back = bot.invites("Rahim again", Role.ADMIN)
        await opens_card_of(boss, "Rahim")
        await boss.taps("Remove")
        await boss.sees("Remove Rahim?")
        await boss.taps("Remove")
        await boss.sees("Rahim · agent · removed")

        await rahim.opens(kept_back)
        await rahim.sees("This invitation is no longer valid.")
        await rahim.opens(bot.invites("Rahim again"))
        await rahim.sees("Welcome, Rahim again.")

    async def test_nobody_suspends_people_of_others(
        self, trial: Trial, rahim: Person, boss: Person, bot: RunningBot
    ) -> None:
        """A supervisor manages agents of the team, an agent nobody, an admin everyone but
        themselves.
        """
        async with trial.person("Rahima", 2005) as rahima:
            await rahima.opens(bot.invites("Rahima", Role.SUPERVISOR))
            await rahima.sees("Welcome")
            for person, target in ((rahim, 2005), (rahima, ADMIN), (rahima, 2005), (boss, ADMIN)):
                for verb in ("suspend", "remove-now", "person", "give"):
                    press = await person.forges(f"~{verb}.{target}")
                    assert await person.gets_answer(press) == "This button no longer works."
            press = await rahim.forges(f"~give-to.2005.{rahim.user_id}")
            assert await rahim.gets_answer(press) == "This button no longer works."

        everybody = bot.store.agents.everybody()
        assert {one.standing for one in everybody} == {Standing.ACTIVE}
        assert bot.store.refusals.count(rahim.user_id)[Refusal.FORGED_PRESS] == 5


class TestHandOver:
    async def test_another_agent_continues_the_work_of_a_removed_one(
        self, rahim: Person, boss: Person, bot: RunningBot
    ) -> None:
        await comes_to(rahim, "review")
        (draft,) = bot.store.caseloads.of_agent(rahim.user_id, limit=1)
        async with await bot.enrols("Karim", 2002) as karim:
            await opens_card_of(boss, "Rahim")
            await boss.taps("Remove")
            await boss.taps("Remove")
            await boss.sees("Rahim · agent · removed")
            await boss.taps("Hand over work")
            await boss.sees("Who takes over the applications of Rahim (1)?")
            await boss.taps("Karim")
            await boss.sees("Handed over from Rahim to Karim: 1")

            await karim.sees("The applications of Rahim are yours now: 1.")
            await karim.says("/log")
            await karim.taps("1")
            await karim.taps("Continue: Md. Asaduzzaman Miah")
            await karim.taps("Submit")
            await karim.sees("Application received")
            await karim.sees("Passed: Md. Asaduzzaman Miah")

        await rahim.forges(press_button("", draft, "submit").data)
        await rahim.does_not_see("Application received", within=0.5)
        assert not any("Asaduzzaman" in message.text for message in rahim.messages)
        assert [
            (each.subject, each.actor)
            for each in bot.store.audit.entries(actions=("removed", "handed-over"))
        ] == [("2001", str(ADMIN)), ("2002", str(ADMIN))]


class TestRefusals:
    async def test_a_foreign_button_is_refused_counted_and_told_to_the_admins(
        self, rahim: Person, boss: Person, bot: RunningBot
    ) -> None:
        await comes_to(rahim, "review")
        (draft,) = bot.store.caseloads.of_agent(rahim.user_id, limit=1)
        async with await bot.enrols("Eve", 2002) as eve:
            for data in (press_button("", draft, "submit").data, f"~refresh.{draft.id}"):
                await eve.gets_answer(await eve.forges(data))
            await eve.forges(f"~open.{draft.id}")
            await eve.sees("This application is not yours, or it was erased.")

        await boss.sees("Eve (2002) pressed a button of somebody else’s application.")
        assert bot.store.refusals.count(2002) == {Refusal.FOREIGN_PRESS: 3}
        (entry,) = bot.store.audit.entries(subject=draft.id, actions=("refused",))
        assert entry.actor == "2002"
        await opens_card_of(boss, "Eve")
        await boss.sees("Presses on other agents’ buttons: 3")


class TestTheHourlyLimit:
    @pytest.fixture
    async def bot(self, trial: Trial) -> AsyncIterator[RunningBot]:
        async with RunningBot(trial, ATTEMPTS_PER_HOUR="2") as running:
            yield running

    async def test_more_customers_than_allowed_are_refused_and_told(
        self, rahim: Person, boss: Person
    ) -> None:
        for _ in range(2):
            await rahim.says("/new")
            await rahim.taps("New customer")
            await rahim.taps("Yes, agrees")
            await rahim.sees("Send a photo of the card’s front")
        await rahim.says("/new")
        await rahim.taps("New customer")

        await rahim.sees("Too many attempts within an hour.")
        await boss.sees("Rahim (2001) has reached the hourly limit of attempts.")
