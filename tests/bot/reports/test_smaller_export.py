"""An export that Telegram refuses, as too large, is made again in smaller parts."""

from bot.chat.outgoing import Export
from bot.reports.export import smaller


def test_a_part_that_is_refused_becomes_smaller_until_it_is_small_indeed() -> None:
    sizes = []
    part: Export | None = Export(format="xlsx", days=31)
    while part:
        sizes.append(part.most_rows)
        part = smaller(part)

    assert sizes == [25_000, 6_250, 1_562, 500]
