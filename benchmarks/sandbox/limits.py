"""How poor a photo may be: `python -m benchmarks.sandbox.limits`."""

from collections.abc import Callable

import click
import cv2
import numpy as np

from benchmarks.sandbox.phone_photos import FAIR, Conditions, photograph
from benchmarks.sandbox.reading import printed_on
from benchmarks.sandbox.service import CITIZENS, Pair, running_service

Spoil = Callable[[np.ndarray], np.ndarray]


def _same(photo: np.ndarray) -> np.ndarray:
    return photo


def _blurred(sigma: float) -> Spoil:
    return lambda photo: cv2.GaussianBlur(photo, (0, 0), sigma)


HARDSHIPS: dict[str, tuple[Conditions, Spoil]] = {
    "fair, card 66 to 88 % of the width": (FAIR, _same),
    "turned by 90 degrees": (FAIR, lambda photo: cv2.rotate(photo, cv2.ROTATE_90_CLOCKWISE)),
    "upside down": (FAIR, lambda photo: cv2.rotate(photo, cv2.ROTATE_180)),
    "card 50 to 60 % of the width": (Conditions(1.0, 0.50, 0.60), _same),
    "card 38 to 45 % of the width": (Conditions(1.0, 0.38, 0.45), _same),
    "card 25 to 35 % of the width": (Conditions(1.0, 0.25, 0.35), _same),
    "half as bright": (FAIR, lambda photo: (photo * 0.5).astype(np.uint8)),
    "1.6 × tilt, blur, noise, light": (Conditions(1.6), _same),
    "blurred by 2 pixels more": (FAIR, _blurred(2)),
    "blurred by 3 pixels more": (FAIR, _blurred(3)),
}


@click.command()
def main() -> None:
    """Read one simulated pair of each citizen under each hardship, and print a table."""
    click.echo(f"| of {len(CITIZENS)} photo pairs each | read | NID wrong | all fields exact |")
    click.echo("| --- | --- | --- | --- |")
    with running_service() as service:
        for hardship, (conditions, spoil) in HARDSHIPS.items():
            read, wrong, exact = 0, 0, 0
            for citizen in CITIZENS:
                front, back = (
                    _spoilt(
                        photograph(
                            citizen.specimen("cards", f"_{side}"),
                            8_000 + 2 * citizen.number + (side == "back"),
                            conditions,
                        ),
                        spoil,
                    )
                    for side in ("front", "back")
                )
                pair = Pair(citizen, 0, front, back)
                card, _ = service.step_one(pair)
                if card is None:
                    continue
                read += 1
                wrong += card["nid_no"] != citizen.nid_no
                exact += all(card[field] == text for field, text in printed_on(pair).items())
            click.echo(f"| {hardship} | {read} | {wrong} | {exact} |")


def _spoilt(photo: bytes, spoil: Spoil) -> bytes:
    pixels = cv2.imdecode(np.frombuffer(photo, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    return cv2.imencode(".jpg", spoil(np.asarray(pixels)))[1].tobytes()


if __name__ == "__main__":
    main()
