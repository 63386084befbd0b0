"""Secrets that a command asks for: from a variable, or typed without being shown."""

import os
import sys

import click

from bot.commands.opening import give_up
from bot.runtime import logs


def asked_secret(variable: str, question: str, *, twice: bool = False) -> str:
    """The secret, hidden in the log; exits where there is neither the variable nor a terminal."""
    secret = os.environ.get(variable, "").strip() or _typed(variable, question, twice=twice)
    logs.hide(secret)
    return secret


def _typed(variable: str, question: str, *, twice: bool) -> str:
    try:
        words = click.prompt(question, hide_input=True, confirmation_prompt=twice, err=True)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        give_up(f"Nothing was given. Set {variable}, or run this in a terminal.")
    return str(words).strip()
