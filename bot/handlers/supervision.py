"""Commands and presses of supervisors and admins: who may, and what it leads to."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.chat.buttons import menu_button
from bot.chat.outgoing import AnyOutgoing, Export, Send, VendorLog, as_edit
from bot.handlers.finding import read_page
from bot.outbox import Outbox
from bot.people.invitations import GOOD_FOR, link, make_invitation
from bot.people.staff import Staff
from bot.reports.service_log import MOST_PAGES, STATUSES
from bot.reports.table import FORMATS
from bot.reports.team import PERIODS, report_page
from bot.screens.detail import detail
from bot.screens.paging import page_of
from bot.screens.people import (
    PAGE_SIZE,
    people_page,
    person_card,
    receivers_page,
    removal_question,
    role_named,
)
from bot.texts import plain, say
from conversations.erasure import without_form
from storage import Store
from storage.agents import Agent, Role, Standing

_Page = Send | VendorLog | Export
_Act = Callable[[Agent, str, datetime], _Page | None]

_EXPORTED_DAYS = 31
_MOST_UNFINISHED = 50
_MOST_RECEIVERS = 20  # buttons; more are found by the command line


class Supervision:
    """Every call expects a transaction around it; `username` is the bot's, for links."""

    def __init__(self, store: Store, *, username: str = "") -> None:
        self._store = store
        self._outbox = Outbox(store)
        self._staff = Staff(store)
        self._username = username
        self._commands: dict[str, _Act] = {
            "agents": self._list,
            "invite": self._invite,
            "log": self._read_log,
            "report": self._report,
            "export": self._export,
        }
        self._presses: dict[str, _Act] = {
            "people": self._list,
            "person": self._show,
            "suspend": self._suspend,
            "restore": self._restore,
            "remove": self._ask_removal,
            "remove-now": self._remove,
            "give": self._ask_receiver,
            "give-to": self._give,
            "vendor": self._turn_log,
            "report": self._report,
            "view": self._view,
            "export": self._export,
        }

    def take_command(self, agent: Agent, name: str, argument: str, now: datetime) -> bool:
        """Do what the command says; False when it is none of this agent's."""
        act = self._commands.get(name) if agent.role is not Role.AGENT else None
        if act is None:
            return False
        page = act(agent, argument, now)
        if page is None:
            return False
        self._owe(agent, page, None, now)
        return True

    def take_press(
        self, agent: Agent, verb: str, argument: str, message_id: int | None, now: datetime
    ) -> bool:
        """Do what the button says, in its message; False when it is none of this agent's."""
        act = self._presses.get(verb) if agent.role is not Role.AGENT else None
        page = act(agent, argument, now) if act else None
        if page is None:
            return False
        self._owe(agent, page, message_id, now)
        return True

    def _owe(self, agent: Agent, page: _Page, message_id: int | None, now: datetime) -> None:
        shown: AnyOutgoing = page
        if isinstance(page, Send):
            shown = as_edit(page, message_id) if message_id else page
        elif isinstance(page, VendorLog):
            shown = VendorLog(status=page.status, page=page.page, message_id=message_id)
        self._outbox.owe(agent.id, shown, now)

    # -- people -------------------------------------------------------------------------------

    def _list(self, agent: Agent, argument: str, now: datetime) -> Send:
        people = [one for one in self._store.agents.everybody() if agent.may_manage(one)]
        page = page_of(len(people), read_page(argument) or 0, PAGE_SIZE)
        return people_page(people[page.offset : page.end], page, agent.language)

    def _invite(self, agent: Agent, argument: str, now: datetime) -> Send:
        """`/invite NAME`, or with the role first, which only an admin may choose."""
        first, _, rest = argument.partition(" ")
        role = role_named(first) if agent.role is Role.ADMIN and rest.strip() else None
        name = (rest if role else argument).strip()
        if not name:
            key = "invite-usage-admin" if agent.role is Role.ADMIN else "invite-usage"
            return Send(text=say(agent.language, key))
        code = make_invitation(
            self._store,
            name,
            role or Role.AGENT,
            actor=str(agent.id),
            now=now,
            team=agent.team,
        )
        return Send(
            text=say(
                agent.language,
                "invite-made",
                name=name,
                link=link(self._username, code),
                count=GOOD_FOR.days,
            )
        )

    def _show(self, agent: Agent, argument: str, now: datetime) -> Send | None:
        person = self._managed(agent, argument)
        return self._card(agent, person) if person else None

    def _suspend(self, agent: Agent, argument: str, now: datetime) -> Send | None:
        person = self._managed(agent, argument)
        if person is None:
            return None
        if person.is_served:
            self._staff.suspend(person, actor=str(agent.id), now=now)
        return self._card(agent, person)

    def _restore(self, agent: Agent, argument: str, now: datetime) -> Send | None:
        person = self._managed(agent, argument)
        if person is None:
            return None
        if person.standing is Standing.SUSPENDED:
            self._staff.restore(person, actor=str(agent.id), now=now)
        return self._card(agent, person)

    def _ask_removal(self, agent: Agent, argument: str, now: datetime) -> Send | None:
        person = self._managed(agent, argument)
        return removal_question(person, agent.language) if person else None

    def _remove(self, agent: Agent, argument: str, now: datetime) -> Send | None:
        person = self._managed(agent, argument)
        if person is None:
            return None
        if person.standing is not Standing.REMOVED:
            self._staff.remove(person, actor=str(agent.id), now=now)
        return self._card(agent, person)

    def _ask_receiver(self, agent: Agent, argument: str, now: datetime) -> Send | None:
        giver = self._managed(agent, argument)
        if giver is None:
            return None
        count = self._store.applications.count_of_agent(giver.id)
        receivers = [one for one in self._receivers(agent) if one.id != giver.id]
        return receivers_page(giver, receivers[:_MOST_RECEIVERS], count, agent.language)

    def _give(self, agent: Agent, argument: str, now: datetime) -> Send | None:
        giver_id, _, receiver_id = argument.partition(".")
        giver = self._managed(agent, giver_id)
        receiver = next((one for one in self._receivers(agent) if str(one.id) == receiver_id), None)
        if giver is None or receiver is None or giver.id == receiver.id:
            return None
        count = self._staff.hand_over(giver, receiver, actor=str(agent.id), now=now)
        text = say(agent.language, "given", count=count, giver=giver.name, receiver=receiver.name)
        return Send(text=text, keyboard=self._card(agent, giver).keyboard)

    # -- their work ---------------------------------------------------------------------------

    def _read_log(self, agent: Agent, argument: str, now: datetime) -> VendorLog | None:
        """`/log vendor`, with a filter behind it if wanted; any other /log is an agent's own."""
        word, _, status = argument.lower().partition(" ")
        if word != "vendor":
            return None
        return VendorLog(status=status if status in STATUSES else "all", page=1)

    def _turn_log(self, agent: Agent, argument: str, now: datetime) -> VendorLog | None:
        status, _, page = argument.partition(".")
        if status not in STATUSES or not _is_id(page) or not 0 < int(page) <= MOST_PAGES:
            return None
        return VendorLog(status=status, page=int(page))

    def _report(self, agent: Agent, argument: str, now: datetime) -> Send:
        days = int(argument) if argument.isascii() and argument.isdecimal() else 0
        days = days if days in PERIODS else PERIODS[1]
        people = self._store.agents.looked_after_by(agent)
        since = now - timedelta(days=days)
        applications = self._store.applications
        self._store.audit.record("viewed", actor=str(agent.id), now=now, what="report", days=days)
        return report_page(
            self._store.figures.by_day(people, since),
            [one for one in applications.begun_since(people, since) if one.verdict],
            applications.unfinished(people, limit=_MOST_UNFINISHED),
            {one.id: one.name for one in people.values()},
            days=days,
            now=now,
            language=agent.language,
        )

    def _view(self, agent: Agent, argument: str, now: datetime) -> Send | None:
        """One application of somebody this person looks after: masked, and recorded."""
        application = self._store.applications.find(argument)
        owner = (
            self._store.agents.looked_after_by(agent).get(application.agent)
            if application
            else None
        )
        if application is None or owner is None:
            return None
        self._store.audit.record(
            "viewed", actor=str(agent.id), now=now, subject=application.id, what="detail"
        )
        shown = detail(without_form(application), agent.language)
        name = say(agent.language, "view-agent", name=owner.name)
        row = [menu_button(plain(agent.language, "button-report"), "report", "7")]
        return Send(
            text=f"{shown.text}\n{name}", keyboard=[row], about=(application.id,), is_masked=True
        )

    def _export(self, agent: Agent, argument: str, now: datetime) -> Send | Export | None:
        """`/export` offers the formats; full values are for an admin who asks for them."""
        file_format, _, kind = argument.partition(".")
        if file_format not in FORMATS:
            return self._offer_export(agent, is_masked=argument.strip().lower() != "full")
        is_masked = kind != "full"
        if not agent.may_export(is_masked=is_masked):
            return None
        return Export(format=file_format, days=_EXPORTED_DAYS, is_masked=is_masked)

    def _offer_export(self, agent: Agent, *, is_masked: bool) -> Send | None:
        if not agent.may_export(is_masked=is_masked):
            return Send(text=say(agent.language, "export-masked-only"))
        kind = "masked" if is_masked else "full"
        row = [menu_button(each.upper(), "export", f"{each}.{kind}") for each in FORMATS]
        text = say(agent.language, f"export-{kind}", count=_EXPORTED_DAYS)
        return Send(text=text, keyboard=[row])

    def _receivers(self, agent: Agent) -> list[Agent]:
        """Who can be given work: those this person manages, and the person."""
        return [
            one
            for one in self._store.agents.everybody()
            if one.is_served and (agent.may_manage(one) or one.id == agent.id)
        ]

    def _managed(self, agent: Agent, person_id: str) -> Agent | None:
        """The person of that id, if this agent may manage them; a button may claim any."""
        person = self._store.agents.find(int(person_id)) if _is_id(person_id) else None
        return person if person and agent.may_manage(person) else None

    def _card(self, agent: Agent, person: Agent) -> Send:
        """The card of the person as they are by now."""
        person = self._store.agents.find(person.id) or person
        phases = self._store.applications.count_by_phase(person.id)
        return person_card(person, phases, self._store.refusals.count(person.id), agent.language)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 19
