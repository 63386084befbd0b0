"""/erase: the customer withdraws consent, and everything is erased at once."""

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Send
from bot.handlers.context import Context
from bot.handlers.finding import meant_by
from bot.handlers.request import Gone, NotAllowed, Request
from bot.screens.menu import menu_row
from bot.screens.phrases import masked_number, moment_in_dhaka
from bot.texts import plain, say
from conversations.application import Application
from conversations.erasure import masked_name
from storage.agents import Agent

_SEAL_SHOWN = 16  # characters: enough to distinguish two rows of the audit


def ask_erasure(context: Context, request: Request) -> None:
    """Ask whether to erase that application, without showing it in full.

    Asking about somebody else's application counts as a view, which is recorded.
    """
    agent, language, typed = request.agent, request.agent.language, request.argument
    if not typed:
        context.replies.send(request, Send(text=say(language, "erase-usage")))
        return
    application = _found(context, agent, typed)
    if application is None:
        context.replies.send(request, Send(text=say(language, "erase-unknown")))
        return
    if application.agent != agent.id:
        context.store.audit.record(
            "viewed", actor=str(agent.id), now=request.now, subject=application.id, what="erase"
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
    context.replies.send(
        request, Send(text=text, keyboard=[row], about=(application.id,), is_masked=True)
    )


def erase(context: Context, request: Request) -> None:
    """Erase it, and name the row of the audit that proves it."""
    agent, language, now = request.agent, request.agent.language, request.now
    application = context.store.applications.find(request.argument)
    if application is None:
        raise Gone
    if not _may_erase(context, agent, application):
        raise NotAllowed(application)
    proof = context.erasure.erase(
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
    context.replies.send(request, Send(text=text, keyboard=[menu_row(language)]))


def _found(context: Context, agent: Agent, typed: str) -> Application | None:
    """The agent's own application, or by reference any that the agent may erase."""
    own = meant_by(context.store, agent, typed)
    if own:
        return own[0]
    application = context.store.applications.find(typed.lower())
    is_allowed = application is not None and _may_erase(context, agent, application)
    return application if is_allowed else None


def _may_erase(context: Context, agent: Agent, application: Application) -> bool:
    """Whether it is the agent's own, or belongs to somebody whom the agent manages."""
    owner = context.store.agents.find(application.agent)
    return owner is not None and (owner.id == agent.id or agent.may_manage(owner))
