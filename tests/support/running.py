"""The services and the bot inside the test's own loop, talking real HTTP on loopback."""

import asyncio
import contextlib
import json
import logging
import math
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, Self

import httpx
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import app
from bot.runtime.watchdog import Watchdog
from bot.sandbox import ekyc, telegram
from bot.sandbox.person import Person
from bot.sandbox.serving import serving
from bot.settings.renewal import Renewal
from bot.settings.settings import Settings
from storage import Store, open_database
from storage.agents import Role
from storage.invitations import Invitation
from tests.support.engine import KEY, current
from tests.support.trips import CountingDatabase

BOT_TOKEN = "123456789:AAF0trialtrialtrialtrialtrialtrial0"
EKYC_TOKEN = "trial-token"
SECOND_EKYC_TOKEN = "trial-token-of-a-team"
DATABASE_KEY = KEY
ADMIN = 1001


@dataclass(frozen=True, slots=True)
class Trial:
    """The addresses of the two pretend services, and the bot's file."""

    telegram_url: str
    ekyc_url: str
    folder: Path
    #: What Telegram has refused the bot, by method and description.
    refused: list[str] = field(default_factory=list)

    def settings(self, **changes: str) -> Settings:
        return Settings.read(self.environment(**changes))

    def environment(self, **changes: str) -> dict[str, str]:
        return {
            "TELEGRAM_BOT_TOKEN": BOT_TOKEN,
            "TELEGRAM_API_URL": self.telegram_url,
            "EKYC_URL": self.ekyc_url,
            # A bot that begins may send one message only, and 30 a second; a test is faster.
            "MESSAGES_PER_SECOND": "1000",
            "EKYC_TOKEN": EKYC_TOKEN,
            "DATABASE": str(current().address(self.folder / "bot.db")),
            "DATABASE_KEY": DATABASE_KEY,
            "ADMINS": str(ADMIN),
            "LANGUAGE": "en",
            "VERDICT_INTERVAL": "1",
            "EVENING_REPORT": "off",  # tests run at any hour
            **changes,
        }

    def person(self, name: str, user_id: int, language_code: str = "en") -> Person:
        return Person(self.telegram_url, user_id, name, language_code)

    async def applications(self) -> dict[str, Any]:
        """What the eKYC service says it holds."""
        async with httpx.AsyncClient(trust_env=False) as http:
            reply = await http.get(f"{self.ekyc_url}/control/applications")
        found: dict[str, Any] = reply.json()
        return found

    async def fault(self, side: str, **fault: object) -> None:
        """Ask one of the services to misbehave."""
        url = self.telegram_url if side == "telegram" else self.ekyc_url
        async with httpx.AsyncClient(trust_env=False) as http:
            reply = await http.post(f"{url}/control/faults", json=fault)
        assert reply.is_success, reply.text


@contextlib.asynccontextmanager
async def trial_on(
    folder: Path,
    *,
    step_one_delay: float = 0.0,
    verification_delay: float = 0.1,
    reader: Literal["specimens", "off"] = "specimens",
) -> AsyncIterator[Trial]:
    """Both services, fresh and empty; delays in seconds."""
    refused: list[str] = []
    ekyc_app = ekyc.build_app(
        tokens=[EKYC_TOKEN, SECOND_EKYC_TOKEN],
        database=folder / "ekyc.db",
        verification_delay=verification_delay,
        step_one_delay=step_one_delay,
        reader=reader,
    )
    async with (
        serving(Listening(telegram.build_app(token=BOT_TOKEN), refused)) as telegram_url,
        serving(ekyc_app) as ekyc_url,
    ):
        yield Trial(telegram_url, ekyc_url, folder, refused)


class Listening:
    """Records every refusal that an application sends to a bot."""

    def __init__(self, app: ASGIApp, refused: list[str]) -> None:
        self._app = app
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_call = scope["type"] == "http" and scope["path"].startswith("/bot")
        method = scope["path"].rpartition("/")[2] if is_call else ""

        async def listen(message: Message) -> None:
            if is_call and message["type"] == "http.response.body" and message.get("body"):
                answer = json.loads(message["body"]) if message["body"][:1] == b"{" else {}
                if answer.get("ok") is False:
                    self._refused.append(f"{method}: {answer['description']}")
            await send(message)

        await self._app(scope, receive, listen)


class RunningBot:
    """The real application; leaving the block stops it as SIGTERM would."""

    def __init__(
        self,
        trial: Trial,
        *,
        renewal: Renewal | None = None,
        ahead: timedelta = timedelta(),
        **settings: str,
    ) -> None:
        """`ahead` is how wrong the machine's clock is."""
        self._trial = trial
        self._settings = trial.settings(**settings)
        self._renewal = renewal or Renewal(self._settings, lambda: self._settings)
        self._clock = lambda: datetime.now(UTC) + ahead
        self._stop = asyncio.Event()
        database = CountingDatabase(
            open_database(self._settings.database_address, self._settings.database_key)
        )
        self.trips = database.trips
        self.store = Store(database)

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(
            app.run(
                self._settings,
                self.store,
                self._stop,
                self._renewal,
                Watchdog(math.inf, logging.critical),
                clock=self._clock,
            )
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stop.set()
        try:
            async with asyncio.timeout(20):
                await self._task
        finally:
            self.store.close()

    def has_sent_all(self) -> bool:
        """Whether every message that is due was delivered."""
        heads = self.store.due_messages.heads(datetime.now(UTC), hurried=1, others=1)
        return not (heads.hurried or heads.others)

    def invites(self, name: str, role: Role = Role.AGENT) -> str:
        """The link of a fresh invitation."""
        code = secrets.token_urlsafe(24)
        now = datetime.now(UTC)
        with self.store.transaction():
            invite = Invitation(name=name, role=role, expires_at=now + timedelta(days=1))
            self.store.invitations.add(code, invite, now)
        return f"https://t.me/trial_bot?start={code}"

    async def enrols(self, name: str, user_id: int, language_code: str = "en") -> Person:
        """A person who has opened the invitation."""
        person = self._trial.person(name, user_id, language_code)
        await person.opens(self.invites(name))
        await person.sees(name)
        return person
