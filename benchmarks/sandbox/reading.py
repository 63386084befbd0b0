"""How well and how fast cards are read: `python -m benchmarks.sandbox.reading`."""

import statistics
import unicodedata
from collections import Counter
from collections.abc import Mapping

import click
from rapidfuzz.distance import Levenshtein

from benchmarks.sandbox.service import Pair, pairs, running_service
from bot.sandbox.ekyc.dates import as_read_from_card


@click.command()
@click.option("--fresh", default=5, show_default=True, help="Freshly simulated pairs per citizen.")
@click.option("--verbose", is_flag=True, help="Print every field that was misread.")
def main(fresh: int, verbose: bool) -> None:
    """Read the shipped photo pairs and fresh ones of each citizen, and print a table."""
    taken, read, exact_cards = 0, 0, 0
    exact: Counter[str] = Counter()
    letters: Counter[str] = Counter()
    misread_letters: Counter[str] = Counter()
    seconds, processor_seconds = [], []
    with running_service() as service:
        for pair in pairs(fresh):
            taken += 1
            spent_before = service.processor_seconds()
            card, duration = service.step_one(pair)
            seconds.append(duration)
            processor_seconds.append(service.processor_seconds() - spent_before)
            if card is None:
                click.echo(f"refused: citizen {pair.citizen.number}, take {pair.take}")
                continue
            read += 1
            exact_fields = 0
            for field, printed in printed_on(pair).items():
                distance = Levenshtein.distance(card[field], printed)
                exact[field] += distance == 0
                exact_fields += distance == 0
                letters[field] += len(printed)
                misread_letters[field] += distance
                if distance and verbose:
                    click.echo(f"{pair.citizen.number}.{pair.take} {field}: {card[field]}")
            exact_cards += exact_fields == len(printed_on(pair))
    click.echo(f"\n| of {taken} photo pairs | exact | letters right |\n| --- | --- | --- |")
    for field in exact:
        right = 1 - misread_letters[field] / letters[field]
        click.echo(f"| {field} | {exact[field] / taken:.1%} | {right:.2%} |")
    click.echo(f"| all fields of the pair | {exact_cards / taken:.1%} | |")
    click.echo(f"| both sides found and read | {read / taken:.1%} | |")
    click.echo(
        "\n| seconds per step 1 | median | 95 % within | longest |\n| --- | --- | --- | --- |"
    )
    for name, measured in (("on the clock", seconds), ("of the processor", processor_seconds)):
        most = statistics.quantiles(measured, n=20)[-1]
        click.echo(
            f"| {name} | {statistics.median(measured):.2f} | {most:.2f} | {max(measured):.2f} |"
        )


def printed_on(pair: Pair) -> Mapping[str, str]:
    """Return what is printed on the card, in the words of step 1."""
    citizen = pair.citizen
    printed = {
        "nid_no": citizen.nid_no,
        "dob": as_read_from_card(citizen.born_on),
        "customer_name_ben": citizen.name_ben,
        "customer_name_eng": citizen.name_eng,
        "father_name": citizen.father_name,
        "mother_name": citizen.mother_name,
        "address": citizen.address,
    }
    return {field: unicodedata.normalize("NFC", text) for field, text in printed.items()}


if __name__ == "__main__":
    main()
