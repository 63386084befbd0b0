"""A fresh database for each test, on either engine."""

import contextlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from conversations.application import Application
from storage import Database, Store
from storage.agents import Agent, Role
from tests.support.engine import KEY, Engine
from tests.support.forms import AGENT, NOW

Saved = Callable[[Application], Application]
Another = Callable[[], Database]

OTHER_AGENT = Agent(id=2002, name="Karim", role=Role.AGENT, language="bn")


def of(application: Application, **answers: str) -> Application:
    """The application with other answers."""
    return replace(application, answers={**application.answers, **answers})


def named(application: Application, name: str, *, minutes: int = 0) -> Application:
    """The application under another reference, begun that much later."""
    return replace(application, id=name, created_at=NOW + timedelta(minutes=minutes))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bot.db"


@pytest.fixture
def database(engine: Engine, path: Path) -> Iterator[Database]:
    database = engine.open(path, KEY)
    yield database
    database.close()


@pytest.fixture
def another(engine: Engine, path: Path) -> Another:
    """Opens the same database again, as another process would."""
    return lambda: engine.open(path, KEY)


@pytest.fixture
def store(database: Database) -> Store:
    """The tables, with one agent in them."""
    store = Store(database)
    store.agents.enrol(Agent(id=AGENT, name="Rahim Uddin", role=Role.AGENT, language="en"), NOW)
    return store


@pytest.fixture
def saved(store: Store) -> Saved:
    def save(application: Application) -> Application:
        store.applications.save(application)
        return application

    return save


class BrokenOff(Exception):
    """The reason why a transaction of a test ends badly."""


@contextlib.contextmanager
def broken_off(database: Database | Store) -> Generator[None]:
    """A transaction that fails at its very end."""
    with contextlib.suppress(BrokenOff), database.transaction():
        yield
        raise BrokenOff
