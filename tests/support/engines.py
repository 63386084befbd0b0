"""Which tests run once for each engine: those of whole folders, but for what is about the file."""

from pathlib import Path

import pytest

from tests.support.postgres import needs_postgres

SQLITE, POSTGRES = "sqlite", "postgres"
_TESTS = Path(__file__).parents[1]

_ON_BOTH = ("storage", "journeys", "faults")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine",
        choices=(SQLITE, POSTGRES),
        help="run every test on this engine alone, in whatever folder it is",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    names = _engines(metafunc.definition)
    if names != [SQLITE]:
        on = {SQLITE: SQLITE, POSTGRES: pytest.param(POSTGRES, marks=needs_postgres)}
        metafunc.parametrize("engine", [on[name] for name in names], indirect=True)


def _engines(test: pytest.Item) -> list[str]:
    if test.get_closest_marker("one_engine"):
        return [SQLITE]
    if chosen := test.config.getoption("--engine"):
        return [str(chosen)]
    folder = test.path.relative_to(_TESTS).parts[0]
    return [SQLITE, POSTGRES] if folder in _ON_BOTH else [SQLITE]
