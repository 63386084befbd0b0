"""The eKYC service with the tokens of agents and teams, each with its own log."""

import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.alerts import Alerts
from bot.ekyc import EkycClient
from bot.ekyc.polite import QUESTIONS_PER_SECOND, PoliteEkycClient, Trouble
from bot.observation import UNOBSERVED, Observer
from bot.runtime import logs
from bot.runtime.egress import Egress
from bot.runtime.timer import Timer
from bot.verdicts.log import VerificationLog
from storage import Store
from storage.service_tokens import COMMON


@dataclass(frozen=True, slots=True)
class Account:
    """The service as one token shows it."""

    service: EkycClient
    log: VerificationLog


class Accounts:
    """Opens an account on first use; `common` is the one of the settings."""

    def __init__(
        self,
        store: Store,
        common: Account,
        *,
        url: str,
        on_served: Callable[[], None],
        clock: Callable[[], datetime],
        timer: Timer,
        questions_per_second: float = QUESTIONS_PER_SECOND,
        egress: Egress = Egress(),  # noqa: B008 - frozen
        observer: Observer = UNOBSERVED,
    ) -> None:
        self._store = store
        self._common = common
        self._url = url
        self._on_served = on_served
        self._clock = clock
        self._timer = timer
        self._questions_per_second = questions_per_second
        self._egress = egress
        self._observer = observer
        self._alerts = Alerts(store)
        self._opened: dict[str, Account] = {}
        self._tokens: dict[str, str] = {}  # of those

    def of(self, holder: str) -> Account:
        """The holder's account with the newest token; the common one if the token was removed."""
        token = self._store.service_tokens.find(holder) if holder != COMMON else None
        if token is None:
            return self._common
        if self._tokens.get(holder) != token:
            logs.hide(token)
            if holder in self._opened:
                self._opened[holder].service.use_token(token)
            else:
                self._opened[holder] = self._open(holder, token)
            self._tokens[holder] = token
        return self._opened[holder]

    def held_back(self) -> list[frozenset[str]]:
        """For each opened account, the calls that pause."""
        return [account.service.held_back() for account in self._opened.values()]

    def _open(self, holder: str, token: str) -> Account:
        service = PoliteEkycClient(
            url=self._url,
            token=token,
            on_trouble=lambda trouble: self._tell(holder, trouble),
            on_served=lambda: self._go_on(holder),
            timer=self._timer,
            questions_per_second=self._questions_per_second,
            egress=self._egress,
            observer=self._observer,
        )
        return Account(service, VerificationLog(service, self._timer))

    def _tell(self, holder: str, trouble: Trouble) -> None:
        """Only a refused token concerns this account alone."""
        if trouble != "denied":
            return
        now = self._clock()
        with self._store.transaction():
            if self._store.troubles.note(_trouble(holder), now):
                self._alerts.tell("denied-account", now, name=holder)

    def _go_on(self, holder: str) -> None:
        with self._store.transaction():
            is_news = self._store.troubles.clear(_trouble(holder))
        if is_news:
            self._on_served()

    @contextlib.asynccontextmanager
    async def closing(self) -> AsyncIterator[None]:
        """Close all opened accounts at the end of the block, also when that is cancelled."""
        async with contextlib.AsyncExitStack() as closing:
            try:
                yield
            finally:
                for account in self._opened.values():
                    closing.push_async_callback(account.service.aclose)


def _trouble(holder: str) -> str:
    return f"denied {holder}"
