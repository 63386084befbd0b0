"""Questions of the organisation's own: asked like the others, kept, exported, never sent on."""

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.reports.table import application_table, as_file
from bot.sandbox.person import Person
from bot.sandbox.telegram.screen import Message
from bot.settings.settings import Settings
from conversations.application import Application
from tests.support.customers import ASADUZZAMAN, comes_to
from tests.support.running import RunningBot, Trial

EXAMPLE = Path(__file__).parents[2] / "docs" / "organisation" / "questions.toml"


def exported(bot: RunningBot, settings: Settings, *, is_masked: bool) -> list[dict[str, str]]:
    people = {one.id: one for one in bot.store.agents.everybody()}
    since = datetime.now(UTC) - timedelta(days=1)
    applications = bot.store.caseloads.begun_since(people, since)
    table = application_table(
        applications, people, is_masked=is_masked, extra=settings.extra_questions
    )
    return list(csv.DictReader(io.StringIO(as_file(table, "csv").decode("utf-8-sig"))))


async def answers_form(agent: Person) -> None:
    """The agent answers everything that the form itself asks in words."""
    await comes_to(agent, "nominee_relation")
    await agent.taps("Mother")


async def test_they_are_asked_before_the_selfie_survive_a_restart_and_stay_here(
    trial: Trial,
) -> None:
    with_questions = {"EXTRA_QUESTIONS": str(EXAMPLE)}
    async with RunningBot(trial, EXTRA_QUESTIONS=str(EXAMPLE)) as bot:
        rahim = await bot.enrols("Rahim", 2001)
        await answers_form(rahim)
        branch = await rahim.sees("Which branch does the customer want?")
        assert "Branch" in branch.text
        assert [label for row in branch.buttons for label in row][:3] == [
            "Mirpur",
            "Khulna",
            "Sylhet",
        ]
        await rahim.taps("Khulna")
        await rahim.sees("What is the monthly income in taka?")

    # The settings change while the form is open: it keeps the questions that it was begun with.
    async with RunningBot(trial) as bot:
        await rahim.says("25,000 taka")
        await rahim.sees("Send a photo of the customer’s face")
        await rahim.taps("Previous step")
        await rahim.sees("What is the monthly income in taka?")
        await rahim.taps("Keep: 25,000 taka")
        await rahim.sees("Send a photo of the customer’s face")
        await rahim.sends_photo(ASADUZZAMAN.selfie)
        review = await sees_review(rahim)
        assert "Branch: Khulna" in review.text
        assert "Monthly income: 25,000 taka" in review.text
        await rahim.says("Edit: Branch")
        await rahim.sees("Which branch does the customer want?")
        await rahim.says("সিলেট")
        assert "Branch: Sylhet" in (await sees_review(rahim)).text
        await rahim.taps("Submit")
        await rahim.sees("Passed: Md. Asaduzzaman Miah")

        held = str(await trial.applications())
        assert "Asaduzzaman" in held or "01712345678" in held
        assert not any(word in held for word in ("Sylhet", "Khulna", "25,000", "extra_", "branch"))

        (masked,) = exported(bot, trial.settings(**with_questions), is_masked=True)
        assert masked["extra_branch"] == "Sylhet"
        assert "25,000" not in str(masked)
        (full,) = exported(bot, trial.settings(**with_questions), is_masked=False)
        assert (full["extra_branch"], full["extra_income"]) == ("Sylhet", "25,000 taka")
        (later,) = exported(bot, trial.settings(), is_masked=False)
        assert later["extra_other"] == "branch: Sylhet; income: 25,000 taka"
        form = newest(bot)
        assert [question.key for question in form.extra] == ["extra_branch", "extra_income"]
    await rahim.leaves()


async def sees_review(agent: Person) -> Message:
    return await agent.sees("Monthly income:")


def newest(bot: RunningBot) -> Application:
    (form,) = bot.store.caseloads.of_agent(2001, limit=2)
    return form


async def test_a_form_begun_before_is_not_asked_but_an_untouched_one_is(trial: Trial) -> None:
    async with RunningBot(trial) as bot:
        rahim = await bot.enrols("Rahim", 2001)
        karim = await bot.enrols("Karim", 2002)
        await answers_form(rahim)
        await rahim.sees("Send a photo of the customer’s face")
        await karim.says("/new")
        await karim.sees("Does the customer agree")
    async with RunningBot(trial, EXTRA_QUESTIONS=str(EXAMPLE)):
        await rahim.sends_photo(ASADUZZAMAN.selfie)
        review = await rahim.sees("Nominee")
        assert "Branch" not in review.text
        await answers_form(karim)
        await karim.sees("Which branch does the customer want?")
    await rahim.leaves()
    await karim.leaves()
