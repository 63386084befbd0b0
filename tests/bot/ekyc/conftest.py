"""The pretend service, one for each file of tests, and a client of it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.ekyc import EkycClient
from tests.bot.ekyc.pretend_service import TOKEN, PretendService, running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def one_service() -> AsyncIterator[PretendService]:
    async with running(PretendService()) as service:
        yield service


@pytest.fixture
def service(one_service: PretendService) -> PretendService:
    one_service.forget()
    return one_service


@pytest_asyncio.fixture(loop_scope="module")
async def client(service: PretendService) -> AsyncIterator[EkycClient]:
    async with EkycClient(url=service.url, token=TOKEN) as client:
        yield client
    assert service.complaints == []
