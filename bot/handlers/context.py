"""What handlers work with: the store, and the objects that change it."""

from dataclasses import dataclass

from bot.applications.clerk import Clerk
from bot.applications.erasure import Erasure
from bot.handlers.focus import Focus
from bot.handlers.guard import Guard
from bot.handlers.replies import Replies
from bot.outbox import Outbox
from bot.people.enrolment import Enrolment
from bot.people.staff import Staff
from conversations.organisation import Organisation
from storage import Store


@dataclass(frozen=True, slots=True)
class Context:
    """One for all requests; `username` is the bot's, for links."""

    store: Store
    clerk: Clerk
    outbox: Outbox
    replies: Replies
    guard: Guard
    focus: Focus
    enrolment: Enrolment
    staff: Staff
    erasure: Erasure
    username: str
    organisation: Organisation
