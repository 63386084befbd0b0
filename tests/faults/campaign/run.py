"""The campaign: agents register customers continuously, and each life of the bot has its doom."""

import asyncio
import contextlib
import itertools
import multiprocessing
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random

from bot.sandbox.serving import serving
from bot.trial.example import Customer
from conversations.application import Application, Phase
from conversations.errands import Task
from storage import SqliteDatabase, Store, back_up, open_sqlite, restore
from storage.agents import Agent, Role
from tests.faults.campaign.account import Account
from tests.faults.campaign.fate import Doom, Fate, Row
from tests.faults.campaign.field import CITIZENS, FieldAgent, Registered
from tests.faults.campaign.gates import WEBHOOK_PATH, Gate, gated_services
from tests.faults.campaign.life import live
from tests.support.processes import free_ports
from tests.support.relay import Relay
from tests.support.running import Trial

AGENTS = 4
_LONGEST_ROW = 1800.0  # seconds; a doom might never be met
_LONGEST_END = 300.0  # seconds until the last verdict

#: Seconds: a virtual machine that was asleep, a clock in local time, a wrong day, a wrong season.
_JUMPS = (-40.0, -3600.0, -6 * 3600.0, 6 * 3600.0, 86_400.0, -86_400.0, 100 * 86_400.0)

#: Phases of an application that has certainly left.
_SENT = {str(Phase.PENDING), str(Phase.DECIDED)}

_GENDERS = ("male", "female")
_PROFESSIONS = ("business", "farmer", "teacher", "student")
_RELATIONS = ("mother", "father", "brother", "sister")


