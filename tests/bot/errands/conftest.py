"""What the tests of errands have in common."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errands.enquiry import Enquiry
from bot.errands.lookup import Lookup
from bot.errands.submission import SubmissionWork
from conversations.errands import Task
from tests.support.errands import PHOTO, Workshop, workshop_in
from tests.support.forms import pending
from tests.support.waiting import Waiting


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Workshop]:
    async with workshop_in(tmp_path) as running:
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
