"""Pictures are checked, whatever was sent and whatever happens meanwhile."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest
import pytest_asyncio

from bot.errands.picture import PictureWork
from bot.errands.result import Result
from bot.pictures.pool import PicturePool
from conversations import replies
from conversations.application import Application
from conversations.card_barcode import CardBarcode
from conversations.errands import Task
from tests.support.children import children
from tests.support.clocks import until
from tests.support.errands import OTHER_PHOTO, PHOTO, Workshop
from tests.support.forms import after, begun, consents, photo
from tests.support.hostile_files import with_scans

DECODER = "bot.pictures.worker"


@pytest_asyncio.fixture(loop_scope="module")
async def pictures() -> AsyncIterator[PicturePool]:
    """For one test, which may watch its processes start, and end one."""
    async with PicturePool() as pool:
        yield pool


@pytest.fixture
def work(shop: Workshop) -> PictureWork:
    return PictureWork(shop.store, shop.photos, clock=shop.clock)


def with_front() -> Application:
    return after(begun(), consents(), photo("front"))


async def test_a_good_picture_is_recognised_when_it_comes_again(
    shop: Workshop, work: PictureWork
) -> None:
    shop.gives_out(PHOTO)
    application = with_front()

    report = await work.check_picture(
        shop.owes(application, Task.CHECK_PICTURE, "front"), application
    )

    event = report.event
    assert isinstance(event, replies.PictureChecked)
    assert (event.slot, event.repeats) == ("front", None)
    assert event.ticket == application.pictures["front"].ticket
    assert report.again_in is None


@pytest.mark.parametrize(("back", "repeats"), [(PHOTO, "front"), (OTHER_PHOTO, None)])
async def test_the_same_picture_for_both_sides_is_noticed_and_another_is_not(
    shop: Workshop, work: PictureWork, back: bytes, repeats: str | None
) -> None:
    shop.gives_out(PHOTO, back)
    application = with_front()
    first = await work.check_picture(
        shop.owes(application, Task.CHECK_PICTURE, "front"), application
    )
    assert first.event
    both = after(application, first.event, photo("back"))

    second = await work.check_picture(shop.owes(both, Task.CHECK_PICTURE, "back"), both)

    assert isinstance(second.event, replies.PictureChecked)
    assert second.event.repeats == repeats


async def test_the_check_of_a_back_brings_what_its_barcode_says(
    shop: Workshop, work: PictureWork
) -> None:
    shop.gives_out(OTHER_PHOTO)
    application = after(begun(), consents(), photo("front"), photo("back"))

    report = await work.check_picture(
        shop.owes(application, Task.CHECK_PICTURE, "back"), application
    )

    assert isinstance(report.event, replies.PictureChecked)
    assert report.event.barcode == CardBarcode(
        nid_number="19800001980100147",
        date_of_birth=date(1980, 10, 1),
        name="Md. Asaduzzaman Miah",
    )


async def test_a_picture_that_was_replaced_meanwhile_is_not_even_fetched(
    shop: Workshop, work: PictureWork
) -> None:
    application = with_front()
    errand = replace(shop.owes(application, Task.CHECK_PICTURE, "front"), ticket="of old")

    assert await work.check_picture(errand, application) == Result()
    assert shop.telegram.asked[1:] == []  # after getMe


async def test_a_file_that_is_not_a_picture_is_refused_with_the_reason(
    shop: Workshop, work: PictureWork
) -> None:
    shop.gives_out(b"%PDF-1.7 and so on")
    application = with_front()

    report = await work.check_picture(
        shop.owes(application, Task.CHECK_PICTURE, "front"), application
    )

    assert isinstance(report.event, replies.PictureRefused)
    assert (report.event.slot, report.event.reason) == ("front", "picture-pdf")


async def test_a_photo_during_which_the_bot_died_three_times_is_refused_unseen(
    shop: Workshop, work: PictureWork
) -> None:
    application = with_front()
    errand = shop.owes(application, Task.CHECK_PICTURE, "front")
    for process in ("one", "two", "three"):
        shop.store.errands.begin_work(errand.id, process)

    report = await work.check_picture(shop.owed(application, Task.CHECK_PICTURE), application)

    assert isinstance(report.event, replies.PictureRefused)
    assert report.event.reason == "picture-unopened"
    assert shop.telegram.asked == []


async def test_a_photo_during_which_the_database_was_lost_is_not_refused(shop: Workshop) -> None:
    """A process that lost its session lives, and so may two others that have taken its place."""
    shop.gives_out(PHOTO)
    application = with_front()
    errand = shop.owes(application, Task.CHECK_PICTURE, "front")
    for process in ("one", "two", "three", "one", "two", "three"):
        shop.store.errands.begin_work(errand.id, process)
    work = PictureWork(shop.store, shop.photos, clock=shop.clock, process="one")

    report = await work.check_picture(shop.owed(application, Task.CHECK_PICTURE), application)

    assert isinstance(report.event, replies.PictureChecked)


async def test_that_a_photo_is_opened_is_noted_first_and_forgotten_when_it_has_ended(
    shop: Workshop, work: PictureWork
) -> None:
    shop.gives_out(PHOTO)
    application = with_front()
    errand = shop.owes(application, Task.CHECK_PICTURE, "front")

    working = asyncio.create_task(work.check_picture(errand, application))
    await until(lambda: bool(shop.owed(application, Task.CHECK_PICTURE).begun_by))
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)

    assert not shop.owed(application, Task.CHECK_PICTURE).begun_by


async def test_while_a_photo_is_only_fetched_nothing_is_counted_against_it(
    shop: Workshop, work: PictureWork
) -> None:
    shop.gives_out(PHOTO)
    shop.telegram.holds("getFile")
    application = with_front()
    errand = shop.owes(application, Task.CHECK_PICTURE, "front")

    working = asyncio.create_task(work.check_picture(errand, application))
    await until(lambda: bool(shop.telegram.asked))

    assert not shop.owed(application, Task.CHECK_PICTURE).begun_by
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)


async def test_while_the_process_that_decodes_starts_nothing_is_counted_against_the_photo(
    shop: Workshop, work: PictureWork
) -> None:
    shop.gives_out(PHOTO)
    application = with_front()
    errand = shop.owes(application, Task.CHECK_PICTURE, "front")

    working = asyncio.create_task(work.check_picture(errand, application))
    await until(lambda: bool(children(DECODER)))
    (decoder,) = children(DECODER)
    os.kill(decoder, signal.SIGSTOP)
    await asyncio.sleep(0.1)
    assert not shop.owed(application, Task.CHECK_PICTURE).begun_by

    os.kill(decoder, signal.SIGCONT)
    await until(lambda: bool(shop.owed(application, Task.CHECK_PICTURE).begun_by))
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)


@pytest.mark.parametrize(
    ("is_file", "reason"), [(True, "picture-too-complex"), (False, "picture-unopened")]
)
async def test_a_deadly_photo_is_refused_and_the_program_is_not_at_fault(
    shop: Workshop, work: PictureWork, *, is_file: bool, reason: str
) -> None:
    """Only who sent it as a file is asked to send it as a photo."""
    shop.gives_out(with_scans(4000, 400))
    application = after(begun(), consents(), photo("front", is_file=is_file))

    report = await work.check_picture(
        shop.owes(application, Task.CHECK_PICTURE, "front"), application
    )

    assert isinstance(report.event, replies.PictureRefused)
    assert report.event.reason == reason
    assert not report.is_faulty
