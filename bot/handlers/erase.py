"""/erase: the customer withdraws consent, and everything is erased at once."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Send
from bot.handlers.confirmations import confirm
from bot.handlers.context import Context
from bot.handlers.finding import named_by
from bot.handlers.request import Gone, NotAllowed, Request
from bot.screens.menu import menu_row
from bot.screens.phrases import masked_customer, masked_number, moment_in_dhaka
from bot.texts import plain, say
from conversations.application import Application
from conversations.invalid_answer import InvalidAnswer
from conversations.mobile_number import read_mobile_number
from storage.agents import Agent

#: No more fit on a button, which has 64 bytes.
_MOST_AT_ONCE = 5

_SEAL_SHOWN = 16  # characters: enough to distinguish two rows of the audit

_MOST = 500  # applications of one number that are looked at


def ask_erasure(context: Context, request: Request) -> None:
    """Ask whether to erase the applications, without showing them in full.

    Asking about somebody else's application counts as a view, which is recorded.
    """
    agent, language, typed = request.agent, request.agent.language, request.argument
    if not typed:
        context.focus.explain(agent, Send(text=say(language, "erase-usage")), request.now)
        return
    meant = _meant(context, typed)
    owners = {each: _may_erase(context, agent, each) for each in {owner for _, owner in meant}}
    erasable = [reference for reference, owner in meant if owners[owner]]
    found = map(context.store.applications.find, erasable[:_MOST_AT_ONCE])
    named = [one for one in found if one]
    if not named:
        context.focus.explain(agent, Send(text=say(language, "application-unknown")), request.now)
        return
    for application in named:
        if application.agent != agent.id:
            context.store.audit.record(
                "viewed", actor=str(agent.id), now=request.now, subject=application.id, what="erase"
            )
    lines = [_question(named, language)]
    lines += _left(len(erasable) - len(named), len(meant) - len(erasable), language)
    references = "-".join(one.id for one in named)
    row = [
        menu_button(plain(language, "button-erase"), "erase-now", references),
        menu_button(plain(language, "button-leave"), "log", "all-0"),
    ]
    about = tuple(one.id for one in named)
    page = Send(text="\n".join(lines), keyboard=[row], about=about, is_masked=True)
    confirm(context, request, page)


def _question(named: Sequence[Application], language: str) -> str:
    is_sent = not all(one.is_draft for one in named)
    if len(named) == 1:
        key = "erase-question-sent" if is_sent else "erase-question"
        return say(language, key, **_described(named[0], language))
    lines = [say(language, "erase-question-many", count=len(named))]
    lines += [say(language, "erase-line", **_described(one, language)) for one in named]
    return "\n".join([*lines, say(language, "erase-many-sent")] if is_sent else lines)


def _described(application: Application, language: str) -> dict[str, str]:
    return {
        "customer": masked_customer(application, language) or plain(language, "draft-unnamed"),
        "nid": masked_number(application),
        "reference": application.id.upper(),
    }


def _left(here: int, elsewhere: int, language: str) -> Iterator[str]:
    """What is not erased for that number: the rest for the next time, and others' applications."""
    if here:
        yield say(language, "erase-left", count=here)
    if elsewhere:
        yield say(language, "erase-left-elsewhere", count=elsewhere)


def erase(context: Context, request: Request) -> None:
    """Erase the applications that the button names, and say where the proofs are."""
    agent, language, now = request.agent, request.agent.language, request.now
    claimed = map(context.store.applications.find, request.argument.split("-"))
    applications = [one for one in claimed if one]
    if not applications:
        raise Gone
    for application in applications:
        if not _may_erase(context, agent, application.agent):
            raise NotAllowed(application)
    lines = []
    for application in applications:
        _tell_owner(context, agent, application, now)
        proof = context.erasure.erase(
            application, actor=str(agent.id), why="consent-withdrawn", now=now
        )
        lines.append(
            say(
                language,
                "erased",
                reference=application.id.upper(),
                time=moment_in_dhaka(now, language),
                row=str(proof.number),
                seal=proof.seal[:_SEAL_SHOWN],
            )
        )
    for number in {one.value("mobile_number") for one in applications} - {None}:
        rest = context.store.customers.owners_of_mobile(str(number))
        here = sum(rest[each] for each in rest if _may_erase(context, agent, each))
        lines += _left(here, sum(rest.values()) - here, language)
    text = "\n".join(lines)
    context.replies.send(request, Send(text=text, keyboard=[menu_row(language)]))


def _tell_owner(context: Context, agent: Agent, application: Application, now: datetime) -> None:
    """Tell the agent whose application another person erases, who may have its form open."""
    owner = context.store.agents.find(application.agent)
    if owner and owner.is_served and owner.id != agent.id:
        reference = application.id.upper()
        text = say(owner.language, "erased-by-other", name=agent.name, reference=reference)
        news = Send(text=text, keyboard=[menu_row(owner.language)])
        context.outbox.owe_news(owner.id, news, now)


def _meant(context: Context, typed: str) -> list[tuple[str, int]]:
    """The application with that reference, or all with that mobile number, whoever owns them.

    Each is its reference and its agent.
    """
    application = named_by(context.store, typed)
    if application:
        return [(application.id, application.agent)]
    try:
        number = read_mobile_number(typed)
    except InvalidAnswer:
        return []
    return context.store.customers.references_of_mobile(number, limit=_MOST)


def _may_erase(context: Context, agent: Agent, owner_id: int) -> bool:
    """Whether what that person has is the agent's own, or of somebody whom the agent manages."""
    owner = context.store.agents.find(owner_id)
    return owner is not None and agent.looks_after(owner)
