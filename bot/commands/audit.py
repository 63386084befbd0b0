"""python -m bot audit: verify or read the audit."""

import json

import click

from bot.commands.arguments import ROW_NUMBER, TEXT
from bot.commands.opening import FAILED, counted, give_up, opened_store, read_settings
from storage.audit import AuditBroken, Head


@click.group()
def audit() -> None:
    """Who did what when, in append-only rows."""


class _NotedHead(click.ParamType[Head]):
    name = "NUMBER:SEAL"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Head:
        try:
            return Head.read(value)
        except ValueError:
            self.fail("must be as `audit verify` or the log wrote it", param, ctx)


@audit.command()
@click.option(
    "--noted", type=_NotedHead(), help="The head that an earlier check or the log showed."
)
def verify(noted: Head | None) -> None:
    """Find a changed, removed or inserted row. Exits with code 1 if there is one."""
    with opened_store(read_settings()) as store:
        try:
            head = store.audit.verify(noted)
        except AuditBroken as broken:
            give_up(f"The audit is broken. {broken}", code=FAILED)
    click.echo(f"Unchanged: {counted(head.number, 'row')}. Keep this elsewhere: {head}")


@audit.command(name="list")
@click.option(
    "--last", type=ROW_NUMBER, default=50, show_default=True, help="How many of the newest rows."
)
@click.option(
    "--subject", type=TEXT, default="", help="Only rows about this reference or Telegram id."
)
def list_entries(last: int, subject: str) -> None:
    """Print the rows, oldest first.

    Each line has the number, time, actor, action, subject and details.
    """
    with opened_store(read_settings()) as store:
        entries = store.audit.entries(subject=subject.lower(), last=last)
    if not entries:
        click.echo("No row was found.", err=True)
    for entry in entries:
        details = json.dumps(entry.details, ensure_ascii=False)
        words = (f"{entry.at:%Y-%m-%dT%H:%M:%SZ}", entry.actor, entry.action, entry.subject or "-")
        click.echo("\t".join((str(entry.number), *words, details)))
