"""Names that look like settings and are none, so that what they say is ignored in silence."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path

from bot.settings.env_file import read_env_file
from bot.settings.invalid import SettingsInvalid
from bot.settings.settings import Settings

#: `.env` is for the bot alone, so a poor guess helps there. The environment has names of others,
#: such as NIX_SSL_CERT_FILE, or EKYC_SERVICE_HOST where Kubernetes knows a service called ekyc.
_ALIKE_IN_FILE, _ALIKE_IN_ENVIRONMENT = 0.6, 0.85


@dataclass(frozen=True, slots=True)
class Misspelling:
    """A name that no setting has, and the setting that it is nearest to; "" if none is near."""

    name: str
    nearest: str

    def __str__(self) -> str:
        return f"{self.name} ({self.nearest}?)" if self.nearest else self.name


def advice_on(misspellings: Collection[Misspelling]) -> str:
    """A sentence for the operator, without the values; empty if there is nothing to say."""
    if not misspellings:
        return ""
    names = ", ".join(map(str, misspellings))
    return f"No setting has these names, so correct or remove them: {names}."


def find_misspellings(
    environment: Mapping[str, str], dotenv: Path | None = None
) -> tuple[Misspelling, ...]:
    """Those of the file, then those of the environment; none of a file that cannot be read."""
    try:
        in_file = read_env_file(dotenv)
    except SettingsInvalid:  # reading the settings says why
        in_file = {}
    return (*_in_file(in_file), *_in_environment(sorted(environment.keys() - in_file.keys())))


def _in_file(names: Iterable[str]) -> Iterator[Misspelling]:
    known = _known_names()
    for name in names:
        if name not in known:
            yield Misspelling(name, _nearest(name.upper(), known, _ALIKE_IN_FILE))


def _in_environment(names: Iterable[str]) -> Iterator[Misspelling]:
    known = _known_names()
    for name in names:
        nearest = "" if name in known else _nearest(name, known, _ALIKE_IN_ENVIRONMENT)
        if nearest and name.startswith(nearest.partition("_")[0]):
            yield Misspelling(name, nearest)


def _known_names() -> list[str]:
    names = [each.name.upper() for each in fields(Settings)]
    return [*names, *(f"{each.name.upper()}_FILE" for each in fields(Settings) if not each.repr)]


def _nearest(name: str, known: list[str], alike: float) -> str:
    return next(iter(get_close_matches(name, known, n=1, cutoff=alike)), "")
