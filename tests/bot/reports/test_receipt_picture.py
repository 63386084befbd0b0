"""The receipt as a picture: everything is readable, and the code says the reference."""

import io
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image, ImageChops

from bot.chat.outgoing import ReceiptPicture
from bot.reports.receipt_picture import ReceiptPictures, receipt_picture
from bot.screens.receipt import Receipt, receipt_of
from conversations.application import Application
from conversations.languages import LANGUAGES
from conversations.organisation import NAMELESS, Organisation
from tests.support.forms import AGENT, closed, decided, pending, until
from tests.support.office import OTHER_AGENT, Office, only

BANK = Organisation(names={"en": "Meghna Bank", "bn": "মেঘনা ব্যাংক"}, helpline="16247")
EDGE = 16  # pixels at the right that no word reaches
QUALITY = 60  # of a JPEG, as messengers make it


def drawn(receipt: Receipt) -> Image.Image:
    content = receipt_picture(receipt)
    assert content.startswith(b"\x89PNG")
    assert len(content) < 150_000
    return Image.open(io.BytesIO(content)).convert("RGB")


def called(name: str) -> Application:
    form = pending()
    return replace(form, answers={**form.answers, "name_english": name})


def codes(image: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize("organisation", [BANK, NAMELESS], ids=["named", "nameless"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_says_the_reference_also_after_a_messenger_made_it_smaller(
    language: str, organisation: Organisation
) -> None:
    image = drawn(receipt_of(pending(), language, organisation))
    assert image.width == 1080
    sent = io.BytesIO()
    image.resize((image.width // 3, image.height // 3)).save(sent, "JPEG", quality=QUALITY)

    assert codes(image) == codes(Image.open(sent)) == ["ABCD2345"]


@pytest.mark.parametrize(
    "words",
    [
        "W" * 64,
        "M n" * 30,
        "n" * 64,
        "MOHAMMAD MAMUNUR RASHID CHOWDHURY BIN ABDULLAH AL MAHMUD",
        "আবদুল্লাহ আল মামুন মোহাম্মদ মাহমুদুর রহমান চৌধুরী খন্দকার মজুমদার",
        "আআ" * 20,
        "জজক" * 16,
    ],
)
def test_the_longest_words_stay_within_the_picture(words: str) -> None:
    organisation = Organisation(names={"en": words[:48]}, helpline=words[:40])
    image = drawn(receipt_of(called(words), "en", organisation))

    assert image.height < 1_600
    edge = image.crop((image.width - EDGE, 0, image.width, image.height))
    ground = edge.crop((EDGE - 1, 0, EDGE, edge.height)).resize(edge.size)
    assert ImageChops.difference(edge, ground).getbbox() is None
    assert codes(image) == ["ABCD2345"]


def test_a_receipt_says_that_the_check_is_running_only_while_it_is() -> None:
    assert receipt_of(pending(), "en", BANK).closing == (
        "The identity check is running. Our field agent will bring you the result.",
        "Helpline: 16247",
    )
    for over in (decided(), closed()):
        assert receipt_of(over, "en", BANK).closing == ("Helpline: 16247",)


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_tap_owes_the_picture_to_the_chat_with_whom_it_is_about(office: Office) -> None:
    form = office.holds(pending(), is_active=False)

    picture = only(ReceiptPicture, office.sees_press(f"~receipt-picture.bn-{form.id}"))

    assert picture == ReceiptPicture(application_id=form.id, language="bn")


async def test_it_is_drawn_only_for_whom_the_application_belongs_to(office: Office) -> None:
    pictures = ReceiptPictures(office.store, BANK)
    office.holds(until("gender"), name="draft234", is_active=False)
    form = office.holds(pending(), is_active=False)

    assert await pictures.picture(AGENT, form.id, "en")
    assert await pictures.picture(OTHER_AGENT, form.id, "en") is None
    assert await pictures.picture(AGENT, "draft234", "en") is None
    assert await pictures.picture(AGENT, "erased23", "en") is None
    assert await pictures.picture(3001, form.id, "en") is None
