"""Verdicts that are not told because nobody could say whose they are."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.ekyc import EkycClient
from bot.errands.verdict import VerdictWork
from bot.runtime.timer import LoopTimer
from bot.runtime.trusted_time import TrustedTime
from bot.verdicts.log import VerificationLog
from conversations.application import Application
from conversations.errands import Task
from conversations.replies import VerdictFound
from tests.mistakes.visits import Visit
from tests.support.running import EKYC_TOKEN, RunningBot, Trial

#: After that time the agent and the admins are told about what cannot be told apart.
_SETTLED = timedelta(minutes=11)


async def wrong_silence(
    visit: Visit, application: Application, trial: Trial, bot: RunningBot
) -> str | None:
    """What is wrong with the silence about this application; None where silence is right.

    It is right only where an earlier record of the same person may be the one that the service
    shows, and only if that is what agent and admins will be told after the settling time.
    """
    if not visit.was_here_before:
        return "untold: nothing else can be meant, and there is no verdict in the chat"
    notice = await _later_notice(application, trial, bot)
    if notice != "overdue-ambiguous":
        return f"untold: what is told later is {notice}"
    return None


async def _later_notice(application: Application, trial: Trial, bot: RunningBot) -> str | None:
    """The notice that the bot would give if it asked for the verdict after the settling time.

    If it would tell the verdict instead, that in words.
    """

    def later() -> datetime:
        return datetime.now(UTC) + _SETTLED

    timer = LoopTimer()
    far = datetime.max.replace(tzinfo=UTC)
    owed = bot.store.errands.look(far, {Task.ASK_VERDICT: 1000}).due
    errand = next((each for each in owed if each.application_id == application.id), None)
    if errand is None:
        return None
    async with EkycClient(url=trial.ekyc_url, token=EKYC_TOKEN) as service:
        log = VerificationLog(service, timer)
        time = TrustedTime(later, timer, seen=None)
        work = VerdictWork(bot.store, service, log, clock=later, time=time)
        # In a long day the notice may already have been given, and it is given only once.
        result = await work.ask_verdict(replace(errand, warned=0), application)
    if isinstance(result.event, VerdictFound):
        return f"{result.event.verdict.decision}, but the next question is not due yet"
    return result.notice.text if result.notice else None
