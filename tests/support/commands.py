"""The operator at the command line, without a separate process."""

import logging
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from click.testing import CliRunner, Result

from bot.__main__ import main


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody with a shell; `environment` holds the settings."""

    environment: Mapping[str, str]

    def runs(self, *words: str, **changes: str) -> Result:
        """Run a command; returns its output and exit code."""
        invoke = partial(CliRunner().invoke, main, words, env={**self.environment, **changes})
        # In a thread, because a command may lower its priority, which Linux keeps by thread: the
        # tests that follow would give way to all others.
        with _own_log(), _own_umask(), ThreadPoolExecutor(1) as thread:
            return thread.submit(invoke).result()


@contextmanager
def _own_log() -> Iterator[None]:
    """A command configures the log for its process; here the log is restored afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        yield
    finally:
        logging.captureWarnings(capture=False)
        root.handlers[:] = handlers
        root.setLevel(level)


@contextmanager
def _own_umask() -> Iterator[None]:
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)
