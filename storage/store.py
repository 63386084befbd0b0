"""Everything that is stored, in one place to pass around."""

from datetime import datetime

from storage.agents import Agents
from storage.announcements import Announcements
from storage.applications import Applications
from storage.audit import Audit
from storage.backlog import Backlog
from storage.caseloads import Caseloads
from storage.chat_messages import ChatMessages
from storage.confirmations import Confirmations
from storage.customers import Customers
from storage.database import Database
from storage.due_messages import DueMessages
from storage.errands import Errands
from storage.evening_reports import EveningReports
from storage.figures import Figures
from storage.hints import Hints
from storage.inbox import Inbox
from storage.invitations import Invitations
from storage.keyed_hashes import KeyedHashes
from storage.last_seen import LastSeen
from storage.name_questions import NameQuestions
from storage.outbox import Outbox
from storage.refusals import Refusals
from storage.schedules import Schedules
from storage.searches import Searches
from storage.service_tokens import ServiceTokens
from storage.shown_messages import ShownMessages
from storage.submissions import Submissions
from storage.troubles import Troubles


class Store:
    """The tables of one database; `transaction` and `repeatable` make several writes one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.hashes = _hashes(database)
        self.refusals = Refusals(database)
        self.agents = Agents(database, self.refusals)
        self.announcements = Announcements(database)
        self.applications = Applications(database, self.hashes)
        self.audit = Audit(database)
        self.backlog = Backlog(database)
        self.caseloads = Caseloads(database, self.hashes)
        self.chat_messages = ChatMessages(database)
        self.customers = Customers(database, self.hashes)
        self.due_messages = DueMessages(database)
        self.errands = Errands(database)
        self.evening_reports = EveningReports(database)
        self.figures = Figures(database)
        self.hints = Hints(database, self.hashes)
        self.inbox = Inbox(database, self.hashes)
        self.invitations = Invitations(database)
        self.last_seen = LastSeen(database)
        self.name_questions = NameQuestions(database)
        self.confirmations = Confirmations(database)
        self.searches = Searches(database)
        self.outbox = Outbox(database)
        self.schedules = Schedules(database)
        self.service_tokens = ServiceTokens(database)
        self.shown = ShownMessages(database)
        self.submissions = Submissions(database, self.hashes)
        self.troubles = Troubles(database)
        self.transaction = database.transaction
        self.repeatable = database.repeatable
        self.scrub = database.scrub
        self.announce = database.announce
        self.listen = database.listen
        self.close = database.close

    def end_questions(self) -> None:
        """Take no text for an answer, and no button, before something is asked again.

        In a database that was restored: chats may show later questions than it knows.
        """
        self.applications.outdate_buttons()
        self.agents.leave_all()
        self.confirmations.end_all()
        self.name_questions.end_all()

    def set_clock_right(self, now: datetime) -> bool:
        """Correct some times written by a clock that was ahead: due times, and past times that lie
        after `now`, which is confirmed; returns whether more are left.
        """
        owed = (self.errands, self.due_messages, self.schedules)
        past = (
            self.agents,
            self.announcements,
            self.applications,
            self.chat_messages,
            self.evening_reports,
            self.inbox,
            self.invitations,
            self.refusals,
            self.troubles,
        )
        return any(table.pull_in(now) for table in owed) or any(
            table.date_back(now) for table in past
        )


def _hashes(database: Database) -> KeyedHashes:
    row = database.row("select key from hash_key")
    assert row is not None  # it is made together with its table
    return KeyedHashes(database.unseal(row[0], "hash_key.key", ""))
