"""python -m bot export: applications or consents as a file for other programs."""

import contextlib
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.commands.arguments import DAYS
from bot.commands.opening import counted, give_up, opened_store, read_settings
from bot.reports.table import FORMATS, Table, application_table, as_file, consent_table
from bot.reports.tally import beginning
from conversations.extra_question import ExtraQuestion
from storage import Store
from storage.audit import OPERATOR
from storage.new_file import new_file, remove_abandoned


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--days",
    type=DAYS,
    default=31,
    show_default=True,
    help="How many days it reaches back, today included.",
)
@click.option("--full", is_flag=True, help="With full names and numbers instead of masked ones.")
@click.option(
    "--consents", is_flag=True, help="Instead, every consent ever given and withdrawn, as proof."
)
def export(file: Path, *, days: int, full: bool, consents: bool) -> None:
    """Write a table of the applications to FILE (.csv or .xlsx).

    FILE must not exist yet. Every export is recorded. Only its owner can read the file.
    """
    file_format = file.suffix.lower().removeprefix(".")
    if file_format not in FORMATS:
        raise click.BadParameter("must end in .csv or .xlsx", param_hint="FILE")
    settings = read_settings()
    with opened_store(settings) as store, _new(file) as part:
        now = datetime.now(UTC)
        table = _table(
            store,
            beginning(now, days),
            settings.extra_questions,
            is_masked=not full,
            consents=consents,
        )
        rows = list(table)
        with store.transaction():
            store.audit.record(
                "exported",
                actor=OPERATOR,
                now=now,
                format=file_format,
                masked=not full,
                consents=consents,
                count=len(rows) - 1,
            )
        part.write_bytes(as_file(rows, file_format))
    click.echo(f"{counted(len(rows) - 1, 'row')} in {file}.")


def _table(
    store: Store,
    since: datetime,
    extra: Sequence[ExtraQuestion],
    *,
    is_masked: bool,
    consents: bool,
) -> Table:
    if consents:
        return consent_table(store)
    people = {one.id: one for one in store.agents.everybody()}
    applications = store.caseloads.begun_since(people, since)
    return application_table(applications, people, is_masked=is_masked, extra=extra)


@contextlib.contextmanager
def _new(file: Path) -> Iterator[Path]:
    """Where to write it, readable only by its owner; exits if there or under its name it cannot."""
    if os.path.lexists(file):
        give_up(f"{file} exists. Name a file that does not; nothing was written.")
    if not os.path.isdir(file.parent):  # noqa: PTH112 - Path's raises for some
        give_up(f"There is no folder {file.parent}. Make it first; nothing was written.")
    try:
        remove_abandoned(file)
        with new_file(file) as part:
            yield part
    except OSError as error:
        give_up(f"{file} cannot be written: {error.strerror}.")
