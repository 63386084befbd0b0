"""Runs the pretend eKYC service: `python -m bot.sandbox.ekyc --token … --database …`."""

import asyncio
import sys
from pathlib import Path

import click
from starlette.applications import Starlette

from bot.sandbox.ekyc.server import ReaderMissingError, ReaderName, build_app
from bot.sandbox.serving import ended_by_signals, serving


@click.command()
@click.option("--port", default=8082, show_default=True, help="Port on 127.0.0.1.")
@click.option("--token", "tokens", multiple=True, required=True, help="A good token; repeatable.")
@click.option(
    "--database",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="SQLite file of the service; created when missing.",
)
@click.option(
    "--reader",
    "--ocr",
    "reader",
    type=click.Choice(["ocr", "specimens", "off"]),
    default="ocr",
    show_default=True,
    help="How cards are read: by real OCR, by recognising the specimens, or not at all.",
)
@click.option(
    "--verification-delay", default=3.0, show_default=True, help="Seconds from step 2 to verdict."
)
@click.option(
    "--step-one-delay", default=0.0, show_default=True, help="Extra seconds step 1 takes."
)
def main(
    *,
    port: int,
    tokens: tuple[str, ...],
    database: Path,
    reader: ReaderName,
    verification_delay: float,
    step_one_delay: float,
) -> None:
    """Run the pretend eKYC service on this machine until Ctrl-C."""
    try:
        app = build_app(
            tokens=tokens,
            database=database,
            verification_delay=verification_delay,
            step_one_delay=step_one_delay,
            reader=reader,
        )
    except ReaderMissingError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    asyncio.run(_serve(app, port, reader))


async def _serve(app: Starlette, port: int, reader: ReaderName) -> None:
    ended = ended_by_signals()
    try:
        async with serving(app, port=port) as url:
            click.echo(f"eKYC service: {url}/ (reader: {reader})")
            await ended.wait()
    except OSError as error:
        raise click.ClickException(f"Port {port} is taken: {error.strerror}") from error


if __name__ == "__main__":
    main()
