"""Simulated phone photos: a flat specimen card on some surface, photographed by hand.

Seven grounds, tilt and perspective, uneven and coloured light, a soft patch of glare, blur, shake,
noise, JPEG, 1280 × 960 pixels as Telegram leaves a photo. One seed is one photo.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator

WIDTH, HEIGHT = 1280, 960
_CARD_CORNER_RADIUS = 34  # pixels on the flat card of 1012 × 638

Plane = Any  # float32 pixels; OpenCV's own annotations are too wide to be of use here


@dataclass(frozen=True, slots=True)
class Conditions:
    """How a photo is taken. `hardship` scales tilt, blur, noise and light; 1.0 is a fair try."""

    hardship: float = 1.0
    narrowest: float = 0.66  # share of the photo's width that the card takes
    widest: float = 0.88


FAIR = Conditions()


def photograph(card: Path, seed: int, conditions: Conditions = FAIR) -> bytes:
    """Take a photo of a flat card's picture and give it as JPEG."""
    chance = np.random.default_rng(seed)
    ground = GROUNDS[int(chance.integers(len(GROUNDS)))](chance)
    flat = cv2.imread(str(card))
    if flat is None:
        raise FileNotFoundError(card)
    transform = _lay_down(flat.shape[1], flat.shape[0], chance, conditions)
    size = (WIDTH, HEIGHT)
    laid = cv2.warpPerspective(flat.astype(np.float32), transform, size, flags=cv2.INTER_AREA)
    cover = cv2.warpPerspective(_card_shape(flat.shape[1], flat.shape[0]), transform, size)
    scene = _with_shadow(ground, cover) * (1 - cover[..., None]) + laid * cover[..., None]
    seen = _through_the_lens(_in_the_light(scene, chance, conditions), chance, conditions)
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(chance.integers(62, 88))]
    return cv2.imencode(".jpg", np.clip(seen, 0, 255).astype(np.uint8), quality)[1].tobytes()


def _lay_down(width: int, height: int, chance: Generator, conditions: Conditions) -> Plane:
    """Return the transform of the flat card into the photo."""
    scale = chance.uniform(conditions.narrowest, conditions.widest) * WIDTH / width
    turn = np.radians(chance.normal(0, 4.5 * conditions.hardship))
    half = np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) / 2
    turned = half * scale @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    middle = np.array([WIDTH, HEIGHT]) / 2 + chance.normal(0, 18 * conditions.hardship, 2)
    tilt = chance.normal(0, 0.009 * conditions.hardship * width * scale, (4, 2))
    corners = np.clip(turned + middle + tilt, 6, [WIDTH - 7, HEIGHT - 7]).astype(np.float32)
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return cv2.getPerspectiveTransform(flat, corners)


def _card_shape(width: int, height: int) -> Plane:
    """Return the card's rounded outline: 1 on the card, 0 outside."""
    radius = _CARD_CORNER_RADIUS
    shape = np.zeros((height, width), np.float32)
    cv2.rectangle(shape, (radius, 0), (width - radius, height), 1.0, -1)
    cv2.rectangle(shape, (0, radius), (width, height - radius), 1.0, -1)
    for x in (radius, width - radius - 1):
        for y in (radius, height - radius - 1):
            cv2.circle(shape, (x, y), radius, 1.0, -1, cv2.LINE_AA)
    return shape


def _with_shadow(ground: Plane, cover: Plane) -> Plane:
    moved = cv2.warpAffine(cover, np.array([[1, 0, 7], [0, 1, 9]], np.float32), (WIDTH, HEIGHT))
    return ground * (1 - 0.38 * cv2.GaussianBlur(moved, (0, 0), 12))[..., None]


def _in_the_light(scene: Plane, chance: Generator, conditions: Conditions) -> Plane:
    """Light from one side, tinted, sometimes with a patch of glare."""
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    angle = chance.uniform(0, 2 * np.pi)
    slope = np.cos(angle) * (across / WIDTH - 0.5) + np.sin(angle) * (down / HEIGHT - 0.5)
    strength = chance.uniform(0.05, 0.45) * conditions.hardship
    lit = scene * ((1 + strength * slope) * chance.uniform(0.82, 1.08))[..., None]
    warmth = conditions.hardship * np.array([-0.10 * chance.random(), 0, 0.06 * chance.random()])
    lit = lit * (1 + warmth)
    if chance.random() < 0.35 * conditions.hardship:
        x, y = chance.uniform(0.15, 0.85, 2) * [WIDTH, HEIGHT]
        wide, high = chance.uniform(80, 220), chance.uniform(60, 160)
        patch = np.exp(-(((across - x) / wide) ** 2) - ((down - y) / high) ** 2)
        lit = lit + chance.uniform(25, 70) * patch[..., None]
    return lit


