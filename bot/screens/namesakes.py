"""What tells people of one name apart. Pure."""

from collections import Counter
from collections.abc import Mapping

_DIGITS = 4  # of the Telegram id


def endings(shown: Mapping[int, str]) -> dict[int, str]:
    """What follows each name so that no two look the same: the last digits of the Telegram id.

    `shown` are the names by id, as they are shown; "" where nobody else has that name.
    """
    count = Counter(shown.values())
    return {
        person: f" …{str(person)[-_DIGITS:]}" if count[name] > 1 else ""
        for person, name in shown.items()
    }
