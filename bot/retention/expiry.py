"""What happens to an application that has not moved for long: a reminder, or erasure."""

from datetime import datetime, timedelta

from bot.alerts import Alerts
from bot.applications.erasure import Erasure
from bot.applications.periods import Periods
from bot.chat.outgoing import Send
from bot.outbox import Outbox
from bot.screens.drafts import continue_button, waiting_draft
from bot.screens.phrases import customer_of, masked_customer
from bot.texts import say
from conversations.application import DRAFT, Application, Phase
from conversations.corrections import without_correction
from conversations.dhaka import DHAKA
from storage import Store
from storage.agents import Agent
from storage.audit import BOT, Entry
from storage.chat_messages import DELETABLE

_WARNING = timedelta(days=1)  # before a draft is erased
_IDLE = timedelta(days=1)  # until the one reminder of a draft
_DAYTIME = (8, 21)  # hours in Dhaka

_WARNED = "expiry-warned"
_REMINDED = "idle-reminded"

_MOST_NAMED = 5  # references in one alert; the audit has all of them


class Expiry:
    """The caller of every method holds a transaction."""

    def __init__(self, store: Store, periods: Periods) -> None:
        self._store = store
        self._periods = periods
        self._erasure = Erasure(store)
        self._outbox = Outbox(store)
        self._alerts = Alerts(store)
        self._undecided: list[str] = []  # references of which the admins are still to be told

    def patience(self, phase: Phase) -> timedelta:
        """How long an application of that phase may rest before something is due."""
        if phase in DRAFT:
            return min(_IDLE, self._periods.draft - _WARNING)
        if phase in {Phase.DECIDED, Phase.CLOSED}:
            return self._periods.form
        return self._periods.undecided

    @property
    def longest(self) -> timedelta:
        """The longest patience; it outlasts the time in which a message can be deleted."""
        return max(self._periods.form, self._periods.undecided, DELETABLE)

    def deal_with(self, application: Application, now: datetime) -> None:
        """Do what is due about an application, unless it has moved since it was found at rest."""
        if now - application.changed_at < self.patience(application.phase):
            return
        if application.phase in DRAFT:
            self._deal_with_draft(application, now)
        else:
            left = self._erasure.forget_form(application, now)
            if application.phase not in {Phase.DECIDED, Phase.CLOSED}:
                self._alerts.warn_agent(left, "undecided-expired", now)
                self._undecided.append(left.id.upper())

    def sum_up(self, now: datetime) -> None:
        """Owe the admins one alert about all that expired without a result since the last one."""
        expired, self._undecided = self._undecided, []
        if len(expired) == 1:
            self._alerts.tell("undecided-expired", now, reference=expired[0])
        elif expired:
            named = ", ".join(expired[:_MOST_NAMED])
            self._alerts.tell("undecided-expired-many", now, count=len(expired), references=named)

    def _deal_with_draft(self, draft: Application, now: datetime) -> None:
        idle = now - draft.changed_at
        if idle > self._periods.draft - _WARNING:
            warned_at = self._warned_at(draft, now)
            if warned_at is None:
                self._warn(draft, now)
            elif warned_at <= now - _WARNING and idle >= self._periods.draft:
                self._erase(draft, now)
        elif _IDLE < idle <= 2 * _IDLE:
            self._remind(draft, now)

    def _remind(self, draft: Application, now: datetime) -> None:
        """Tell the agent once; at night nobody is woken."""
        is_day = _DAYTIME[0] <= now.astimezone(DHAKA).hour < _DAYTIME[1]
        if is_day and draft.consent and not self._told(draft, _REMINDED, now):
            self._store.audit.record(_REMINDED, actor=BOT, now=now, subject=draft.id)
            agent = self._served(draft)
            if agent:
                waiting = waiting_draft(draft, agent.language)
                self._outbox.owe_news(agent.id, waiting, now, about=(draft.id,))

    def _warn(self, draft: Application, now: datetime) -> None:
        agent = self._served(draft)
        told = str(agent.id) if agent else ""
        self._store.audit.record(_WARNED, actor=BOT, now=now, subject=draft.id, told=told)
        if agent:
            customer = customer_of(draft, agent.language)
            text = say(agent.language, "draft-expires", customer=customer)
            rows = [[continue_button(draft, agent.language)]]
            self._outbox.owe_news(agent.id, Send(text=text, keyboard=rows, about=(draft.id,)), now)

    def _erase(self, draft: Application, now: datetime) -> None:
        """Erase it; if it was to correct an application with a verdict, that one's masked record
        stays.
        """
        if draft.earlier:
            self._erasure.forget_form(without_correction(draft), now)
        else:
            self._erasure.erase(draft, actor=BOT, why="draft-expired", now=now)
        agent = self._served(draft)
        if agent:
            hidden = masked_customer(draft, agent.language) or draft.id.upper()
            text = say(
                agent.language, "draft-expired", customer=hidden, count=self._periods.draft.days
            )
            self._outbox.owe_news(agent.id, Send(text=text), now)

    def _warned_at(self, draft: Application, now: datetime) -> datetime | None:
        """When the agent who has the draft now was warned; without one, when somebody would be."""
        warning, agent = self._told(draft, _WARNED, now), self._served(draft)
        is_meant = warning and (agent is None or warning.details.get("told") == str(agent.id))
        return warning.at if warning and is_meant else None

    def _told(self, draft: Application, what: str, now: datetime) -> Entry | None:
        """The last time that this was told since the draft last moved."""
        entries = self._store.audit.entries(subject=draft.id, actions=(what,), last=1)
        return next((entry for entry in entries if draft.changed_at < entry.at <= now), None)

    def _served(self, draft: Application) -> Agent | None:
        agent = self._store.agents.find(draft.agent)
        return agent if agent and agent.is_served else None
