"""What supervisors see of their agents' work: enough, but no customer's details."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from bot.sandbox.person import Person
from conversations.application import Phase
from storage.agents import Role
from tests.support.customers import RAHIMA, comes_to
from tests.support.running import EKYC_TOKEN, RunningBot, Trial

PERSONAL = ("Asaduzzaman", "0001980100147", "01712345678", "01712-345678")


@pytest.fixture
async def rahima(trial: Trial, bot: RunningBot) -> AsyncIterator[Person]:
    """A supervisor."""
    async with trial.person("Rahima", 2005) as person:
        await person.opens(bot.invites("Rahima", Role.SUPERVISOR))
        await person.sees("Welcome")
        yield person


def saw_nobody(person: Person) -> bool:
    return not any(word in message.text for message in person.messages for word in PERSONAL)


async def test_the_report_counts_and_names_reasons_and_waiting_applications(
    rahim: Person, rahima: Person, bot: RunningBot
) -> None:
    await comes_to(rahim, "receipt")
    await rahim.sees("Passed: Md. Asaduzzaman Miah")
    await comes_to(rahim, "receipt", replace(RAHIMA, selfie_of=2))
    await rahim.sees("Failed: RAHIMA KHATUN")
    await comes_to(rahim, "front")

    await rahima.says("/report")
    report = await rahima.sees("The last 7 days")
    for line in (
        "passed 1 · failed 1 · draft 1",
        "Pass rate: 50% (of 2 attempts)",
        "Reasons for failure: photo of the customer 1",
        "Rahim: passed 1 · failed 1 · draft 1",
        "Waiting, oldest first",
    ):
        assert line in report.text
    assert saw_nobody(rahima)


async def test_a_view_of_a_detail_is_masked_and_recorded(
    rahim: Person, rahima: Person, bot: RunningBot
) -> None:
    await comes_to(rahim, "review")
    (draft,) = bot.store.caseloads.of_agent(rahim.user_id, limit=1)
    await rahima.says("/report")
    await rahima.sees("M••• A••• M•••")
    await rahima.taps(f"1. {draft.id.upper()}")

    detail = await rahima.sees("Agent: Rahim")
    assert "NID: •••• 0147" in detail.text
    assert "Mobile: •••• 678" in detail.text
    assert saw_nobody(rahima)
    (entry,) = bot.store.audit.entries(subject=draft.id, actions=("viewed",))
    assert (entry.actor, entry.details["what"]) == ("2005", "detail")


async def test_the_vendors_log_is_masked_filtered_and_knows_who_registered_elsewhere(
    trial: Trial, rahim: Person, rahima: Person, bot: RunningBot
) -> None:
    await comes_to(rahim, "receipt")
    await rahim.sees("Passed: Md. Asaduzzaman Miah")
    await rahima.says("/log vendor")
    page = await rahima.sees("Log of the identity check · all · page 1")
    assert "✅ M••• A••• M••• · •••• 0147 · •••• 678 · passed" in page.text
    assert "registered elsewhere" not in page.text

    (row,) = await vendor_rows(trial)
    assert row
    bot.store.applications.erase(bot.store.caseloads.of_agent(rahim.user_id, limit=1)[0].id)
    await rahima.taps("Passed")
    page = await rahima.sees("Log of the identity check · passed · page 1")
    assert page.edited
    assert "(registered elsewhere)" in page.text
    await rahima.taps("Failed")
    await rahima.sees("Nothing here.")

    assert saw_nobody(rahima)
    views = bot.store.audit.entries(actions=("viewed",))
    assert [entry.details["status"] for entry in views] == ["all", "passed", "failed"]


async def vendor_rows(trial: Trial) -> list[object]:
    headers = {"Authorization": f"Token {EKYC_TOKEN}"}
    async with httpx.AsyncClient(trust_env=False, headers=headers) as http:
        applications = await http.get(f"{trial.ekyc_url}/control/applications")
    return list(applications.json()["applications"])


async def test_a_service_that_does_not_answer_is_said(trial: Trial, rahima: Person) -> None:
    await trial.fault("ekyc", kind="bad_gateway", calls=["log"], times="always")
    await rahima.says("/log vendor failed")

    await rahima.sees("The log of the identity check cannot be read just now.")


async def test_an_export_comes_as_a_file_masked_and_recorded(
    rahim: Person, rahima: Person, bot: RunningBot
) -> None:
    await comes_to(rahim, "review")
    for file_format in ("CSV", "XLSX"):
        await rahima.says("/export")
        await rahima.sees("Applications as a file, with names and numbers masked.")
        await rahima.taps("Today")
        await rahima.taps(file_format)
    while sum(message.has_document for message in rahima.messages) < 2:
        await rahima.looks(0.1)

    caption = await rahima.sees("Applications started ")
    assert "names and numbers masked\n1 application\nMade " in caption.text
    assert caption.text.endswith(", by Rahima")
    entries = bot.store.audit.entries(actions=("exported",))
    assert [(each.actor, each.details["masked"]) for each in entries] == [("2005", True)] * 2
    await rahima.says("/export full")
    await rahima.sees("Full names and numbers are exported by an admin only.")
    press = await rahima.forges("~export.csv.full")
    assert await rahima.gets_answer(press) == "This button no longer works."


async def test_an_agent_sees_none_of_it(rahim: Person, rahima: Person, bot: RunningBot) -> None:
    await comes_to(rahim, "front")
    (draft,) = bot.store.caseloads.of_agent(rahim.user_id, limit=1)
    async with await bot.enrols("Karim", 2002) as karim:
        await karim.says("/report")
        await karim.sees("Register a customer: /new")
        await karim.says("/export")  # gets no second hint of the same kind
        await karim.says("/log vendor")
        await karim.sees("Nothing found among your applications")
        assert "Which kind of file" not in karim.transcript()
        for data in ("~report.7", "~vendor.all.1", f"~view.{draft.id}", "~export.csv.masked"):
            press = await karim.forges(data)
            assert await karim.gets_answer(press) == "This button no longer works."

    assert bot.store.audit.entries(actions=("viewed", "exported")) == []


async def test_a_supervisor_of_another_team_sees_nothing_of_it(
    trial: Trial, rahim: Person, bot: RunningBot
) -> None:
    await comes_to(rahim, "review")
    (draft,) = bot.store.caseloads.of_agent(rahim.user_id, limit=1)
    async with trial.person("South", 2009) as south:
        await south.opens(bot.invites("South", Role.SUPERVISOR))
        await south.sees("Welcome")
        with bot.store.transaction():
            bot.store.agents.appoint(2009, Role.SUPERVISOR, "south", datetime.now(UTC))
        await south.says("/report")
        await south.sees("No applications started in this period.")
        press = await south.forges(f"~view.{draft.id}")
        assert await south.gets_answer(press) == "This application is not yours, or it was erased."


async def test_the_evening_picture_comes_once_and_can_be_turned_off_and_on(trial: Trial) -> None:
    async with trial.person("Rahima", 2005) as rahima:
        async with RunningBot(trial) as bot, await bot.enrols("Rahim", 2001) as rahim:
            await rahima.opens(bot.invites("Rahima", Role.SUPERVISOR))
            await rahima.sees("Welcome")
            await comes_to(rahim, "receipt")
            await rahim.sees("Passed: Md. Asaduzzaman Miah")
        async with RunningBot(trial, EVENING_REPORT="00:00") as bot:
            picture = await rahima.sees("Your team today: passed 1")
            assert not picture.rang
            await rahima.taps("No longer every evening")
            await rahima.sees("The picture no longer comes.")
            await rahima.says("/report")
            await rahima.sees("You have turned the evening picture off")
            await rahima.taps("🔔")
            await rahima.sees("The picture comes every evening again.")
            assert bot.store.evening_reports.is_wanted(rahima.user_id)
            bot.store.evening_reports.want(rahima.user_id, is_wanted=False)
        async with RunningBot(trial, EVENING_REPORT="off"):
            await rahima.says("/report")
            report = await rahima.sees("The last 7 days")
            assert "evening" not in report.text
            assert all("🔔" not in row for row in report.buttons)
        async with RunningBot(trial, EVENING_REPORT="00:00"):
            await rahima.says("/help")
            await rahima.sees("You look after the agents of your team.")
            shown = [each for each in rahima.messages if "Your team today" in each.text]
            assert len(shown) == 1


async def test_an_ok_to_an_announcement_submits_nobody(
    rahim: Person, rahima: Person, bot: RunningBot
) -> None:
    await comes_to(rahim, "review")
    await rahima.says("/announce Stop for today.")
    await rahima.taps("Send to")
    await rahim.sees("Stop for today.")
    await rahim.says("ok sir")

    assert "Submit" in str((await rahim.sees("Please check everything")).buttons)
    (form,) = bot.store.caseloads.of_agent(rahim.user_id, limit=9)
    assert form.phase is Phase.REVIEWING


async def test_an_announcement_reaches_the_team_and_its_maker_hears_whom(
    rahim: Person, rahima: Person, bot: RunningBot
) -> None:
    async with await bot.enrols("Karim", 2002) as karim:
        await karim.blocks_bot()
        await rahima.says("/announce Tomorrow we meet at <9>.")
        question = await rahima.sees("2 people get this:")
        assert "📢 Rahima: Tomorrow we meet at <9>." in question.text
        await rahima.taps("Send to 2")
        await rahim.sees("📢 Rahima: Tomorrow we meet at <9>.")
        counted = await rahima.sees("Your announcement has reached 1 of 2 people.")
        assert "blocked the bot: Karim" in counted.text
