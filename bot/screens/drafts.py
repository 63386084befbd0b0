"""The agent's unfinished applications, with what is missing in each."""

from collections.abc import Iterator

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Button, Send
from bot.screens.prompts import continue_button, draft_name, menu_row
from bot.texts import number, plain, say
from conversations.application import Application
from conversations.questions import STEPS, missing_steps
from storage import Store
from storage.agents import Agent

_MOST = 8  # drafts; two buttons each are a screenful
_MOST_NAMED = 3  # missing steps; of the others it is said how many


def drafts_page(store: Store, agent: Agent) -> Send:
    language = agent.language
    drafts = store.applications.drafts_of_agent(agent.id, limit=_MOST)
    if not drafts:
        return Send(text=say(language, "drafts-none"), keyboard=[menu_row(language)])
    lines = [f"<b>{say(language, 'drafts-heading')}</b>"]
    rows: list[list[Button]] = []
    for place, draft in enumerate(drafts, 1):
        missing = _missing(draft, language)
        line = say(language, "draft-line", customer=draft_name(draft, language), missing=missing)
        lines.append(f"{number(place, language)}. {line}")
        erase = plain(language, "button-erase-draft", customer=draft_name(draft, language))
        rows.append([continue_button(draft, language)])
        rows.append([menu_button(erase, "erase-draft", draft.id)])
    about = tuple(draft.id for draft in drafts)
    return Send(text="\n".join(lines), keyboard=rows, about=about)


def _missing(draft: Application, language: str) -> str:
    steps = missing_steps(draft)
    if not steps:
        return plain(language, "draft-complete")
    if len(steps) == len(STEPS):
        return plain(language, "draft-untouched")
    return ", ".join(_named(steps, language))


def _named(steps: tuple[str, ...], language: str) -> Iterator[str]:
    for step in steps[:_MOST_NAMED]:
        yield plain(language, step)
    if len(steps) > _MOST_NAMED:
        yield plain(language, "draft-more", count=len(steps) - _MOST_NAMED)
