"""Whether the settings are good; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import fields

from bot.doctor.finding import Finding, broken, doubtful, fine
from bot.settings.misspelling import Misspelling
from bot.settings.settings import Settings, is_weak


def judge_settings(
    settings: Settings, misspellings: Sequence[Misspelling] = ()
) -> Iterator[Finding]:
    if misspellings:
        yield from judge_misspellings(misspellings)
    else:
        yield fine("settings", f"All {len(fields(Settings))} are readable.")
    if is_weak(settings.database_key):
        yield doubtful(
            "key",
            "DATABASE_KEY is short, so somebody with the file could guess it.",
            "Run python -m bot rekey; if the database is a file, stop the bot first.",
        )
    else:
        yield fine("key", "DATABASE_KEY is long enough.")


def judge_misspellings(misspellings: Sequence[Misspelling]) -> Iterator[Finding]:
    for each in misspellings:
        words = f"No setting is named {each.name}, so it is ignored."
        cure = f"Write {each.nearest}, if that is meant." if each.nearest else "Remove it."
        yield doubtful("settings", words, cure)


def judge_problems(problems: Sequence[str]) -> Iterator[Finding]:
    """Each setting that keeps the bot from starting."""
    for problem in problems:
        words, _, example = problem.partition("; for example ")
        cure = f"Correct it in .env or the environment, for example {example}"
        yield broken("settings", f"{words}.", cure if example else "Correct it, then start again.")
