"""How many rows go into one transaction, when many change while others want to write."""

_LONGEST = 0.02  # seconds: nobody notices a wait of twice as long


class Slices:
    """The size of the next transaction, found out from how long the one before took."""

    def __init__(self, most: int) -> None:
        self.size = most
        self._most = most

    def took(self, seconds: float) -> None:
        """The last one took that long; a busy machine or a far server makes the next smaller."""
        fitting = int(self.size * _LONGEST / max(seconds, _LONGEST / self._most))
        self.size = min(max(fitting, 1), self._most)
