"""The first message to a person who is let in: what somebody of their role can do. Pure."""

from bot.chat.outgoing import Send
from bot.screens.menu import menu_rows
from bot.texts import say
from storage.agents import Agent, Role


def welcome(agent: Agent) -> Send:
    key = "welcome" if agent.role is Role.AGENT else f"welcome-{agent.role}"
    text = say(agent.language, key, name=agent.name)
    return Send(text=text, keyboard=menu_rows(agent.role, agent.language))