class Campaign:
    """Both services, the agents, and a bot that is restarted whenever it dies."""

    def __init__(self, trial: Trial, fate: Fate, seed: int | str, **settings: str) -> None:
        self._trial = trial
        self._fate = fate
        self._chance = Random(seed)
        self._settings = trial.settings(ADMINS="", **settings)
        self._start_method = multiprocessing.get_context("forkserver")
        self._start_method.set_forkserver_preload(["tests.faults.campaign.life"])
        self._bot: ForkServerProcess | None = None
        self._fair_end: int | None = None  # exit code
        self._seconds_ahead = self._start_method.Value("d", 0.0)
        self.store = self._opened()
        self.people = [trial.person(f"Agent {n}", 2000 + n) for n in range(AGENTS)]
        for person in self.people:
            agent = Agent(id=person.user_id, name=person.first_name, role=Role.AGENT, language="en")
            with self.store.transaction():
                self.store.agents.enrol(agent, datetime.now(UTC))
        self._other_phones = [trial.person(one.first_name, one.user_id) for one in self.people]
        self._agents = [
            FieldAgent(
                *(person, other),
                submits=self._submitted,
                is_known=self._is_known,
                is_held=self._is_held,
            )
            for person, other in zip(self.people, self._other_phones, strict=True)
        ]
        self._copy: Path | None = None  # of the database
        self._is_restored = False

    async def try_fault(self, fault: Row, times: int) -> Account:
        """Let it happen that often while the agents work, then let everything finish."""
        account = Account(fault.name)
        self._fate.done = 0
        dooms = fault.dooms(self._chance)
        async with self._agents_work():
            ends_at = time.monotonic() + _LONGEST_ROW
            while self._fate.done < times and time.monotonic() < ends_at:
                await self._one_doom(next(dooms), ends_at)
            self._fate.awaits(None)
            self._seconds_ahead.value = 0.0
            account.tried = self._fate.done
            if not self._is_alive():
                self._begin_life(None)
        registered = [one for agent in self._agents for one in agent.registered.values()]
        await self._comes_to_rest(registered)
        kept = {one.customer.mobile_number: self._kept(one) for one in registered}
        held = (await self._trial.applications())["applications"]
        sent_erased = None if self._is_restored else self._sent_erased()
        account.settle(registered, held, kept, self._fate.left, sent_erased)
        return account

    @contextlib.asynccontextmanager
    async def _agents_work(self) -> AsyncIterator[None]:
        """They register customers during the block, and end with those they have begun."""
        enough = asyncio.Event()

        async def work(agent: FieldAgent, customers: Iterator[Customer]) -> None:
            while agent.again or not enough.is_set():
                customer = agent.again.pop() if agent.again else next(customers)
                await agent.registers(customer)

        working = [
            asyncio.create_task(work(agent, self._strangers(number)))
            for number, agent in enumerate(self._agents)
        ]
        try:
            yield
            enough.set()
            await asyncio.gather(*working)
        finally:
            for each in working:
                each.cancel()

    async def _one_doom(self, doom: Doom, ends_at: float) -> None:
        """Wait until it has happened, and if the bot died of it, start it again."""
        if doom.is_statement:
            self.kill()
            await self._death()
            self._begin_life(doom)
            await self._death(ends_at)
            self._fate.done += 1
            self._begin_life(None)
            return
        self._fate.awaits(doom)
        if not self._is_alive():
            self._begin_life(None)
        while self._fate.is_waiting and time.monotonic() < ends_at:
            if not self._is_alive():  # of itself, which `_begin_life` reports
                self._begin_life(None)
            await asyncio.sleep(0.005)
        if self._fate.is_waiting:
            return  # the row took too long
        if doom.deed in {"withdraw", "copy"}:
            await self._fate.idle.wait()
        if doom.deed in {"kill", "restore"}:
            await self._death(time.monotonic() + 5)
            if doom.deed == "restore":
                self._restore()
            self._begin_life(None)

    async def _comes_to_rest(self, registered: list[Registered]) -> None:
        """Wait until every customer has a verdict and no message is owed."""
        ends_at = time.monotonic() + _LONGEST_END
        waiting = list(registered)
        while time.monotonic() < ends_at:
            for agent in self._agents:
                await agent.looks()
                await agent.answers_news()
                await agent.turns_to_what_waits()
            waiting = [
                one for one in waiting if any(a.phase is not Phase.DECIDED for a in self._kept(one))
            ]
            is_asked = any(agent.is_asked() for agent in self._agents)
            if not waiting and not is_asked and not self._is_owed():
                break
        for one in waiting:
            one.next_question_at = self._next_question_at(one)
        for agent in self._agents:
            await agent.looks(0.3)

    def _next_question_at(self, one: Registered) -> str:
        """For a finding about one who still waits."""
        due = [self.store.errands.due_at(each.id, Task.ASK_VERDICT) for each in self._kept(one)]
        return f"{due}, now {datetime.now(UTC)}"

    def _is_owed(self) -> bool:
        """Whether a message should go out now; some are meant for later."""
        heads = self.store.due_messages.heads(datetime.now(UTC), hurried=1, others=1)
        return bool(heads.hurried or heads.others)

    def _is_known(self, one: Registered) -> bool:
        return any(not each.is_draft for each in self._kept(one))

    async def _is_held(self, one: Registered) -> bool:
        held = (await self._trial.applications())["applications"]
        return any(each["mobile_number"] == one.customer.mobile_number for each in held)

    async def _submitted(self, mobile_number: str) -> None:
        if self._fate.strikes("submit"):
            try:
                await self.withdraw(mobile_number)
            finally:
                self._fate.idle.set()

    def _sent_erased(self) -> set[str]:
        """References of the erased whose audit says that they were sent."""
        return {
            entry.subject
            for entry in self.store.audit.entries(actions=("erased", "sent-and-erased"))
            if entry.action == "sent-and-erased" or entry.details["phase"] in _SENT
        }

    def _kept(self, one: Registered) -> list[Application]:
        kept = self.store.caseloads.by_mobile(one.agent.user_id, one.customer.mobile_number)
        # An agent who starts over after a restore, or keeps it back, leaves a draft.
        leaves_draft = one.has_started_over or one.is_kept_back
        return [each for each in kept if not (leaves_draft and each.is_draft)]

    # -- lives --------------------------------------------------------------------------------

    def _begin_life(self, doom: Doom | None) -> None:
        if self._bot and self._bot.exitcode not in {None, -signal.SIGKILL, self._fair_end}:
            log = (self._trial.folder / "bot.log").read_text()[-3000:]
            raise AssertionError(f"the bot ended with {self._bot.exitcode}:\n{log}")
        if self._bot:
            self._bot.close()
        named = (doom.call, doom.turn) if doom else ("", 0)
        self._bot = self._start_method.Process(
            target=live,
            args=(self._settings, self._trial.folder / "bot.log", *named, self._seconds_ahead),
        )
        # A full disk ends the process by itself, with this code.
        self._fair_end = 1 if doom and doom.call == "disk" else None
        self._bot.start()

    def _is_alive(self) -> bool:
        return self._bot is not None and self._bot.is_alive()

    async def _death(self, ends_at: float | None = None) -> None:
        while self._is_alive():
            if ends_at and time.monotonic() > ends_at:
                self.kill()
            await asyncio.sleep(0.005)

    def jump(self) -> None:
        """Set the bot's clock wrong, or right again."""
        wrong = self._chance.choice(_JUMPS) if not self._seconds_ahead.value else 0.0
        self._seconds_ahead.value = wrong

    async def withdraw(self, mobile_number: str) -> None:
        """Have the agent erase this customer while the bot waits at a gate."""
        agent = next(one for one in self._agents if mobile_number in one.registered)
        await agent.withdraws(mobile_number)

    async def copy(self) -> None:
        """Copy the database, as `python -m bot backup` does."""
        if self._copy:
            self._copy.unlink()
        self._copy = self._trial.folder / "copy.db"
        with contextlib.closing(self._database()) as database:
            back_up(database, self._copy, self._settings.database_key)

    def _restore(self) -> None:
        """Restore it, as `python -m bot restore --overwrite` does; agents start over."""
        assert self._copy
        path, key = self._settings.database_file, self._settings.database_key
        assert path is not None
        self.store.close()
        restore(self._copy, path, key, datetime.now(UTC), overwrite=True)
        self.store = Store(self._database())
        self._is_restored = True
        for agent in self._agents:
            agent.starts_over()

    def _opened(self) -> Store:
        return Store(self._database())

    def _database(self) -> SqliteDatabase:
        return open_sqlite(self._settings.database_address, self._settings.database_key)

    def kill(self) -> None:
        if self._bot and self._bot.pid and self._bot.is_alive():
            os.kill(self._bot.pid, signal.SIGKILL)

    async def end(self) -> None:
        self.kill()
        await self._death()
        for person in (*self.people, *self._other_phones):
            await person.leaves()
        self.store.close()

    def _strangers(self, agent: int) -> Iterator[Customer]:
        """Customers without end, each with their own mobile number.

        The chat names them, so an agent meets the same citizen as late as possible.
        """
        for turn in itertools.count():
            yield Customer(
                number=(turn + agent * len(CITIZENS) // AGENTS) % len(CITIZENS),
                gender=self._chance.choice(_GENDERS),
                mobile_number=f"0171{agent}{turn:06}",
                profession=self._chance.choice(_PROFESSIONS),
                nominee=f"Nominee {self._chance.choice('ABCDEFGH')}",
                nominee_relation=self._chance.choice(_RELATIONS),
            )


@contextlib.asynccontextmanager
async def campaign_in(
    folder: Path, seed: int | str, *, by_webhook: bool = False
) -> AsyncIterator[Campaign]:
    """Both services behind their gates, fresh and empty; a webhook has a gate as well."""
    running: list[Campaign] = []
    fate = Fate(lambda: running[0])
    bot_api, service = gated_services(folder, fate)
    (port,) = free_ports(1)
    async with (
        serving(bot_api) as telegram_url,
        serving(service) as ekyc_url,
        serving(Gate(Relay(port), fate)) as relay_url,
    ):
        settings = {
            "WEBHOOK_URL": f"{relay_url}{WEBHOOK_PATH}",
            "WEBHOOK_SECRET": "s3cret_-",
            "WEBHOOK_LISTEN": f"127.0.0.1:{port}",
        }
        trial = Trial(telegram_url, ekyc_url, folder)
        campaign = Campaign(trial, fate, seed, **(settings if by_webhook else {}))
        running.append(campaign)
        try:
            yield campaign
        finally:
            await campaign.end()
