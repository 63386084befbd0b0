"""Erased values are no longer on disk, even for somebody with the key."""

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.erasure import without_form
from storage import Store, open_database
from storage.agents import Agent, Role
from tests.support.decrypted import decrypted
from tests.support.engine import KEY, current
from tests.support.forms import AGENT, NOW, READ, decided

pytestmark = pytest.mark.one_engine


def found(path: Path, *values: str) -> list[str]:
    """Which of the values are in the files of the database, decrypted or raw."""
    clear = decrypted(path, KEY)
    raw = b"".join(file.read_bytes() for file in path.parent.iterdir())
    return [each for each in values if each.encode() in clear or each.encode() in raw]


def test_the_test_can_read_what_is_there(path: Path, store: Store) -> None:
    with store.transaction():
        store.applications.save(decided())

    assert found(path, *READ.values()) == list(READ.values())
    assert READ["nid_number"].encode() not in path.read_bytes()


@pytest.mark.parametrize("whole", [True, False])
def test_an_erased_form_is_gone_from_file_log_and_free_pages(
    path: Path, store: Store, whole: bool
) -> None:
    application = decided()
    with store.transaction():
        store.applications.save(application)
        store.outbox.owe(AGENT, READ["name_english"], NOW, subjects=(application.id,))
    with store.transaction():
        if whole:
            store.applications.erase(application.id)
        else:
            store.applications.save(without_form(application, NOW))
        store.outbox.drop_about(application.id)
    assert found(path, *READ.values()) != []  # in the write-ahead log

    assert store.scrub()

    answers = [each for each in application.answers.values() if len(each) > 6]
    assert found(path, *READ.values(), *answers) == []


def test_while_somebody_reads_nothing_waits_and_the_log_is_scrubbed_afterwards(
    path: Path, store: Store
) -> None:
    """A backup is such a reader; the loops would stop for as long as the checkpoint waits."""
    with store.transaction():
        store.applications.save(decided())
    reader = open_database(path, KEY)
    with reader.snapshot():
        reader.row("select count(*) from applications")
        with store.transaction():
            store.applications.erase("abcd2345")

        began = time.monotonic()
        for _ in range(5):
            assert not store.scrub()
        assert time.monotonic() - began < 10  # five waits for the reader would be fifteen seconds
        with store.transaction():  # and writing goes on
            store.applications.save(decided())
            store.applications.erase("abcd2345")
    reader.close()

    assert store.scrub()
    assert found(path, *READ.values()) == []


def test_after_a_scrub_a_writer_waits_for_another_one_as_before(path: Path, store: Store) -> None:
    assert store.scrub()
    holds, released = threading.Event(), threading.Event()

    def hold() -> None:
        other = open_database(path, KEY)
        with other.transaction():
            holds.set()
            released.wait(0.2)
        other.close()

    holder = threading.Thread(target=hold)
    holder.start()
    holds.wait()
    with store.transaction():
        store.applications.save(decided())
    holder.join()


@given(data=st.data())
def test_after_any_history_of_many_applications_nothing_of_the_erased_is_left(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Split, merged and refilled pages hide no copy."""
    path = tmp_path_factory.mktemp("disk") / "bot.db"
    store = Store(current().open(path, KEY))
    with store.transaction():
        store.agents.enrol(Agent(id=AGENT, name="R", role=Role.AGENT, language="en"), NOW)
    form, names = decided(), [f"name{number:04d}" for number in range(24)]
    lengths = st.lists(st.integers(0, 3000), min_size=24, max_size=24)
    for _ in range(3):
        with store.transaction():
            for name, length in zip(names, data.draw(lengths), strict=True):
                value = f"secret-of-{name} " * (length // 20 + 1)
                kept = replace(form, id=name, answers={"nominee": value})
                store.applications.save(kept)
    erased = data.draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    with store.transaction():
        for name in erased:
            application = store.applications.find(name)
            assert application
            store.applications.save(without_form(application, NOW))
    assert store.scrub()

    left = found(path, *(f"secret-of-{name}" for name in names))
    assert left == [f"secret-of-{name}" for name in names if name not in erased]
    store.close()


def test_the_masked_record_still_identifies_the_same_person(store: Store) -> None:
    application = decided()
    with store.transaction():
        store.applications.save(application)
        store.applications.save(without_form(application, NOW))

    kept = store.applications.find(application.id)
    assert kept
    assert kept.remains
    assert (kept.remains.customer, kept.remains.national_id) == ("M••• A••• M•••", "•••• 0147")
    assert kept.remains.mobile_number == "•••• 678"
    assert (kept.verdict, kept.consent) == (application.verdict, application.consent)
    (found_again,) = store.customers.of_same_person(replace(decided(), id="another2"))
    assert found_again.id == application.id
