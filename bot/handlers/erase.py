"""/erase: the customer takes the consent back, and everything goes at once."""

from datetime import datetime

from bot.applications.erasure import Erasure
from bot.chat.buttons import menu_button
from bot.chat.outgoing import Send
from bot.handlers.finding import meant_by
from bot.screens.menu import menu_row
from bot.screens.phrases import masked_number, moment_in_dhaka
from bot.texts import plain, say
from conversations.application import Application
from conversations.erasure import masked_name
from storage import Store
from storage.agents import Agent

_SEAL_SHOWN = 16  # characters: enough to tell two rows of the audit apart


class Erasing:
    """Every call expects a transaction around it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._audit = store.audit
        self._erasure = Erasure(store)

    def question(self, agent: Agent, typed: str, now: datetime) -> Send:
        """Whether that application is really to be erased; nothing of it is shown in full.

        Who asks about an application of somebody else has had a view of it, which is recorded.
        """
        language = agent.language
        if not typed:
            return Send(text=say(language, "erase-usage"))
        application = self._found(agent, typed)
        if application is None:
            return Send(text=say(language, "erase-unknown"))
        if application.agent != agent.id:
            self._audit.record(
                "viewed", actor=str(agent.id), now=now, subject=application.id, what="erase"
            )
        key = "erase-question" if application.is_draft else "erase-question-sent"
        text = say(
            language,
            key,
            customer=masked_name(application.customer) or plain(language, "draft-unnamed"),
            nid=masked_number(application),
            reference=application.id.upper(),
        )
        row = [
            menu_button(plain(language, "button-erase"), "erase-now", application.id),
            menu_button(plain(language, "button-leave"), "log", "0"),
        ]
        return Send(text=text, keyboard=[row], about=(application.id,), is_masked=True)

    def erase(self, agent: Agent, application_id: str, now: datetime) -> Send:
        """Erase it, and say where the proof is; a button may claim any application."""
        language = agent.language
        application = self._found(agent, application_id)
        if application is None:
            return Send(text=say(language, "erase-unknown"))
        proof = self._erasure.erase(
            application, actor=str(agent.id), why="consent-withdrawn", now=now
        )
        text = say(
            language,
            "erased",
            reference=application.id.upper(),
            time=moment_in_dhaka(now, language),
            row=str(proof.number),
            seal=proof.seal[:_SEAL_SHOWN],
        )
        return Send(text=text, keyboard=[menu_row(language)])

    def may_erase(self, agent: Agent, application: Application) -> bool:
        """Whether it is the agent's own, or of somebody whom the agent manages."""
        owner = self._store.agents.find(application.agent)
        return owner is not None and (owner.id == agent.id or agent.may_manage(owner))

    def _found(self, agent: Agent, typed: str) -> Application | None:
        """The agent's own, or under its reference any that may be erased."""
        own = meant_by(self._store, agent, typed)
        if own:
            return own[0]
        application = self._store.applications.find(typed.lower())
        return application if application and self.may_erase(agent, application) else None
