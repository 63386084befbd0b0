"""Everything that is stored, in one place to pass around."""

from storage.agents import Agents
from storage.applications import Applications
from storage.database import Database
from storage.errands import Errands
from storage.inbox import Inbox
from storage.outbox import Outbox
from storage.troubles import Troubles


class Store:
    """The tables of one database; `transaction` and `repeatable` make several writes one."""

    def __init__(self, database: Database) -> None:
        self.agents = Agents(database)
        self.applications = Applications(database)
        self.errands = Errands(database)
        self.inbox = Inbox(database)
        self.outbox = Outbox(database)
        self.troubles = Troubles(database)
        self.transaction = database.transaction
        self.repeatable = database.repeatable
        self.close = database.close
