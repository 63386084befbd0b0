"""What the tests of errands have in common."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.errands.enquiry import Enquiry
from bot.errands.lookup import Lookup
from bot.errands.submission import SubmissionWork
from bot.pictures.pool import PicturePool
from conversations.errands import Task
from tests.support.errands import PHOTO, Workshop, workshop_in
from tests.support.forms import pending
from tests.support.waiting import Waiting


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of a file that share the processes for pictures also share the loop of these."""
    for item in items:
        if pytest_asyncio.is_async_test(item) and "pictures" in item.fixturenames:
            item.add_marker(pytest.mark.asyncio(loop_scope="module"), append=False)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pictures() -> AsyncIterator[PicturePool]:
    """Shared by the tests of a file: processes take longer to start than to prepare a photo."""
    async with PicturePool() as pool:
        yield pool


@pytest_asyncio.fixture(loop_scope="module")
async def shop(tmp_path: Path, pictures: PicturePool) -> AsyncIterator[Workshop]:
    async with workshop_in(tmp_path, pictures) as running:
        yield running


@pytest.fixture
def work(shop: Workshop) -> SubmissionWork:
    """The worker of submissions, for whom Telegram has photos."""
    shop.gives_out(*[PHOTO] * 9)
    return SubmissionWork(shop.store, shop.photos, shop.client, shop.log, clock=shop.clock)


@pytest.fixture
def enquiry(shop: Workshop) -> Enquiry:
    return Enquiry(shop.store, shop.client, shop.log)


@pytest.fixture
def lookup(shop: Workshop, enquiry: Enquiry) -> Lookup:
    return Lookup(enquiry, clock=shop.clock, time=shop.time)


@pytest.fixture
def waiting(shop: Workshop) -> Waiting:
    application = pending()
    return Waiting(shop, shop.owes(application, Task.ASK_VERDICT), application)
