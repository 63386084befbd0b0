"""What the barcode brings, and what it costs: `python -m benchmarks.sandbox.barcodes`.

Cards are photographed, read by the pretend service's OCR, once more with its fault
`fields_misread`, and compared with the barcode on the photo of the back, as the bot does it.
"""

import io
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import click
import zxingcpp
from PIL import Image

from benchmarks.sandbox.phone_photos import FAIR, Conditions, photograph
from benchmarks.sandbox.reading import printed_on
from benchmarks.sandbox.service import CITIZENS, Pair, Service, running_service
from bot.pictures.barcode import barcode_on
from conversations.application import Application
from conversations.card import CardReading
from conversations.card_barcode import CardBarcode, read_card_barcode
from conversations.cross_check import CROSS_CHECKED, differing_fields, is_confirmed_by_barcode
from conversations.picture import Picture

_NOW = datetime(2026, 11, 23, tzinfo=UTC)
_HARD = Conditions(hardship=1.6, narrowest=0.5)
_IN_THE_API = {"nid_number": "nid_no", "date_of_birth": "dob"}
_FILE_SIDE = (2000, 1500)  # pixels to which the bot shrinks a photo of 12 megapixels


@dataclass(slots=True)
class Tally:
    """Of one kind of photos: counts by name, and milliseconds of the processor for each search."""

    counts: Counter[str] = field(default_factory=Counter)
    searches: list[float] = field(default_factory=list)
    whole_searches: list[float] = field(default_factory=list)
    searches_in_a_file: list[float] = field(default_factory=list)
    searches_of_fronts: list[float] = field(default_factory=list)


def measure(service: Service, conditions: Conditions, takes: int, first_seed: int) -> Tally:
    tally = Tally()
    for pair in _pairs(conditions, takes, first_seed):
        barcode = _search(pair, tally)
        _compare(pair, barcode, service, tally, "")
        service.misread_next()
        _compare(pair, barcode, service, tally, "spoilt ")
    return tally


def _pairs(conditions: Conditions, takes: int, first_seed: int) -> Iterator[Pair]:
    for take in range(takes):
        for citizen in CITIZENS:
            seed = first_seed + 10_000 * take + 100 * citizen.number
            front, back = (
                photograph(citizen.specimen("cards", f"_{side}"), seed + turn, conditions)
                for turn, side in enumerate(("front", "back"))
            )
            yield Pair(citizen, take, front, back)


def _search(pair: Pair, tally: Tally) -> CardBarcode | None:
    image = Image.open(io.BytesIO(pair.back)).convert("RGB")
    text, spent = _timed(image)
    tally.searches.append(spent)
    tally.searches_in_a_file.append(_timed(image.resize(_FILE_SIDE))[1])
    tally.searches_of_fronts.append(_timed(Image.open(io.BytesIO(pair.front)).convert("RGB"))[1])
    began = time.process_time()
    whole = zxingcpp.read_barcode(
        image.convert("L"),
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.PDF417),
        try_invert=False,
    )
    tally.whole_searches.append((time.process_time() - began) * 1000)
    tally.counts["photos"] += 1
    tally.counts["read from the whole picture"] += whole is not None
    barcode = read_card_barcode(text, today=_NOW.date())
    tally.counts["barcode read"] += barcode is not None
    return barcode


def _timed(image: Image.Image) -> tuple[str, float]:
    began = time.process_time()
    text = barcode_on(image)
    return text, (time.process_time() - began) * 1000


def _compare(
    pair: Pair, barcode: CardBarcode | None, service: Service, tally: Tally, kind: str
) -> None:
    card, _ = service.step_one(pair)
    if card is None:
        return
    application = _application(card, barcode)
    differing = differing_fields(application)
    for key in CROSS_CHECKED:
        is_misread = card[_IN_THE_API[key]] != printed_on(pair)[_IN_THE_API[key]]
        tally.counts[f"{kind}fields"] += 1
        tally.counts[f"{kind}misread"] += is_misread
        tally.counts[f"{kind}caught"] += is_misread and key in differing
        tally.counts[f"{kind}false alarms"] += not is_misread and key in differing
        tally.counts[f"{kind}confirmed"] += is_confirmed_by_barcode(application, key)
        tally.counts[f"{kind}wrongly confirmed"] += is_misread and is_confirmed_by_barcode(
            application, key
        )


def _application(card: Mapping[str, str], barcode: CardBarcode | None) -> Application:
    back = Picture(file_id="f", unique_id="u", ticket="t", sent_at=_NOW, barcode=barcode)
    fields = {key: card[name] for key, name in _IN_THE_API.items() if card[name]}
    return Application(
        id="measured",
        agent=1,
        created_at=_NOW,
        changed_at=_NOW,
        pictures={"back": back},
        reading=CardReading(fields=fields, front_name="f", back_name="b", read_at=_NOW),
    )


@click.command()
@click.option("--takes", default=5, show_default=True, help="Photos of each citizen's card.")
def main(takes: int) -> None:
    """Print a table of fair and of hard photos."""
    with running_service() as service:
        columns = [
            measure(service, FAIR, takes, 50_000_000),
            measure(service, _HARD, takes, 60_000_000),
        ]
    click.echo("| | fair photos | hard photos |\n| --- | --- | --- |")
    for name in sorted({name for tally in columns for name in tally.counts}):
        click.echo(f"| {name} | " + " | ".join(str(each.counts[name]) for each in columns) + " |")
    for name, of in (
        ("ms of the processor", [tally.searches for tally in columns]),
        ("ms, the photo as a file of 12 megapixels", [each.searches_in_a_file for each in columns]),
        ("ms, a front, which has none", [each.searches_of_fronts for each in columns]),
        ("ms, the library given the whole picture", [each.whole_searches for each in columns]),
    ):
        click.echo(f"| {name} | " + " | ".join(_spread(each) for each in of) + " |")


def _spread(spent: list[float]) -> str:
    most = statistics.quantiles(spent, n=100)[98]
    return f"{statistics.median(spent):.0f} (99 % within {most:.0f})"


if __name__ == "__main__":
    main()
