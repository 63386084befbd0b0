"""Finding a customer again by words or digits, in pages."""

from bot.chat.outgoing import Send
from bot.handlers.context import Context
from bot.handlers.finding import found_by, found_of, read_number
from bot.handlers.request import NotAllowed, Request
from storage.agents import Agent


def search(context: Context, agent: Agent, typed: str) -> Send | None:
    """The first page of the agent's applications that match; None when there are none."""
    found = found_by(context.store, agent, typed)
    if not found:
        return None
    return found_of(context.store, agent, context.store.searches.keep(agent.id, found))


def turn_found(context: Context, request: Request) -> None:
    """Show another page of the newest search; the notice says when there was a newer one."""
    agent, (claimed, _, page) = request.agent, request.argument.partition("-")
    number, asked = read_number(claimed), read_number(page)
    if number is None or asked is None:
        raise NotAllowed
    kept = context.store.searches.of(agent.id)
    is_newest = kept is not None and kept.number == number
    if request.press:
        notice = "" if is_newest else "search-over"
        context.replies.answer(agent, request.press, request.now, notice)
    if kept and is_newest:
        context.replies.show(request, found_of(context.store, agent, kept, asked))
