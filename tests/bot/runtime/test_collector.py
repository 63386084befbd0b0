"""The garbage collector of a running bot."""

import gc
from collections.abc import Iterator

import pytest

from bot.runtime.collector import set_for_service


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
