"""Whether the right people pass, and at what cost: `python -m benchmarks.sandbox.verdicts`."""

import statistics
from collections import Counter

import click

from benchmarks.sandbox.service import CITIZENS, pairs, running_service


@click.command()
@click.option("--fresh", default=5, show_default=True, help="Freshly simulated pairs per citizen.")
def main(fresh: int) -> None:
    """Submit every photo pair with the citizen's own selfie and with somebody else's; print a
    table.
    """
    own: Counter[str] = Counter()
    others: Counter[str] = Counter()
    blood_groups, seconds, memory_after_eighty = 0, [], 0
    with running_service() as service:
        memory_at_start = service.memory()
        for number, pair in enumerate(pairs(fresh)):
            card, _ = service.step_one(pair)
            if card is None:
                own["refused"] += 1
                continue
            ending = "ab"[number % 2]
            stranger = CITIZENS[(pair.citizen.number + 1 + number % 11) % 12]
            for shown, counter in ((pair.citizen, own), (stranger, others)):
                selfie = shown.specimen("selfies", f"_{ending}").read_bytes()
                verdict, duration = service.verdict(card, selfie)
                counter[verdict["status"]] += 1
                seconds.append(duration)
            memory_after_eighty = memory_after_eighty or (
                service.memory() if len(seconds) >= 80 else 0
            )
            blood_groups += verdict.get("detail", {}).get("bloodGroup_score") == 100
        memory_at_end = service.memory()
    submitted = sum(others.values())
    click.echo(f"| of {sum(own.values())} photo pairs | |\n| --- | --- |")
    click.echo(f"| own selfie passed | {own['passed'] / sum(own.values()):.1%} |")
    click.echo(f"| own selfie: all outcomes | {dict(own)} |")
    click.echo(f"| somebody else's selfie passed | {others['passed']} of {submitted} |")
    click.echo(f"| blood group exact | {blood_groups / submitted:.1%} |")
    click.echo(f"| seconds from step 2 to verdict, median | {statistics.median(seconds):.2f} |")
    click.echo(f"| seconds from start to first answer | {service.seconds_to_ready:.2f} |")
    click.echo(f"| resident memory at start | {memory_at_start} MB |")
    click.echo(f"| after 80 applications | {memory_after_eighty} MB |")
    click.echo(f"| after {2 * submitted} applications | {memory_at_end} MB |")


if __name__ == "__main__":
    main()
