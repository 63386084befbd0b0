"""`python -m bot.sandbox.telegram`: the pretend Telegram alone, for trying any bot."""

import asyncio
from pathlib import Path

import click

from bot.sandbox.serving import ended_by_signals, serving
from bot.sandbox.telegram.app import build_app

SPECIMENS = Path(__file__).parent.parent / "specimens"


@click.command()
@click.option("--port", default=8081, show_default=True, help="Port on 127.0.0.1.")
@click.option("--token", required=True, help="The token that the bot will use: 123456:ABC…")
@click.option(
    "--specimens",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=SPECIMENS,
    help="Folder with the pictures that the chat page offers. [default: the shipped ones]",
)
@click.option(
    "--flood-limits/--no-flood-limits",
    default=True,
    show_default=True,
    help="Whether a bot that sends too fast gets 429, as from Telegram.",
)
def main(*, port: int, token: str, specimens: Path, flood_limits: bool) -> None:
    """Serve a pretend Telegram on this machine until Ctrl-C."""
    asyncio.run(_serve(port, token, specimens, flood_limits=flood_limits))


async def _serve(port: int, token: str, specimens: Path, *, flood_limits: bool) -> None:
    ended = ended_by_signals()
    try:
        app = build_app(token=token, specimens=specimens, flood_limits=flood_limits)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--token") from error
    try:
        async with serving(app, port=port) as url:
            click.echo(f"Bot API: {url}/bot<token>/<method>\nChat page: {url}/")
            await ended.wait()
    except OSError as error:
        raise click.ClickException(f"Port {port} is taken: {error.strerror}") from error


if __name__ == "__main__":
    main()
