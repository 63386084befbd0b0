"""How a long list is shown in pages. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.chat.buttons import menu_button
from bot.chat.outgoing import Button
from bot.texts import plain


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list of `total` rows, `size` on a page; `number` counts from 0."""

    number: int
    size: int
    total: int

    @property
    def offset(self) -> int:
        """The number of rows before this page."""
        return self.number * self.size

    @property
    def end(self) -> int:
        """The number of rows up to the end of this page."""
        return min(self.offset + self.size, self.total)

    @property
    def around(self) -> slice:
        """The rows of this page, the one before and the one after."""
        return slice(max(self.offset - 1, 0), self.end + 1)

    @property
    def bounds(self) -> dict[str, int]:
        """The first row, the last row and the total, as headings name them."""
        return {"from": self.offset + 1, "to": self.end, "total": self.total}


def page_of(total: int, asked: int, size: int) -> Page:
    """The requested page; the last one for a larger number, since buttons may be old or forged."""
    return Page(max(min(asked, (total - 1) // size), 0), size, total)


def turning_row(
    page: Page,
    verb: str,
    language: str,
    *,
    argument: Callable[[int], str] = str,
    words: tuple[str, str] = ("button-previous", "button-next"),
) -> list[list[Button]]:
    """Buttons to the previous and next page, if there are any."""
    before, after = words
    row = []
    if page.number > 0:
        row.append(menu_button(plain(language, before), verb, argument(page.number - 1)))
    if page.end < page.total:
        row.append(menu_button(plain(language, after), verb, argument(page.number + 1)))
    return [row] if row else []
