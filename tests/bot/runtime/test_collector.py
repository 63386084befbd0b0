"""The garbage collector of a running bot."""

import gc
import importlib
from collections.abc import Iterator

import pytest

from bot.runtime.collector import at_rest, set_for_service


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


def test_it_looks_rarely_and_not_at_what_the_start_has_made() -> None:
    set_for_service()

    assert gc.get_threshold()[0] > 1000
    assert gc.get_freeze_count() > 0
    assert gc.isenabled()


def test_it_still_frees_what_refers_to_itself() -> None:
    set_for_service()
    before = len(gc.get_objects())
    for _ in range(100_000):
        ring: list[object] = []
        ring.append(ring)

    assert len(gc.get_objects()) - before < 50_000


def test_it_rests_while_modules_are_imported_also_when_one_fails() -> None:
    with at_rest():
        assert not gc.isenabled()
    assert gc.isenabled()

    with pytest.raises(ImportError), at_rest():
        importlib.import_module("bot.no_such_module")
    assert gc.isenabled()
