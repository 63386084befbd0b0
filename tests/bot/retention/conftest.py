"""What the tests of retention have in common."""

from collections.abc import Iterator

import pytest

from tests.support.archive import Archive


@pytest.fixture
def archive() -> Iterator[Archive]:
    archive = Archive()
    yield archive
    archive.store.close()
