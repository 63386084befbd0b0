"""A photo is fetched as long as Telegram may still have it, and only as often as needed."""

from datetime import timedelta

import pytest

from bot.errands.photos import PhotoDelayed, PhotoRefused
from conversations.application import Application
from tests.support.errands import OTHER_PHOTO, PHOTO, Workshop
from tests.support.forms import after, begun, consents, photo
from tests.support.scripted_telegram import cut, ok, refused

MINUTE = timedelta(minutes=1)
FILE = ok({"file_id": "a", "file_unique_id": "b", "file_path": "photos/1.jpg"})
NOT_NOW = refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")


def with_sides() -> Application:
    return after(begun(), consents(), photo(), photo())


async def test_a_photo_just_examined_is_sent_without_being_fetched_again(shop: Workshop) -> None:
    shop.gives_out(PHOTO, PHOTO)
    form = with_sides()
    examined = await shop.photos.examined(form, "front", 0)

    assert await shop.photos.jpeg(form, "front", 0) == examined.picture.jpeg
    assert len(shop.telegram.calls("getFile")) == 1

    # It is kept for one call only, as it would fill the memory.
    assert await shop.photos.jpeg(form, "front", 0) == examined.picture.jpeg
    assert len(shop.telegram.calls("getFile")) == 2


async def test_each_slot_has_its_own_file(shop: Workshop) -> None:
    shop.gives_out(PHOTO, OTHER_PHOTO)
    form = with_sides()

    sides = [await shop.photos.jpeg(form, slot, 0) for slot in ("front", "back")]

    files = [form.pictures[slot].file_id for slot in ("front", "back")]
    assert [call["file_id"] for call in shop.telegram.calls("getFile")] == files
    assert sides[0] != sides[1]


async def test_a_file_that_is_not_a_picture_is_refused_with_the_reason(shop: Workshop) -> None:
    shop.gives_out(b"%PDF-1.7 and so on", b"%PDF-1.7 and so on")
    form = with_sides()

    for fetched in (shop.photos.examined, shop.photos.jpeg):
        with pytest.raises(PhotoRefused) as refusal:
            await fetched(form, "front", 0)
        assert refusal.value.reason == "picture-pdf"


async def test_a_file_that_telegram_finds_too_big_is_called_so_at_once(shop: Workshop) -> None:
    shop.telegram.says("getFile", refused(400, "Bad Request: file is too big"))

    with pytest.raises(PhotoRefused) as refusal:
        await shop.photos.examined(with_sides(), "front", 0)

    assert refusal.value.reason == "picture-too-many-bytes"


async def test_a_file_that_telegram_does_not_give_out_is_retried_and_then_requested_again(
    shop: Workshop,
) -> None:
    shop.telegram.says("getFile", NOT_NOW)
    form = with_sides()

    for _ in range(4):
        with pytest.raises(PhotoDelayed) as delay:
            # Earlier failures of the errand for other reasons say nothing about the photo.
            await shop.photos.examined(form, "front", attempts=50)
        assert delay.value.again_in < MINUTE

    with pytest.raises(PhotoRefused) as refusal:
        await shop.photos.examined(form, "front", attempts=50)
    assert refusal.value.reason == "photo-gone"

    # Sent once more, it may be the same file, which gets as many tries.
    with pytest.raises(PhotoDelayed):
        await shop.photos.examined(form, "front", attempts=0)


async def test_refusals_are_counted_for_each_file_and_forgotten_once_it_comes(
    shop: Workshop,
) -> None:
    form = with_sides()
    shop.gives_out(PHOTO)
    shop.telegram.says("getFile", *[NOT_NOW] * 4, FILE, NOT_NOW)
    for _ in range(4):
        with pytest.raises(PhotoDelayed):
            await shop.photos.examined(form, "front", 0)
    await shop.photos.examined(form, "front", 0)

    for slot in ("front", "back"):
        with pytest.raises(PhotoDelayed):
            await shop.photos.examined(form, slot, 0)


@pytest.mark.parametrize("attempts", [0, 50])
async def test_while_telegram_is_away_a_photo_is_waited_for_however_long_that_is(
    shop: Workshop, attempts: int
) -> None:
    shop.telegram.says("getFile", cut)
    form = with_sides()

    for _ in range(6):
        with pytest.raises(PhotoDelayed) as delay:
            await shop.photos.examined(form, "front", attempts)
        assert timedelta(0) < delay.value.again_in <= 2 * MINUTE


async def test_the_wait_that_telegram_asks_for_is_kept(shop: Workshop) -> None:
    shop.telegram.says("getFile", refused(429, "Too Many Requests", retry_after=33))

    with pytest.raises(PhotoDelayed) as delay:
        await shop.photos.jpeg(with_sides(), "front", 50)

    assert delay.value.again_in == timedelta(seconds=33)
