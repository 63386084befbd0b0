"""Notes to the admins about what only they can mend."""

from datetime import datetime

from bot.outgoing import Send, to_document
from bot.texts import say
from storage import Store
from storage.agents import Role


class Alerts:
    """Each trouble is told once, until it is over."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._told: set[str] = set()

    def tell(self, trouble: str, now: datetime, **values: str | int) -> None:
        """Owe every admin the sentence; expects a transaction around it."""
        for admin in self._store.agents.with_role(Role.ADMIN):
            text = say(admin.language, f"alert-{trouble}", **values)
            self._store.outbox.owe(admin.id, to_document(Send(text=text)), now)

    def tell_once(self, trouble: str, now: datetime) -> None:
        if trouble not in self._told:
            self._told.add(trouble)
            self.tell(trouble, now)

    def is_over(self, trouble: str) -> None:
        """The next trouble of the kind is news again."""
        self._told.discard(trouble)
