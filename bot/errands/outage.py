"""What happens when the eKYC service stops serving us, and when it serves again."""

from collections.abc import Callable
from datetime import datetime

from bot.alerts import Alerts
from bot.ekyc.polite import Trouble
from bot.runtime.nudge import Nudge
from bot.verdicts import watch
from conversations.errands import Task
from storage import Store

#: Tasks retried as soon as the service serves.
_WAITING_FOR_SERVICE = (Task.READ_CARD, Task.SUBMIT, Task.LOOK_UP)
_ENDS_OF_TROUBLES = {
    "denied": "token-taken",
    "elsewhere": "service-back",
    "unavailable": "service-back",
    "untrusted": "service-back",
}


class Outage:
    """Tells the admins once that an outage began and once that it ended, and hastens delayed
    errands.
    """

    def __init__(
        self, store: Store, *, courier: Nudge, postman: Nudge, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._alerts = Alerts(store)
        self._courier = courier
        self._postman = postman
        self._clock = clock

    def begin(self, trouble: Trouble) -> None:
        """The service does not serve us."""
        with self._store.transaction():
            self._alerts.tell_once(trouble, self._clock())
        self._postman.give()

    def end(self) -> None:
        """The service serves: report it if it did not before, and retry delayed errands."""
        over = self._store.troubles.present() & _ENDS_OF_TROUBLES.keys()
        if not over:
            return
        with self._store.transaction():
            for trouble in over:
                self._alerts.tell_end(trouble, _ENDS_OF_TROUBLES[trouble], self._clock())
        self._postman.give()
        self.hasten()

    def hasten(self) -> None:
        """Retry now the errands that were waiting for the service, or for a token it accepts."""
        with self._store.transaction():
            self._store.errands.hasten_waiting(_WAITING_FOR_SERVICE)
            watch.hasten(self._store, self._clock())
        self._courier.give()
