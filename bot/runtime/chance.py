"""Chance, by which what began together is not repeated together."""

import random


def chance() -> float:
    """Any number from 0 to 1."""
    return random.random()  # noqa: S311 - spreads load, hides nothing
