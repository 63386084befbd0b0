"""Secrets that a command asks for: from a variable, or typed without being shown."""

import getpass
import os
import sys
import warnings

import click

from bot.commands.opening import give_up
from bot.runtime import logs


def asked_secret(variable: str, question: str, *, twice: bool = False) -> str:
    """The secret, hidden in the log.

    Exits where there is neither the variable nor a terminal, and for bytes that are no text.
    """
    secret = os.environ.get(variable, "").strip() or _typed(variable, question, twice=twice)
    try:
        secret.encode()
    except UnicodeEncodeError:
        give_up(f"What was given as {variable} is no text in UTF-8; nothing was changed.")
    logs.hide(secret)
    return secret


def _typed(variable: str, question: str, *, twice: bool) -> str:
    try:
        with warnings.catch_warnings(action="ignore", category=getpass.GetPassWarning):
            words = click.prompt(question, hide_input=True, confirmation_prompt=twice, err=True)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        give_up(f"Nothing was given. Set {variable}, or run this in a terminal.")
    return str(words).strip()