def _through_the_lens(scene: Plane, chance: Generator, conditions: Conditions) -> Plane:
    """Add blur, sometimes shake, and the noise of a small sensor."""
    blurred = cv2.GaussianBlur(scene, (0, 0), chance.uniform(0.4, 0.4 + 0.75 * conditions.hardship))
    if chance.random() < 0.25 * conditions.hardship:
        length = int(chance.integers(3, 6))
        shake = np.zeros((length, length), np.float32)
        shake[length // 2] = 1 / length
        blurred = cv2.filter2D(blurred, -1, shake)
    grain = chance.uniform(1.5, 1.5 + 5 * conditions.hardship)
    return blurred + chance.normal(0, grain, blurred.shape)


def _clouds(chance: Generator, across: float, down: float, layers: int = 4) -> Plane:
    """Return smooth noise, about -2 to 2, whose largest patches have the given size in pixels."""
    noise = np.zeros((HEIGHT, WIDTH), np.float32)
    for layer in range(layers):
        rows = max(2, int(HEIGHT / down * 2**layer))
        columns = max(2, int(WIDTH / across * 2**layer))
        coarse = chance.normal(size=(rows, columns)).astype(np.float32)
        fine = cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
        noise = noise + fine / 2**layer
    return noise


def _coloured(colour: tuple[float, float, float], light: Plane) -> Plane:
    return np.array(colour, np.float32) * light[..., None]


def _wood(colour: tuple[float, float, float]) -> Callable[[Generator], Plane]:
    def ground(chance: Generator) -> Plane:
        down = np.mgrid[0:HEIGHT, 0:WIDTH][0].astype(np.float32)
        rings = np.sin(down / chance.uniform(9, 22) + _clouds(chance, 900, 60) * 2.2)
        return _coloured(colour, 1 + 0.16 * rings + 0.10 * _clouds(chance, 1200, 6, 2))

    return ground


def _cloth(chance: Generator) -> Plane:
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    thread = chance.uniform(4, 8)
    weave = np.sin(across / thread) * np.sin(down / thread)
    blue, green, red = chance.uniform(40, 200, 3)
    return _coloured((blue, green, red), 1 + 0.10 * weave + 0.12 * _clouds(chance, 300, 300))


def _white_sheet(chance: Generator) -> Plane:
    return _coloured((232, 236, 238), 1 + 0.015 * _clouds(chance, 400, 400))


def _marble(chance: Generator) -> Plane:
    veins = np.exp(-6 * np.abs(_clouds(chance, 350, 350)))
    return _coloured((205, 208, 212), 1 - 0.22 * veins)


def _newspaper(chance: Generator) -> Plane:
    paper = np.full((HEIGHT, WIDTH, 3), 215, np.float32)
    column = WIDTH // 5
    for left in range(0, WIDTH, column):
        for line in range(0, HEIGHT, 17):
            if chance.random() < 0.9:
                end = left + int(column * chance.uniform(0.5, 0.9))
                cv2.line(paper, (left + 12, line), (end, line), (95, 95, 95), 7)
    return paper * (1 + 0.03 * _clouds(chance, 500, 500))[..., None]


def _clutter(chance: Generator) -> Plane:
    blue, green, red = chance.uniform(70, 180, 3)
    table = _coloured((blue, green, red), np.ones((HEIGHT, WIDTH), np.float32))
    for _ in range(14):
        angle = chance.uniform(0, 2 * np.pi)
        square = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * chance.uniform(60, 320, 2)
        turn = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
        thing = square @ np.array(turn) + chance.uniform(0, 1, 2) * [WIDTH, HEIGHT]
        cv2.fillPoly(table, [thing.astype(np.int32)], chance.uniform(20, 235, 3).tolist())
    return cv2.GaussianBlur(table, (0, 0), 2) * (1 + 0.05 * _clouds(chance, 200, 200))[..., None]


GROUNDS = (
    _wood((34, 52, 84)),
    _wood((128, 168, 205)),
    _cloth,
    _white_sheet,
    _clutter,
    _marble,
    _newspaper,
)
