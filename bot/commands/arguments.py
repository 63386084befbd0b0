"""What may be typed behind a command: kinds of values that the database can hold."""

import click

from conversations.bangla import normalise
from conversations.name_list import LONGEST_NAME, read_names

_MOST_DAYS = 36_500

#: Telegram: an id has at most 52 significant bits.
TELEGRAM_ID = click.IntRange(1, 2**52)
ROW_NUMBER = click.IntRange(1, 2**63 - 1)
DAYS = click.IntRange(1, _MOST_DAYS)


class _Text(click.ParamType[str]):
    """Text in one line, with single spaces; the command line may carry any bytes."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            value.encode()
        except UnicodeEncodeError:
            self.fail("must be text in UTF-8", param, ctx)
        text = normalise(value)
        if len(text) > LONGEST_NAME:
            self.fail(f"must have at most {LONGEST_NAME} characters", param, ctx)
        return text


class _PersonName(_Text):
    """The same for a person's name, as the chat takes it."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        read = read_names(super().convert(value, param, ctx))
        if len(read.names) != 1:
            self.fail("must be a name", param, ctx)
        return read.names[0]


TEXT = _Text()
PERSON_NAME = _PersonName()
