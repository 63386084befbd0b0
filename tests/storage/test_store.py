"""Everything together: one transaction for several tables, and nothing readable on disk."""

from pathlib import Path

import pytest

from storage import Store
from tests.storage.conftest import broken_off
from tests.support.forms import AGENT, NOW, decided

SECRETS = (
    "Asaduzzaman",
    "আসাদুজ্জামান",
    "আবুল মুনীম",
    "0001980100147",
    "01712345678",
    "ইসলামপুর",
    "Rahim Uddin",
    "a message to the agent",
    "an update that was set aside",
    "applications",  # not even the names of the tables
)


def test_several_writes_are_one(store: Store) -> None:
    with broken_off(store):
        store.applications.save(decided())
        store.outbox.owe(AGENT, "text", NOW)
        store.inbox.note([(7, "{}")], NOW)

    assert store.caseloads.count_of_agent(AGENT) == 0
    assert store.outbox.count() == 0
    assert store.inbox.note([(7, "{}")], NOW)


@pytest.mark.one_engine
def test_nothing_of_a_customer_can_be_found_in_the_files(path: Path, store: Store) -> None:
    store.applications.save(decided())
    store.outbox.owe(AGENT, "a message to the agent", NOW)
    store.inbox.set_aside(7, "an update that was set aside", "KeyError", NOW)
    while_open = written(path)
    store.close()

    assert len(while_open) > 100_000
    for content in (while_open, written(path)):
        for secret in SECRETS:
            assert secret.encode() not in content
            assert secret.encode("utf-16-le") not in content


def written(path: Path) -> bytes:
    """Every byte of the files with the database's name, including the log."""
    return b"".join(file.read_bytes() for file in path.parent.glob("bot.db*"))
